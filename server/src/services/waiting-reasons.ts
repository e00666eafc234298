import type { Core } from '@strapi/strapi';
import { PING_UID } from '../constants';
import type { ListPingsQuery, ListPingsResponse } from '../contracts/pings';
import type { PingRow } from './outbound/rows';

const MOST = 5;

/** Why pings wait for our own page: the commonest reasons first. */
export const waitingReasons = async (
  strapi: Core.Strapi,
  { host, contentType, documentId, locale }: ListPingsQuery
): Promise<ListPingsResponse['waiting']> => {
  const where = {
    status: 'waiting',
    ...(host ? { target_host: host } : {}),
    ...(contentType ? { entry_uid: contentType } : {}),
    ...(documentId ? { entry_document_id: documentId } : {}),
    ...(locale !== undefined ? { entry_locale: locale } : {}),
  };
  const { tableName } = strapi.db.metadata.get(PING_UID);
  const found: { reason: string | null; count: string | number; example: number }[] = await strapi.db
    .getConnection(tableName)
    .select('reason')
    .count({ count: 'id' })
    .max({ example: 'id' })
    .where(where)
    .groupBy('reason')
    .orderBy('count', 'desc')
    .limit(MOST);
  if (found.length === 0) return [];
  // Databases group by no JSON: one ping of each group tells the code.
  const examples: Pick<PingRow, 'id' | 'why'>[] = await strapi.db.query(PING_UID).findMany({
    where: { id: { $in: found.map(({ example }) => example) } },
    select: ['id', 'why'],
  });
  const whyOf = new Map(examples.map(({ id, why }) => [id, why]));
  return found.map(({ reason, count, example }) => ({
    reason,
    why: whyOf.get(Number(example)) ?? null,
    count: Number(count),
  }));
};
