import type { Core } from '@strapi/strapi';
import { patiently } from '../../adapters/deadlock';
import { entryRefOf } from '../../adapters/keys';
import { pairKeyOf } from '../../adapters/pair-key';
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
    if (!('title' in patch || 'excerpt' in patch || comesHome(before, patch))) return before.contentKey;
    const after = { ...before, ...patch };
    return contentKeyOf({
      source: after.source,
      ref: entryRefOf(after),
      words: wordsOfRow(after),
      sharedHosts,
    });
  };
  const changeOnce = async (): Promise<Changed | null> =>
    strapi.db.transaction(async ({ trx }) => {
      await strapi.db.getConnection(LINKBACK_TABLE).where({ id }).forUpdate().first('id').transacting(trx);
      const before: LinkbackRow | null = await rows.findOne({ where: { id } });
      if (!before) return null;
      const patch = await change(before);
      if (patch === null) return { before, after: before };
      const { contentKey = saidAfter(before, patch), ...columns } = patch;
      const moment = { now: Date.now(), random: Math.random() };
      const home = comesHome(before, columns) ? { sourceKey: ownKeyOf(before) } : {};
      const data = { ...columns, ...home, ...scheduleOf(before, columns, moment) };
      await rows.update({ where: { id }, data: compact(data) });
      const claimed = await claimContent(strapi, { row: before, contentKey, trx });
      const changed = { before, after: { ...before, ...data, contentKey: claimed } };
      await getService(strapi, 'notices').leave(noticesOf(changed), changed.after);
      return changed;
    });
  // A transaction around this one is repeated whole, or not at all.
  return strapi.db.inTransaction() ? changeOnce() : patiently(changeOnce);
};

/**
 * Whether a linkback that was kept aside as spam, for its sender's sake, is brought back: from then on it is what the page's
 * own pings meet.
 */
const comesHome = (before: LinkbackRow, { status }: NonNullable<Patch>): boolean =>
  before.status === 'spam' && before.contentKey === null && (status === 'pending' || status === 'approved');

const ownKeyOf = (row: LinkbackRow): string => pairKeyOf(row.writtenSource ?? row.source, entryRefOf(row));
