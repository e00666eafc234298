import type { LinkbackActionResult } from '../../../../server/src/contracts';

export interface Summary {
  done: number;
  failed: number;
  /** Why the first that failed did. */
  reason: string;
}

/** What became of an action on many rows. */
export const summarise = (results: readonly { ok: boolean; error?: string }[]): Summary => {
  const failed = results.filter(({ ok }) => !ok);
  return { done: results.length - failed.length, failed: failed.length, reason: failed[0]?.error ?? '' };
};

/** How many changed meanwhile, so that they were left as they are. */
export const staleOf = (results: readonly LinkbackActionResult[]): number =>
  results.filter(({ outcome }) => outcome === 'stale').length;
