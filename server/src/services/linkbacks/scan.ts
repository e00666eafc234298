import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { LINKBACK_TABLE } from '../../constants';
import type { ListLinkbacksQuery } from '../../contracts/linkbacks';
import { LINKBACK_STATUSES, type LinkbackStatus } from '../../core/types';
import { endOf } from './query';
import { windowsOf, type WindowRow } from './windows';

/** Linkbacks of one status that are looked through, the newest first. */
export const MOST_SCANNED = 20_000;
/** The same where all statuses are listed at once. */
const MOST_OF_EACH = 5_000;
/** Rows that are looked at in one turn of the event loop: of the widest, these take SQLite a few milliseconds. */
const WINDOW = 200;
/** Updates of approved linkbacks that are looked through. */
const MOST_PROPOSED = 5_000;

/** A linkback that was found, with what it is sorted by. */
export interface Found {
  readonly id: number;
  readonly receivedAt: number;
  readonly source: string;
}

export interface Scanned {
  readonly found: Readonly<Record<LinkbackStatus, readonly Found[]>>;
  /** Approved ones with an update that waits; they are among the approved too, unless those are too many. */
  readonly proposed: readonly Found[];
  /** How many of a status were looked through at most, the newest; null: all were. */
  readonly onlyNewest: number | null;
}

type Row = WindowRow & { readonly source?: string };

/**
 * Looks through linkbacks for what no index finds, some at a time with a turn of the event loop after each, so that
 * nothing else has to wait for it on SQLite; the newest of each status only.
 */
export const scanLinkbacks = async (strapi: Core.Strapi, query: ListLinkbacksQuery): Promise<Scanned> => {
  const most = query.status ? MOST_SCANNED : MOST_OF_EACH;
  const columns = query.sort?.startsWith('source') === true ? ['source'] : [];
  const condition = conditionOf(strapi, query);
  const table = (): Knex.QueryBuilder => strapi.db.getConnection(LINKBACK_TABLE);
  let isLimited = false;

  /** Those of a window that fit, newest first. By their ids: databases would work out the condition for all that they sort. */
  const fitting = async (ids: readonly number[]): Promise<Found[]> => {
    const rows = table().whereIn('id', ids);
    byIndex(rows, query);
    if (condition) void rows.whereRaw(condition.sql, condition.bindings);
    const fit: Row[] = await rows.select('id', 'received_at', ...columns);
    return fit.map(toFound).sort((a, b) => b.receivedAt - a.receivedAt || b.id - a.id);
  };

  const scan = async (status: LinkbackStatus): Promise<Found[]> => {
    const found: Found[] = [];
    let seen = 0;
    const where = (rows: Knex.QueryBuilder): void => byIndex(rows.where({ status }), query);
    for await (const rows of windowsOf(strapi, { where, order: 'desc', size: WINDOW })) {
      if (seen >= most) {
        isLimited = true;
        break;
      }
      seen += rows.length;
      found.push(...(await fitting(idsOf(rows))));
    }
    return found;
  };

  const scanProposed = async (): Promise<Found[]> => {
    const waiting: { id: number }[] = await table()
      .where({ status: 'approved' })
      .whereNotNull('proposed_at')
      .orderBy('proposed_at', 'desc')
      .limit(MOST_PROPOSED)
      .select('id');
    const found: Found[] = [];
    for (let at = 0; at < waiting.length; at += WINDOW) {
      found.push(...(await fitting(idsOf(waiting.slice(at, at + WINDOW)))));
      await nextTurn();
    }
    return found;
  };

  const found = { pending: [], approved: [], spam: [], trash: [], gone: [] } as Record<
    LinkbackStatus,
    Found[]
  >;
  for (const status of LINKBACK_STATUSES) found[status] = await scan(status);
  const proposed = await scanProposed();
  return { found, proposed, onlyNewest: isLimited ? most : null };
};

const idsOf = (rows: readonly { readonly id: number }[]): number[] => rows.map(({ id }) => id);

const toFound = ({ id, received_at: at, source = '' }: Row): Found => ({
  id,
  receivedAt: new Date(at as string | number | Date).getTime(),
  source,
});

/** The filters that an index answers together with status and time. */
const byIndex = (rows: Knex.QueryBuilder, query: ListLinkbacksQuery): void => {
  if (query.documentId) void rows.where({ entry_document_id: query.documentId });
  if (query.documentId && query.contentType) void rows.where({ entry_uid: query.contentType });
  if (query.documentId && query.locale !== undefined) void rows.where({ entry_locale: query.locale });
  if (query.host && !query.documentId) void rows.where({ source_host: query.host });
  if (query.from) void rows.where('received_at', '>=', new Date(query.from));
  if (query.to) void rows.where('received_at', '<=', new Date(endOf(query.to)));
};

const SEARCHED = ['source', 'title', 'excerpt', 'site_name', 'author_name'];

/** What no index answers; null: nothing of that is asked for. */
const conditionOf = (
  strapi: Core.Strapi,
  query: ListLinkbacksQuery
): { sql: string; bindings: Knex.RawBinding[] } | null => {
  const equal: readonly (readonly [string, string | undefined])[] = [
    ['protocol', query.protocol],
    ['link_type', query.type],
    ['entry_uid', query.contentType],
    ['entry_locale', query.locale],
    ['source_host', query.host],
  ];
  const conditions = equal.flatMap(([column, value]) =>
    value === undefined ? [] : [{ sql: '?? = ?', bindings: [column, value] }]
  );
  if (query.q) {
    const like = strapi.db.dialect.client === 'postgres' ? 'ilike' : 'like';
    const pattern = `%${query.q.replace(/[!%_]/g, '!$&')}%`;
    conditions.push({
      sql: `(${SEARCHED.map(() => `?? ${like} ? escape '!'`).join(' or ')})`,
      bindings: SEARCHED.flatMap((column) => [column, pattern]),
    });
  }
  if (conditions.length === 0) return null;
  return {
    sql: conditions.map(({ sql }) => sql).join(' and '),
    bindings: conditions.flatMap(({ bindings }) => bindings),
  };
};
