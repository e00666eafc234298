import type { Core } from '@strapi/strapi';
import { entryRefOf } from '../../adapters/keys';
import { LINKBACK_TABLE, LINKBACK_UID } from '../../constants';
import { getLinkbacks, getService } from '../../get-service';
import { noticesOf } from '../notices/events';
import { claimContent } from './claim-content';
import { compact } from './compact';
import { contentKeyOf } from './content-key';
import type { LinkbackRow } from './rows';
import { scheduleOf } from './schedule';
import { wordsOfRow } from './words-key';

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
  const { sharedHosts } = getLinkbacks(strapi).config.spam;
  /** The key of what it says: another one only where its words become others. */
  const saidAfter = (before: LinkbackRow, patch: NonNullable<Patch>): string | null => {
    if (!('title' in patch || 'excerpt' in patch)) return before.contentKey;
    const after = { ...before, ...patch };
    return contentKeyOf({
      source: after.source,
      ref: entryRefOf(after),
      words: wordsOfRow(after),
      sharedHosts,
    });
  };
  return strapi.db.transaction(async ({ trx }) => {
    await strapi.db.getConnection(LINKBACK_TABLE).where({ id }).forUpdate().first('id').transacting(trx);
    const before: LinkbackRow | null = await rows.findOne({ where: { id } });
    if (!before) return null;
    const patch = await change(before);
    if (patch === null) return { before, after: before };
    const { contentKey = saidAfter(before, patch), ...columns } = patch;
    const moment = { now: Date.now(), random: Math.random() };
    const data = { ...columns, ...scheduleOf(before, columns, moment) };
    await rows.update({ where: { id }, data: compact(data) });
    const claimed = await claimContent(strapi, { row: before, contentKey, trx });
    const changed = { before, after: { ...before, ...data, contentKey: claimed } };
    await getService(strapi, 'notices').leave(noticesOf(changed), changed.after);
    return changed;
  });
};
