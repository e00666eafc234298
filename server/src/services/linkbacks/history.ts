import type { HistoryEntry } from '../../contracts/linkbacks';
import { sentenceOf, type Reason } from '../../core/reasons';

/** What is kept of one linkback: whoever pings a thousand times fills no table. */
const MOST = 40;

/** What happened; the time is added when it is written down. */
export interface Happening extends Omit<HistoryEntry, 'at' | 'sentence'> {
  readonly why: Reason;
}

/** An event as it is stored: in words only where it has no code. */
export type StoredEvent = Omit<HistoryEntry, 'sentence'> & { readonly sentence?: string };

/** Returns what an event says in English. */
export const sentenceOfEvent = ({ why, sentence }: StoredEvent): string =>
  why ? sentenceOf(why) : (sentence ?? '');

/** Returns an event as the admin API answers it. */
export const withSentence = (event: StoredEvent): HistoryEntry => ({
  ...event,
  sentence: sentenceOfEvent(event),
});

/**
 * The history with one more entry at its end. The same as the last time replaces it; of too many the first, which says
 * how it came, and the latest stay, and before others what moderators did.
 */
export const remember = (
  history: readonly StoredEvent[] | null,
  happening: Happening,
  at: string
): StoredEvent[] => {
  const before = history ?? [];
  const event: StoredEvent = { at, ...happening };
  const last = before.at(-1);
  const earlier = last && isSame(last, event) && before.length > 1 ? before.slice(0, -1) : before;
  const events = [...earlier, event];
  return events.length > MOST ? shortened(events) : events;
};

/** Returns whether a moderator ever did something with a linkback of this history. */
export const hasModerator = (history: readonly StoredEvent[] | null): boolean =>
  history?.some(({ by }) => by !== null) === true;

/** Without one event: the oldest that is no moderator's, else the oldest but the first. */
const shortened = (events: readonly StoredEvent[]): StoredEvent[] => {
  const [first, ...rest] = events;
  // Never the one that happened just now.
  const nobodys = rest.slice(0, -1).findIndex(({ by }) => by === null);
  rest.splice(Math.max(0, nobodys), 1);
  return first ? [first, ...rest] : [];
};

const isSame = (a: StoredEvent, b: StoredEvent): boolean =>
  a.event === b.event &&
  a.protocol === b.protocol &&
  a.by === b.by &&
  sentenceOfEvent(a) === sentenceOfEvent(b);
