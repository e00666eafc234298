import type { Core } from '@strapi/strapi';
import { LINKBACK_TABLE, LINKBACK_UID } from '../../constants';
import { getService } from '../../get-service';
import { noticesOf } from '../notices/events';
import { compact } from './compact';
import type { LinkbackRow } from './rows';
import { scheduleOf } from './schedule';

type Writable = { -readonly [Key in keyof LinkbackRow]?: LinkbackRow[Key] };

/** Columns to be written; null: nothing is. */
export type Patch =
  (Omit<Writable, 'id' | 'documentId'> & { movedAt?: string; proposedAt?: string | null }) | null;

/** A linkback before and after a change. */
export interface Changed {
  readonly before: LinkbackRow;
  readonly after: LinkbackRow;
}

/**
 * Changes one linkback by what it is now: nobody else changes it meanwhile, in no process.
 *
 * @returns null when there is none any more
 */
export const changeLinkback = async (
  strapi: Core.Strapi,
  id: number,
  change: (row: LinkbackRow) => Promise<Patch> | Patch
): Promise<Changed | null> => {
  const rows = strapi.db.query(LINKBACK_UID);
  return strapi.db.transaction(async ({ trx }) => {
    await strapi.db.getConnection(LINKBACK_TABLE).where({ id }).forUpdate().first('id').transacting(trx);
    const before: LinkbackRow | null = await rows.findOne({ where: { id } });
    if (!before) return null;
    const patch = await change(before);
    if (patch === null) return { before, after: before };
    const moment = { now: Date.now(), random: Math.random() };
    const data = { ...patch, ...scheduleOf(before, patch, moment) };
    await rows.update({ where: { id }, data: compact(data) });
    const changed = { before, after: { ...before, ...data } };
    await getService(strapi, 'notices').leave(noticesOf(changed), changed.after);
    return changed;
  });
};
