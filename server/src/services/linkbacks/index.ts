import type { Core } from '@strapi/strapi';
import { entryColumns, entryRefOf } from '../../adapters/keys';
import { EVENTS, LINKBACK_UID } from '../../constants';
import type { Linkback, LinkbackActionResult, LinkbackCounts } from '../../contracts/linkbacks';
import type { LinkbackStatus } from '../../core/types';
import { getLinkbacks, getService } from '../../get-service';
import { readEntryLabels } from '../entry-labels';
import { forgetNewEntries } from '../new-entry';
import { createAct } from './act';
import { countBy } from './count-by';
import { emitLinkback } from './events';
import { orderOf, PROPOSED, whereOf, withStatus, type Where } from './query';
import { toDetail, toLinkback, type LinkbackRow } from './rows';
import { createTally } from './tally';
import { createTombstones } from './tombstones';
import type { LinkbacksService } from './types';

const PAGE_SIZE = 20;
const NONE = { pending: 0, approved: 0, spam: 0, trash: 0, gone: 0, proposed: 0 };
const DAY = 86_400_000;
/** Rows that are erased in one transaction. */
const BATCH = 100;

export const createLinkbacks = ({ strapi }: { strapi: Core.Strapi }): LinkbacksService => {
  const { config } = getLinkbacks(strapi);
  const tombstones = createTombstones({ strapi });
  const rows = () => strapi.db.query(LINKBACK_UID);

  const count = (where: Where): Promise<number> => rows().count({ where });
  const proposals = (where: Where): Promise<number> => count({ $and: [where, PROPOSED] });

  const tally = createTally();

  /** Of each status, and the proposals among the approved. */
  const countsOf = async (where: Where): Promise<LinkbackCounts & { proposed: number }> => {
    const counts = await tally.get(JSON.stringify(where), async () => {
      const [byStatus, proposed] = await Promise.all([countBy(strapi, 'status', where), proposals(where)]);
      return { ...byStatus, proposed };
    });
    return { ...NONE, ...counts };
  };

  const withTitles = async (found: readonly LinkbackRow[]): Promise<Linkback[]> => {
    const labelOf = await readEntryLabels(strapi, found.map(entryRefOf));
    return found.map((row) => toLinkback(row, labelOf(entryRefOf(row))));
  };

  /** The traces and the rows' end belong together: one transaction. */
  const erase = async (erased: readonly LinkbackRow[]): Promise<void> => {
    const notices = getService(strapi, 'notices');
    await strapi.db.transaction(async () => {
      for (const row of erased) await notices.leave(row.status === 'approved' ? [EVENTS.removed] : [], row);
      for (const { pairKey, sourceKey } of erased) {
        for (const key of new Set([pairKey, sourceKey ?? pairKey])) await tombstones.leave(key);
      }
      await rows().deleteMany({ where: { id: { $in: erased.map(({ id }) => id) } } });
    });
  };

  /** Erases what lies there since before `before`; the traces keep the same pings from coming back. */
  const eraseOld = async (status: LinkbackStatus, before: Where): Promise<void> => {
    const where = { status, movedAt: before };
    const oldest = () => rows().findMany({ where, orderBy: { id: 'asc' }, limit: BATCH });
    for (let batch = await oldest(); batch.length > 0; batch = await oldest()) await erase(batch);
  };

  /** Everything that came from a host or one below it, whatever the port, in batches. */
  async function* rowsOfHost(host: string): AsyncGenerator<LinkbackRow[]> {
    // LIKE knows wildcards that may stand in a name: what it finds is looked at once more.
    const likely = [{ $eq: host }, { $startsWith: `${host}:` }, { $contains: `.${host}` }];
    const $or = likely.map((sourceHost) => ({ sourceHost }));
    for (let after = 0; ;) {
      const found: LinkbackRow[] = await rows().findMany({
        where: { $or, id: { $gt: after } },
        orderBy: { id: 'asc' },
        limit: BATCH,
      });
      const last = found.at(-1);
      if (!last) return;
      after = last.id;
      const batch = found.filter(({ sourceHost }) => isSameOrBelow(sourceHost, host));
      if (batch.length > 0) yield batch;
    }
  }

  const act = createAct({ strapi, erase });

  return {
    async list(query) {
      const { page = 1, pageSize = PAGE_SIZE, status } = query;
      const filters = whereOf(query);
      const { proposed, ...byStatus } = await countsOf(filters);
      const counts = { ...byStatus, pending: byStatus.pending + proposed };
      const found = await rows().findMany({
        where: status ? withStatus(filters, status, proposed > 0) : filters,
        orderBy: orderOf(query.sort),
        limit: pageSize,
        offset: (page - 1) * pageSize,
      });
      const total = status ? counts[status] : Object.values(byStatus).reduce((sum, each) => sum + each, 0);
      const pagination = { page, pageSize, pageCount: Math.ceil(total / pageSize), total };
      return { results: await withTitles(found), pagination, counts };
    },

    async findOne(id) {
      const row: LinkbackRow | null = await rows().findOne({ where: { documentId: id } });
      const [linkback] = row ? await withTitles([row]) : [];
      return row && linkback ? toDetail(row, linkback) : null;
    },

    async act({ action, ids, revisions = {} }, actor) {
      const results: LinkbackActionResult[] = [];
      for (const id of ids) results.push(await act(action, id, { actor, revision: revisions[id] }));
      tally.forget();
      return { results };
    },

    async counts(ref) {
      const of = entryColumns(ref);
      const [pending, proposed, approved] = await Promise.all([
        count({ ...of, status: 'pending' }),
        proposals(of),
        count({ ...of, status: 'approved' }),
      ]);
      return { pending: pending + proposed, approved };
    },

    async eraseHost(host) {
      let erased = 0;
      for await (const batch of rowsOfHost(host)) {
        await erase(batch);
        for (const row of batch) if (row.status === 'approved') emitLinkback(strapi, EVENTS.removed, row);
        erased += batch.length;
      }
      tally.forget();
      return erased;
    },

    async purge() {
      const { addresses, spam, trash } = config.receive.retention;
      const before = (days: number) => ({ $lt: new Date(Date.now() - days * DAY).toISOString() });
      const old = { address: { $notNull: true }, receivedAt: before(addresses) };
      await rows().updateMany({ where: old, data: { address: null } });
      await eraseOld('spam', before(spam));
      await eraseOld('trash', before(trash));
      await forgetNewEntries(strapi);
    },
  };
};

const isSameOrBelow = (sourceHost: string, host: string): boolean => {
  const name = sourceHost.replace(/:\d+$/, '');
  return name === host || name.endsWith(`.${host}`);
};
