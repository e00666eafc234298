import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { LINKBACK_TABLE, LINKBACK_UID } from '../../constants';
import type { EntryRef, LinkbackType } from '../../core/types';
import { orderOf } from './query';
import { SHOWN_COLUMNS, type LinkbackRow } from './rows';

/** Approved linkbacks of an entry that public pages reach, from the first in their order on. */
export const MOST_PAGED = 5_000;

export interface PageQuery {
  /** Distinct entries, whose linkbacks are given together. */
  readonly refs: readonly EntryRef[];
  /** null: all of them. Of one entry the first {@link MOST_PAGED} are looked through for others. */
  readonly types: readonly LinkbackType[] | null;
  readonly oldestFirst: boolean;
  /** `offset + limit` is {@link MOST_PAGED} at most. */
  readonly offset: number;
  readonly limit: number;
}

type Place = { readonly id: number; readonly received_at: unknown };

/**
 * Reads a page of the approved linkbacks of entries, by the index alone until it is known which rows they are. What it costs
 * does not grow with what is stored.
 */
export const readApprovedPage = async (strapi: Core.Strapi, query: PageQuery): Promise<LinkbackRow[]> => {
  const { refs, oldestFirst, offset, limit } = query;
  const places: Place[] = [];
  for (const ref of refs) places.push(...(await placesOf(strapi, ref, query)));
  const sign = oldestFirst ? 1 : -1;
  const ids = places
    .sort((a, b) => sign * (timeOf(a) - timeOf(b) || a.id - b.id))
    .slice(offset, offset + limit)
    .map(({ id }) => id);
  if (ids.length === 0) return [];
  return strapi.db.query(LINKBACK_UID).findMany({
    select: SHOWN_COLUMNS,
    where: { id: { $in: ids }, status: 'approved' },
    orderBy: orderOf(oldestFirst ? 'received:asc' : 'received:desc'),
  });
};

/** The first linkbacks of one entry, as many as the page may have of it. */
const placesOf = (
  strapi: Core.Strapi,
  ref: EntryRef,
  { types, oldestFirst, offset, limit }: PageQuery
): Promise<Place[]> => {
  const order = oldestFirst ? 'asc' : 'desc';
  const inOrder = (rows: Knex.QueryBuilder): Knex.QueryBuilder =>
    rows.orderBy([
      { column: 'received_at', order },
      { column: 'id', order },
    ]);
  const first: Knex.QueryBuilder = inOrder(
    strapi.db
      .getConnection(LINKBACK_TABLE)
      .where({
        entry_document_id: ref.documentId,
        entry_uid: ref.uid,
        entry_locale: ref.locale,
        status: 'approved',
      })
      .select('id', 'received_at', 'link_type')
  );
  if (types === null) return first.limit(offset + limit);
  const looked = first.limit(MOST_PAGED).as('looked');
  return inOrder(
    strapi.db.connection.queryBuilder().from(looked).whereIn('link_type', types).select('id', 'received_at')
  ).limit(offset + limit);
};

const timeOf = ({ received_at: at }: Place): number => new Date(at as string | number | Date).getTime();
