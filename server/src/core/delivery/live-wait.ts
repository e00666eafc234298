/** Seconds after which a page of ours that never showed the link is given up (48 hours). */
export const LIVE_WAIT_LIMIT = 48 * 3_600;

/**
 * How long to wait before our own page is looked at again: often while a build or a cache may finish any
 * moment, rarely later. `elapsed` and the answer are seconds; null: given up.
 */
export const nextLook = (elapsed: number): number | null => {
  if (elapsed >= LIVE_WAIT_LIMIT) return null;
  if (elapsed < 10) return 2;
  if (elapsed < 60) return 5;
  if (elapsed < 600) return 30;
  if (elapsed < 3_600) return 120;
  return elapsed < 6 * 3_600 ? 600 : 1_800;
};
