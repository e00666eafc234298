import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { entryColumns, entryRefOf } from '../adapters/keys';
import type { JobPayload } from '../adapters/jobs';
import { PING_UID } from '../constants';
import {
  PING_GROUPS,
  type ListPingsQuery,
  type ListPingsResponse,
  type Ping,
  type PingAction,
} from '../contracts/pings';
import type { ActionResult } from '../contracts/linkbacks';
import { said, storedReason, type Reason } from '../core/reasons';
import { PING_STATUSES, type PingStatus } from '../core/types';
import { getLinkbacks, getService } from '../get-service';
import { resultOf } from './action-result';
import { readEntryLabels, type EntryLabel } from './entry-labels';
import { OPEN_STATUSES, openState, type PingColumns, type PingRow } from './outbound/rows';
import { waitingReasons } from './waiting-reasons';
import type { PingsService } from './types';

const PAGE_SIZE = 20;
const CHANGED: Reason = { code: 'action.changed' };

export const createPings = ({ strapi }: { strapi: Core.Strapi }): PingsService => {
  const { entries, queue } = getLinkbacks(strapi);
  const rows = () => strapi.db.query(PING_UID);

  const countsOf = async (where: Record<string, unknown>): Promise<ListPingsResponse['counts']> => {
    const query: Knex.QueryBuilder = strapi.db
      .queryBuilder(PING_UID)
      .where(where)
      .select(['status'])
      .getKnexQuery();
    const found: { status: string; count: string | number }[] = await query
      .count({ count: '*' })
      .groupBy('status');
    const counts = new Map(found.map(({ status, count }) => [status, Number(count)]));
    return Object.fromEntries(
      PING_STATUSES.map((status) => [status, counts.get(status) ?? 0])
    ) as ListPingsResponse['counts'];
  };

  /** First by the index alone: a database that sorts takes along all that is read. */
  const pageOf = async (
    where: Record<string, unknown>,
    page: { limit: number; offset: number }
  ): Promise<PingRow[]> => {
    const orderBy = { id: 'desc' } as const;
    const ids: { id: number }[] = await rows().findMany({ select: ['id'], where, orderBy, ...page });
    if (ids.length === 0) return [];
    return rows().findMany({ where: { id: { $in: ids.map(({ id }) => id) } }, orderBy });
  };

  /** Changes a ping that is still as it was read; else says that it is not. */
  const change = async (row: PingRow, data: PingColumns): Promise<Reason | null> => {
    const { count } = await rows().updateMany({ where: { id: row.id, status: row.status }, data });
    return count === 1 ? null : CHANGED;
  };

  /** Null when the action is taken, else why not. */
  const apply: Record<PingAction, (row: PingRow) => Promise<Reason | null>> = {
    async retry(row) {
      const block = await getService(strapi, 'environment').blocked();
      if (block) return block.why;
      if (OPEN_STATUSES.includes(row.status)) return { code: 'action.under-way' };
      if (row.status === 'sent') return { code: 'action.delivered' };
      if (row.cause === 'rule') return storedReason(row);
      const liveCheck = entries.typeOf(row.entryUid)?.liveCheck ?? true;
      const { purpose, source, pairKey, targetHost: host } = row;
      const state = openState({ purpose, source, liveCheck, asked: true, now: new Date() });
      const job: JobPayload = liveCheck
        ? { kind: 'live', ref: entryRefOf(row) }
        : { kind: 'ping', pairKey, host };
      return strapi.db.transaction(async ({ trx }) => {
        const refused = await change(row, state);
        if (refused === null) await queue.add([job], { trx });
        return refused;
      });
    },
    async cancel(row) {
      if (row.status !== 'waiting' && row.status !== 'queued') return { code: 'action.not-waiting' };
      const end = said({ code: 'ping.cancelled' });
      return change(row, { status: 'cancelled', cause: 'person', ...end, nextAttemptAt: null });
    },
    async forget(row) {
      if (row.status === 'sending') return { code: 'action.being-sent' };
      const { count } = await rows().deleteMany({ where: { id: row.id, status: row.status } });
      if (count !== 1) return CHANGED;
      // Also one that stood in the entry before the plugin came counts as new.
      await getService(strapi, 'first-run').forgetKnown(entryRefOf(row), [row.pairKey]);
      return null;
    },
  };

  return {
    async list(query) {
      const page = query.page ?? 1;
      const pageSize = query.pageSize ?? PAGE_SIZE;
      const statuses = statusesOf(query);
      const where = whereOf(query);
      const offset = (page - 1) * pageSize;
      // One after the other, each in a turn of its own: SQLite does nothing else meanwhile.
      const counts = await countsOf(filtersOf(query));
      const total = statuses.reduce((sum, status) => sum + counts[status], 0);
      await nextTurn();
      const found = offset < total ? await pageOf(where, { limit: pageSize, offset }) : [];
      await nextTurn();
      const waiting = await waitingReasons(strapi, query);
      await nextTurn();
      const labelOf = await readEntryLabels(strapi, found.map(entryRefOf));
      const pageCount = Math.ceil(total / pageSize);
      return {
        results: found.map((row: PingRow) => toPing(row, labelOf(entryRefOf(row)))),
        pagination: { page, pageSize, pageCount, total },
        counts,
        waiting,
      };
    },

    async act(action, ids) {
      const results: ActionResult[] = [];
      for (const id of ids) {
        const row: PingRow | null = await rows().findOne({ where: { documentId: id } });
        const refused: Reason | null = row ? await apply[action](row) : { code: 'action.no-ping' };
        results.push(resultOf(id, refused));
      }
      getService(strapi, 'worker').wake();
      return { results };
    },

    async counts(ref) {
      const count = (status: unknown) => rows().count({ where: { ...entryColumns(ref), status } });
      const [sent, failed, open] = await Promise.all([
        count('sent'),
        count('failed'),
        count({ $in: OPEN_STATUSES }),
      ]);
      return { sent, failed, open };
    },

    async send(ref) {
      await queue.add([{ kind: 'plan', ref, action: 'send' }]);
      getService(strapi, 'worker').wake();
    },
  };
};

/** The states that are asked for. */
const statusesOf = (query: ListPingsQuery): PingStatus[] => {
  const wanted: readonly PingStatus[] = query.group ? PING_GROUPS[query.group] : PING_STATUSES;
  return wanted.filter((status) => !query.status || status === query.status);
};

const whereOf = (query: ListPingsQuery): Record<string, unknown> => ({
  ...filtersOf(query),
  ...(query.status || query.group ? { status: { $in: statusesOf(query) } } : {}),
});

const filtersOf = (query: ListPingsQuery): Record<string, unknown> => ({
  ...(query.host ? { targetHost: query.host } : {}),
  ...(query.contentType ? { entryUid: query.contentType } : {}),
  ...(query.documentId ? { entryDocumentId: query.documentId } : {}),
  ...(query.locale !== undefined ? { entryLocale: query.locale } : {}),
});

const toPing = (row: PingRow, label: EntryLabel): Ping => ({
  id: row.documentId,
  status: row.status,
  reason: row.reason,
  why: row.why ?? null,
  protocol: row.protocol,
  purpose: row.purpose,
  source: row.source,
  target: row.target,
  endpoint: row.endpoint,
  attempts: row.attempts,
  nextAttempt: row.nextAttemptAt,
  lastAttempt: row.lastAttemptAt,
  answer: row.answer,
  statusUrl: row.statusUrl,
  created: row.createdAt,
  entry: { ...entryRefOf(row), ...label },
});
