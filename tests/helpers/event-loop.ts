/**
 * The longest turn of the event loop while `work` is done, in milliseconds: of its time and its CPU time the smaller one, so
 * that neither a busy machine nor threads beside the loop count.
 */
export const longestTurn = async (work: () => Promise<unknown>): Promise<number> => {
  let longest = 0;
  let isOver = false;
  let cpu = process.cpuUsage();
  let at = performance.now();
  const tick = (): void => {
    const used = process.cpuUsage(cpu);
    const now = performance.now();
    longest = Math.max(longest, Math.min((used.user + used.system) / 1000, now - at));
    cpu = process.cpuUsage();
    at = now;
    if (!isOver) setImmediate(tick);
  };
  await new Promise((resolve) => setImmediate(resolve));
  cpu = process.cpuUsage();
  at = performance.now();
  setImmediate(tick);
  await work();
  await new Promise((resolve) => setImmediate(resolve));
  isOver = true;
  return longest;
};
