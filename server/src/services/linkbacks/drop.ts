import type { Core } from '@strapi/strapi';
import { patiently } from '../../adapters/deadlock';
import { LINKBACK_TABLE, LINKBACK_UID } from '../../constants';
import { DROPPABLE_COLUMNS, type Droppable } from './expendable';
import { createSenders } from './senders';

/**
 * Deletes linkbacks that nobody decided about. They leave no trace: the same ping may come again. What is no longer what it
 * should be once nobody else changes it stays.
 *
 * @returns resolves to how many there were
 */
export type Drop = (ids: readonly number[], isStill: (now: Droppable) => boolean) => Promise<number>;

export const createDrop = ({ strapi }: { strapi: Core.Strapi }): Drop => {
  const senders = createSenders({ strapi });
  const rows = () => strapi.db.query(LINKBACK_UID);

  const drop: Drop = async (ids, isStill) =>
    await strapi.db.transaction(async ({ trx }) => {
      const table = strapi.db.getConnection(LINKBACK_TABLE);
      await table.whereIn('id', ids).orderBy('id').forUpdate().select('id').transacting(trx);
      const held: Droppable[] = await rows().findMany({
        select: DROPPABLE_COLUMNS,
        where: { id: { $in: [...ids] } },
      });
      const dropped = held.filter(isStill).map(({ id }) => id);
      if (dropped.length === 0) return 0;
      await rows().deleteMany({ where: { id: { $in: dropped } } });
      await senders.forget(dropped);
      return dropped.length;
    });

  return async (ids, isStill) => (ids.length === 0 ? 0 : patiently(() => drop(ids, isStill)));
};
