import type { Core } from '@strapi/strapi';
import { JOB_UID, LINKBACK_UID } from '../../constants';
import { getLinkbacks } from '../../get-service';
import type { LinkbackRow } from '../linkbacks/rows';

/** Sources that are looked at again in one go, and the seconds between them: never a burst. */
const MOST = 20;
const APART = 3;
/** Milliseconds until a look whose job got lost comes again. */
const WEEK = 7 * 86_400_000;

type Due = Pick<LinkbackRow, 'id' | 'documentId' | 'source'>;

/**
 * Leaves jobs for the sources that are due to be looked at again, those that are due for longest first. What lies in spam
 * and trash is left alone.
 *
 * @returns resolves to how many it left
 */
export const createDue = ({ strapi }: { strapi: Core.Strapi }): (() => Promise<number>) => {
  const { queue } = getLinkbacks(strapi);
  const rows = () => strapi.db.query(LINKBACK_UID);
  const isDue = () => ({
    nextVerificationAt: { $lte: new Date().toISOString() },
    status: { $in: ['pending', 'approved', 'gone'] },
  });

  /** Whoever moves the time on leaves the job. */
  const leave = async ({ id, documentId: linkback, source }: Due, delay: number): Promise<boolean> =>
    strapi.db.transaction(async ({ trx }) => {
      const data = { nextVerificationAt: new Date(Date.now() + WEEK).toISOString() };
      const { count } = await rows().updateMany({ where: { id, ...isDue() }, data });
      if (count === 0) return false;
      const host = new URL(source).host;
      await queue.add([{ kind: 'recheck', linkback, by: null, host }], { delay, trx });
      return true;
    });

  return async () => {
    const waiting = await strapi.db.query(JOB_UID as never).count({ where: { kind: 'recheck' } });
    const room = MOST - waiting;
    if (room <= 0) return 0;
    const due: Due[] = await rows().findMany({
      select: ['id', 'documentId', 'source'],
      where: isDue(),
      orderBy: { nextVerificationAt: 'asc' },
      limit: room,
    });
    let left = 0;
    for (const row of due) if (await leave(row, left * APART)) left += 1;
    return left;
  };
};
