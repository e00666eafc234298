/**
 * The longest turn of the event loop while `work` is done, in milliseconds: of its time and its CPU time the smaller one, so
 * that neither a busy machine nor threads beside the loop count.
 */
export const longestTurn = async (work: () => Promise<unknown>): Promise<number> => {
  let longest = 0;
  let isOver = false;
  await new Promise((resolve) => setImmediate(resolve));
  let cpu = process.cpuUsage();
  let at = performance.now();
  const tick = (): void => {
    const used = process.cpuUsage(cpu);
    const now = performance.now();
    longest = Math.max(longest, Math.min((used.user + used.system) / 1000, now - at));
    cpu = process.cpuUsage();
    at = now;
    if (!isOver) setTimeout(tick, 1);
  };
  setTimeout(tick, 1);
  await work();
  await new Promise((resolve) => setImmediate(resolve));
  isOver = true;
  return longest;
};

/** How often work is repeated that held up the loop: what it does itself it does each time, unlike a collection of garbage. */
const RUNS = 4;

/** The same for work that can be repeated: the shortest of a few runs, as many as it takes to be below `enough`. */
export const usualTurn = async (work: () => Promise<unknown>, enough: number): Promise<number> => {
  let shortest = Infinity;
  for (let run = 0; run < RUNS && shortest >= enough; run += 1)
    shortest = Math.min(shortest, await longestTurn(work));
  return shortest;
};
