import type { Core } from '@strapi/strapi';
import { PING_UID } from '../constants';
import type { ListPingsQuery, ListPingsResponse } from '../contracts/pings';
import { said, storedReason } from '../core/reasons';
import type { PingRow } from './outbound/rows';

/** Reasons that are told. */
const MOST = 5;
/** Pings that are counted, the latest: to group all of very many takes long. */
const MOST_COUNTED = 500;
/** Reasons that are looked at: each page has its own, as it names the page. */
const LOOKED_AT = 200;

/** Why pings wait for our own pages, whichever these are: the commonest reasons first. */
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
  const latest = strapi.db
    .getConnection(tableName)
    .where(where)
    .orderBy('updated_at', 'desc')
    .limit(MOST_COUNTED)
    .select('id', 'reason');
  const found: { reason: string | null; count: string | number; example: number }[] =
    await strapi.db.connection
      .queryBuilder()
      .from(latest.as('latest'))
      .select('reason')
      .count({ count: 'id' })
      .max({ example: 'id' })
      .groupBy('reason')
      .orderBy('count', 'desc')
      .limit(LOOKED_AT);
  if (found.length === 0) return [];
  // Databases group by no JSON: one ping of each group tells the code.
  const examples: Pick<PingRow, 'id' | 'why'>[] = await strapi.db.query(PING_UID).findMany({
    where: { id: { $in: found.map(({ example }) => example) } },
    select: ['id', 'why'],
  });
  const whyOf = new Map(examples.map(({ id, why }) => [id, why]));
  const groups = new Map<string, ListPingsResponse['waiting'][number]>();
  for (const { reason, count, example } of found) {
    const what = withoutPage({ reason, why: whyOf.get(Number(example)) ?? null });
    const key = what.reason ?? '';
    groups.set(key, { ...what, count: Number(count) + (groups.get(key)?.count ?? 0) });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count).slice(0, MOST);
};

type Waiting = Pick<ListPingsResponse['waiting'][number], 'reason' | 'why'>;

/** What is missing, without the page where it is. */
const withoutPage = (waiting: Waiting): Waiting => {
  const known = storedReason(waiting);
  return known?.code === 'ping.waiting' ? said(known.values.why) : waiting;
};
