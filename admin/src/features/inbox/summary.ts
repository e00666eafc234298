import type { ActionsResponse } from '../../../../server/src/contracts';

export interface Summary {
  done: number;
  failed: number;
  /** Why the first that failed did. */
  reason: string;
}

/** What became of an action on many linkbacks. */
export const summarise = ({ results }: ActionsResponse): Summary => {
  const failed = results.filter(({ ok }) => !ok);
  return { done: results.length - failed.length, failed: failed.length, reason: failed[0]?.error ?? '' };
};
