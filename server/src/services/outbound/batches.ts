/** Rows of one statement: SQLite limits the number of its variables. */
const BATCH = 100;

/** In portions that one statement takes. */
export const inBatches = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / BATCH) }, (_, index) =>
    items.slice(index * BATCH, (index + 1) * BATCH)
  );
