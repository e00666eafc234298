import type { HistoryEntry } from '../../contracts/linkbacks';
import { sentenceOf, type Reason } from '../../core/reasons';

/** What is kept of one linkback: whoever pings a thousand times fills no table. */
const MOST = 40;

/** What happened; time and words are added when it is written down. */
export interface Happening extends Omit<HistoryEntry, 'at' | 'sentence'> {
  readonly why: Reason;
}

/**
 * The history with one more entry at its end. The same as the last time replaces it; of too many the first, which says
 * how it came, and the latest stay.
 */
export const remember = (
  history: readonly HistoryEntry[] | null,
  happening: Happening,
  at: string
): HistoryEntry[] => {
  const before = history ?? [];
  const entry: HistoryEntry = { at, ...happening, sentence: sentenceOf(happening.why) };
  const last = before.at(-1);
  const earlier = last && isSame(last, entry) && before.length > 1 ? before.slice(0, -1) : before;
  const entries = [...earlier, entry];
  return entries.length > MOST ? [...entries.slice(0, 1), ...entries.slice(1 - MOST)] : entries;
};

const isSame = (a: HistoryEntry, b: HistoryEntry): boolean =>
  a.event === b.event && a.protocol === b.protocol && a.by === b.by && a.sentence === b.sentence;
