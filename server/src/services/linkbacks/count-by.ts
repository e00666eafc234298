import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { LINKBACK_UID } from '../../constants';
import type { Where } from './query';
import type { Counts } from './tally';

/** How many linkbacks there are of each status, or of each protocol: one look instead of one for each. */
export const countBy = async (
  strapi: Core.Strapi,
  column: 'status' | 'protocol',
  where: Where
): Promise<Counts> => {
  const query: Knex.QueryBuilder = strapi.db
    .queryBuilder(LINKBACK_UID)
    .where(where)
    .select([column])
    .getKnexQuery();
  const rows: Record<string, unknown>[] = await query.count({ count: '*' }).groupBy(column);
  return Object.fromEntries(rows.map((row) => [String(row[column]), Number(row['count'])]));
};
