import type { ActionsResponse, LinkbackActionResult, Reason } from '../../../../server/src/contracts';

export interface Summary {
  done: number;
  failed: number;
  /** Why the first that failed did; null when none did. */
  first: { reason: string; why: Reason } | null;
}

/** What became of an action on many rows. */
export const summarise = (
  results: readonly (ActionsResponse['results'][number] | LinkbackActionResult)[]
): Summary => {
  const failed = results.flatMap((result) => (result.ok ? [] : [{ reason: result.error, why: result.why }]));
  return { done: results.length - failed.length, failed: failed.length, first: failed[0] ?? null };
};

/** How many changed meanwhile, so that they were left as they are. */
export const staleOf = (results: readonly LinkbackActionResult[]): number =>
  results.filter(({ outcome }) => outcome === 'stale').length;
