import type { Patch } from './change';
import { toPublicLinkback, type LinkbackRow } from './rows';

/** Returns whether a change shows visitors anything that they do not see now: a linkback, or other words of one. */
export const publishes = (before: LinkbackRow, patch: Patch): boolean => {
  const after = { ...before, ...patch };
  if (after.status !== 'approved') return false;
  return before.status !== 'approved' || !looksAlike(before, after);
};

/** Returns whether visitors see the same of both. */
export const looksAlike = (one: LinkbackRow, other: LinkbackRow): boolean =>
  JSON.stringify(toPublicLinkback(one)) === JSON.stringify(toPublicLinkback(other));
