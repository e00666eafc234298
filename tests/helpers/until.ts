import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks `probe` again and again until it gives something other than null, undefined or false. Throws after
 * `timeout` ms with `what` and the last answer: for what happens in the background, never for speed.
 */
export const until = async <T>(
  what: string,
  probe: () => Promise<T> | T,
  { timeout = 120_000, every = 50 }: { timeout?: number; every?: number } = {}
): Promise<NonNullable<Exclude<T, false>>> => {
  const end = Date.now() + timeout;
  for (;;) {
    const answer = await probe();
    if (answer !== null && answer !== undefined && answer !== false)
      return answer as NonNullable<Exclude<T, false>>;
    if (Date.now() > end) throw new Error(`Waited ${timeout} ms in vain: ${what}`);
    await sleep(every);
  }
};
