import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { EVENTS, LINKBACK_TABLE, LINKBACK_UID } from '../../constants';
import { isHostOrBelow } from '../../core/url/host';
import { getLinkbacks, getService } from '../../get-service';
import { emitLinkback } from './events';
import type { Where } from './query';
import type { LinkbackRow } from './rows';
import { createSenders } from './senders';
import { createTombstones } from './tombstones';
import { tracesOf } from './traces';

/** Deletes linkbacks for good; the traces that they leave keep the same pings from coming back. */
export interface Erase {
  /**
   * Erases those of the rows that still are what they should be once nobody else changes them: what somebody brought back
   * since they were read stays.
   *
   * @returns what was erased
   */
  rows(found: readonly LinkbackRow[], isStill: (now: LinkbackRow) => boolean): Promise<LinkbackRow[]>;
  /** Erases everything that came from a host or one below it, whatever the port; gives how many there were. */
  host(host: string): Promise<number>;
}

/** Rows that are erased in one transaction. */
const BATCH = 100;

export const createErase = ({ strapi }: { strapi: Core.Strapi }): Erase => {
  const { sharedHosts } = getLinkbacks(strapi).config.spam;
  const tombstones = createTombstones({ strapi });
  const senders = createSenders({ strapi });
  const rows = () => strapi.db.query(LINKBACK_UID);

  /** As they are now; nobody changes them before the open transaction ends. */
  const held = async (found: readonly LinkbackRow[], trx: Knex.Transaction): Promise<LinkbackRow[]> => {
    const ids = found.map(({ id }) => id);
    const table = strapi.db.getConnection(LINKBACK_TABLE);
    await table.whereIn('id', ids).orderBy('id').forUpdate().select('id').transacting(trx);
    return rows().findMany({ where: { id: { $in: ids } }, orderBy: { id: 'asc' } });
  };

  /** The traces and the rows' end belong together: one transaction. */
  const erase: Erase['rows'] = async (found, isStill) => {
    const notices = getService(strapi, 'notices');
    const erased = await strapi.db.transaction(async ({ trx }) => {
      const those = (await held(found, trx)).filter(isStill);
      for (const row of those) await notices.leave(row.status === 'approved' ? [EVENTS.removed] : [], row);
      for (const row of those) await tombstones.leave(tracesOf(row, sharedHosts));
      await rows().deleteMany({ where: { id: { $in: those.map(({ id }) => id) } } });
      await senders.forget(those.map(({ id }) => id));
      return those;
    });
    for (const row of erased) if (row.status === 'approved') emitLinkback(strapi, EVENTS.removed, row);
    return erased;
  };

  async function* inBatches(where: Where): AsyncGenerator<LinkbackRow[]> {
    for (let after = 0; ;) {
      const found: LinkbackRow[] = await rows().findMany({
        where: { $and: [where, { id: { $gt: after } }] },
        orderBy: { id: 'asc' },
        limit: BATCH,
      });
      const last = found.at(-1);
      if (!last) return;
      after = last.id;
      yield found;
    }
  }

  return {
    rows: erase,

    async host(host) {
      // LIKE knows wildcards that may stand in a name: what it finds is looked at once more.
      const likely = [{ $eq: host }, { $startsWith: `${host}:` }, { $contains: `.${host}` }];
      const where = { $or: likely.map((sourceHost) => ({ sourceHost })) };
      let count = 0;
      for await (const batch of inBatches(where)) {
        const those = batch.filter(({ sourceHost }) => isHostOrBelow(sourceHost, host));
        if (those.length > 0) count += (await erase(those, () => true)).length;
      }
      return count;
    },
  };
};
