import type { Core } from '@strapi/strapi';
import { entryColumns, entryRefOf } from '../../adapters/keys';
import { LINKBACK_UID } from '../../constants';
import type { Linkback, LinkbackActionResult, LinkbackCounts } from '../../contracts/linkbacks';
import { readEntryLabels } from '../entry-labels';
import { forgetNewEntries } from '../new-entry';
import { createAct } from './act';
import { countBy } from './count-by';
import { createErase } from './erase';
import { createRetention } from './retention';
import { createRoom } from './room';
import { createSearch } from './search';
import { isScanned, orderOf, PROPOSED, whereOf, withStatus, type Where } from './query';
import { LISTED_COLUMNS, toDetail, toLinkback, type LinkbackRow } from './rows';
import { createSenders, NO_SENDER } from './senders';
import { createTally } from './tally';
import type { LinkbacksService } from './types';

const PAGE_SIZE = 20;
const NONE = { pending: 0, approved: 0, spam: 0, trash: 0, gone: 0, proposed: 0 };

export const createLinkbacks = ({ strapi }: { strapi: Core.Strapi }): LinkbacksService => {
  const rows = () => strapi.db.query(LINKBACK_UID);

  const count = (where: Where): Promise<number> => rows().count({ where });
  const proposals = (where: Where): Promise<number> => count({ $and: [where, PROPOSED] });

  const tally = createTally();
  const senders = createSenders({ strapi });

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
    const sentBy = await senders.of(found.map(({ id }) => id));
    return found.map((row) => {
      const { address } = sentBy.get(row.id) ?? NO_SENDER;
      return toLinkback(row, { entry: labelOf(entryRefOf(row)), address });
    });
  };

  const search = createSearch({ strapi, withTitles });
  const erase = createErase({ strapi });
  const act = createAct({ strapi, erase: erase.rows });
  const retention = createRetention({ strapi, erase: erase.rows });
  const room = createRoom({ strapi });

  return {
    async list(query) {
      if (isScanned(query)) return search(query);
      const { page = 1, pageSize = PAGE_SIZE, status } = query;
      const filters = whereOf(query);
      const { proposed, ...byStatus } = await countsOf(filters);
      const counts = { ...byStatus, pending: byStatus.pending + proposed };
      const total = status ? counts[status] : Object.values(byStatus).reduce((sum, each) => sum + each, 0);
      const offset = (page - 1) * pageSize;
      // A count may be a few seconds old: the first page is always looked for.
      const isBeyond = page > 1 && offset >= total;
      const found = isBeyond
        ? []
        : await rows().findMany({
            select: LISTED_COLUMNS,
            where: status ? withStatus(filters, status, proposed > 0) : filters,
            orderBy: orderOf(query.sort),
            limit: pageSize,
            offset,
          });
      const pagination = { page, pageSize, pageCount: Math.ceil(total / pageSize), total };
      return { results: await withTitles(found), pagination, counts, onlyNewest: null };
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
      const erased = await erase.host(host);
      tally.forget();
      return erased;
    },

    async purge(signal) {
      await retention.purge(signal);
      await forgetNewEntries(strapi);
    },

    makeRoom: (crowds, signal) => room.make(crowds, signal),
  };
};
