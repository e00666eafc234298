import type { Core } from '@strapi/strapi';
import { PING_UID } from '../constants';
import type { ListPingsQuery, ListPingsResponse } from '../contracts/pings';

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
  const found: { reason: string | null; count: string | number }[] = await strapi.db
    .getConnection(tableName)
    .select('reason')
    .count({ count: 'id' })
    .where(where)
    .groupBy('reason')
    .orderBy('count', 'desc')
    .limit(MOST);
  return found.map(({ reason, count }) => ({ reason, count: Number(count) }));
};
