import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import { patiently } from './deadlock';

/** Rows of one DELETE. */
const MOST = 500;

/**
 * Deletes rows some at a time, with a turn of the event loop after each: one DELETE of many would hold up everything else on
 * SQLite.
 *
 * @param table a new query of the table
 * @param which the condition; an index must answer it
 * @param signal ends it between two deletes
 */
export const deleteInTurns = async (
  table: () => Knex.QueryBuilder,
  which: (rows: Knex.QueryBuilder) => void,
  signal?: AbortSignal
): Promise<void> => {
  while (!signal?.aborted) {
    const rows = table();
    which(rows);
    const found: { id: number }[] = await rows.select('id').limit(MOST);
    const ids = found.map(({ id }) => id);
    if (ids.length > 0) await patiently(() => table().whereIn('id', ids).del());
    if (ids.length < MOST) return;
    await nextTurn();
  }
};
