import { setImmediate as nextTurn } from 'node:timers/promises';

/** Rows of one statement: SQLite limits the number of its variables. */
const BATCH = 100;

/** In portions that one statement takes. */
const inBatches = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / BATCH) }, (_, index) =>
    items.slice(index * BATCH, (index + 1) * BATCH)
  );

/**
 * Does something with portions, one after the other. SQLite answers at once: without a turn of the event loop in between,
 * thousands of rows would hold up everything else.
 */
export const forBatches = async <T>(
  items: readonly T[],
  work: (batch: readonly T[]) => Promise<unknown>
): Promise<void> => {
  for (const [index, batch] of inBatches(items).entries()) {
    if (index > 0) await nextTurn();
    await work(batch);
  }
};
