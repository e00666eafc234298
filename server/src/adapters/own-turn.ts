const waiting: (() => void)[] = [];

const letOneGo = (): void => {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(letOneGo);
};

/**
 * Waits for a turn of the event loop of its own: no two callers get the same one. `setImmediate` alone gives all that wait for it the
 * same turn, and SQLite answers at once: a hundred pings that came together would be one block.
 */
export const ownTurn = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(letOneGo);
  });
