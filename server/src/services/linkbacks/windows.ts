import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { LINKBACK_TABLE } from '../../constants';

/** A row as the database gives it; times are in the database's own form. */
export interface WindowRow {
  readonly id: number;
  readonly received_at: unknown;
}

export interface Windows {
  /** The rows that are gone through: conditions that an index answers together with `received_at`. */
  readonly where: (rows: Knex.QueryBuilder) => void;
  /** Columns that are read beside `id` and `received_at`. */
  readonly columns?: readonly (string | Knex.Raw)[];
  readonly order: 'asc' | 'desc';
  /** Rows of one window. */
  readonly size: number;
  /** Ends it between two windows. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Goes through linkbacks in the order in which they were received, some at a time, with a turn of the event loop after
 * each: on SQLite nothing else happens while a statement runs. Rows may be deleted meanwhile.
 */
export async function* windowsOf<Row extends WindowRow>(
  strapi: Core.Strapi,
  { where, columns = [], order, size, signal }: Windows
): AsyncGenerator<Row[]> {
  const beyond = order === 'asc' ? '>' : '<';
  let last: WindowRow | undefined;
  while (!signal?.aborted) {
    const query: Knex.QueryBuilder = strapi.db.getConnection(LINKBACK_TABLE);
    where(query);
    if (last) {
      const { id, received_at: at } = last as { id: number; received_at: Knex.Value };
      // The first condition is the one that an index answers.
      void query.where('received_at', `${beyond}=`, at);
      void query.where((from) => void from.where('received_at', beyond, at).orWhere('id', beyond, id));
    }
    const rows: Row[] = await query
      .select('id', 'received_at', ...columns)
      .orderBy([
        { column: 'received_at', order },
        { column: 'id', order },
      ])
      .limit(size);
    last = rows.at(-1);
    if (!last) return;
    yield rows;
    if (rows.length < size) return;
    await nextTurn();
  }
}
