import type { LinkbackStatus } from '../../core/types';

const DAY = 86_400_000;

/**
 * Days between two checks of a source: as many as the linkback is old, times `pace`. What nobody sees, because it is
 * pending or gone, is checked more rarely.
 */
const SHOWN = { pace: 1, shortest: 1, longest: 60 };
const HIDDEN = { pace: 2, shortest: 7, longest: 180 };
/** Days until the next look after one, two and more failures in a row. */
const AFTER_FAILURES = [1, 2, 3];
/** Failures in a row after which a linkback is gone (Webmention §3.2.4 leaves the number to the receiver). */
export const MOST_FAILURES = 3;
/** Part of the time by which a look comes earlier or later, so that what came together is not looked at together. */
const JITTER = 0.2;

/** A moment, and a chance from 0 to 1. */
interface Moment {
  readonly now: number;
  readonly random: number;
}

/**
 * Returns when the source of a linkback is checked next (ISO 8601); null for spam and trash, which are not checked.
 *
 * @param o.status of the linkback from now on
 */
export const nextLook = (
  o: { readonly status: LinkbackStatus; readonly receivedAt: string } & Moment
): string | null => {
  if (isAway(o.status)) return null;
  const { pace, shortest, longest } = o.status === 'approved' ? SHOWN : HIDDEN;
  const age = (o.now - Date.parse(o.receivedAt)) / DAY;
  return inDays(Math.min(longest, Math.max(shortest, pace * age)), o);
};

/** When a source is looked at next that did not link `failures` times in a row. */
export const nextLookAfter = (failures: number, o: Moment): string =>
  inDays(AFTER_FAILURES[failures - 1] ?? AFTER_FAILURES.at(-1) ?? SHOWN.shortest, o);

interface Scheduled {
  readonly status: LinkbackStatus;
  readonly receivedAt: string;
  readonly nextVerificationAt: string | null;
}

/**
 * Returns the columns that a change needs beside its own so that checks go on: what becomes spam or trash is checked no
 * more, and what comes to another status is checked as that status is, unless the change says when.
 */
export const scheduleOf = (
  before: Scheduled,
  patch: Partial<Scheduled>,
  moment: Moment
): { nextVerificationAt?: string | null } => {
  const after = { ...before, ...patch };
  if (isAway(after.status)) return after.nextVerificationAt === null ? {} : { nextVerificationAt: null };
  if (patch.nextVerificationAt || after.status === before.status) return {};
  return { nextVerificationAt: nextLook({ ...after, ...moment }) };
};

const isAway = (status: LinkbackStatus): boolean => status === 'spam' || status === 'trash';

const inDays = (days: number, { now, random }: Moment): string =>
  new Date(now + days * DAY * (1 - JITTER + 2 * JITTER * random)).toISOString();
