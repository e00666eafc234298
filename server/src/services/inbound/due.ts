import type { Core } from '@strapi/strapi';
import { JOB_TABLE, LINKBACK_UID } from '../../constants';
import { getLinkbacks } from '../../get-service';
import type { LinkbackRow } from '../linkbacks/rows';
import { createHostTurns, planRechecks, type RecheckPlan } from './recheck-plan';

/**
 * Sources that are checked again in one minute: 172,800 a day. With so many each of a million linkbacks has its turn within
 * six days, and one of ten million within its longest interval of sixty; of more, each waits longer, and none for ever.
 */
export const MOST = 120;
/** Rows that are read at a time, and how often in a minute, to find other hosts behind one with many. */
const WINDOW = 400;
const WINDOWS = 5;
const MINUTE = 60_000;
/** What the lane of a recheck begins with, before the host. */
const LANE = 'recheck:';
/** Milliseconds until a look whose job got lost comes again. */
const WEEK = 7 * 86_400_000;

type DueRow = Pick<LinkbackRow, 'id' | 'documentId' | 'source' | 'sourceHost'>;
type Place = { readonly at: string; readonly id: number };

/**
 * Leaves jobs for the sources that are due to be looked at again in this minute, those that are due for longest first. What
 * lies in spam and trash is left alone.
 *
 * @returns resolves to how many it left
 */
export const createDue = ({ strapi }: { strapi: Core.Strapi }): (() => Promise<number>) => {
  const { queue } = getLinkbacks(strapi);
  const rows = () => strapi.db.query(LINKBACK_UID);
  const turns = createHostTurns();
  const isDue = (now: string) => ({
    nextVerificationAt: { $lte: now },
    status: { $in: ['pending', 'approved', 'gone'] },
  });

  /** Whoever moves the time on leaves the job. */
  const leave = async ({ id, documentId: linkback, source }: DueRow, delay: number): Promise<boolean> =>
    strapi.db.transaction(async ({ trx }) => {
      const data = { nextVerificationAt: new Date(Date.now() + WEEK).toISOString() };
      const { count } = await rows().updateMany({ where: { id, ...isDue(new Date().toISOString()) }, data });
      if (count === 0) return false;
      const host = new URL(source).host;
      await queue.add([{ kind: 'recheck', linkback, by: null, host }], { delay: delay / 1000, trx });
      return true;
    });

  /** Nobody's turn is put off twice: what was taken up meanwhile is not due any more. */
  const putOff = async (plan: RecheckPlan<DueRow>, now: string): Promise<void> => {
    for (const [minutes, those] of plan.later) {
      const data = { nextVerificationAt: new Date(Date.parse(now) + minutes * MINUTE).toISOString() };
      await rows().updateMany({ where: { id: { $in: those.map(({ id }) => id) }, ...isDue(now) }, data });
    }
  };

  const read = async (
    now: string,
    after: Place | null
  ): Promise<(DueRow & { nextVerificationAt: string })[]> =>
    rows().findMany({
      select: ['id', 'documentId', 'source', 'sourceHost', 'nextVerificationAt'],
      where: {
        $and: [
          isDue(now),
          ...(after
            ? [
                { nextVerificationAt: { $gte: after.at } },
                { $or: [{ nextVerificationAt: { $gt: after.at } }, { id: { $gt: after.id } }] },
              ]
            : []),
        ],
      },
      orderBy: [{ nextVerificationAt: 'asc' }, { id: 'asc' }],
      limit: WINDOW,
    });

  /** Rechecks that were left and are not done yet, by host: what a host is slow with takes nobody else's place. */
  const readWaiting = async (): Promise<{ host: string; count: number }[]> => {
    const found: { lane: string; count: string | number }[] = await strapi.db
      .getConnection(JOB_TABLE)
      .where({ kind: 'recheck' })
      .groupBy('lane')
      .select('lane')
      .count({ count: 'id' });
    return found.map(({ lane, count }) => ({ host: lane.slice(LANE.length), count: Number(count) }));
  };

  /** As many as it takes to fill the minute. */
  const planOf = async (now: string, o: Parameters<typeof planRechecks>[1]): Promise<RecheckPlan<DueRow>> => {
    const due: DueRow[] = [];
    let after: Place | null = null;
    let plan = planRechecks(due, o);
    for (let windows = 0; windows < WINDOWS; windows += 1) {
      const found = await read(now, after);
      due.push(...found);
      plan = planRechecks(due, o);
      const last = found.at(-1);
      if (!last || found.length < WINDOW || plan.now.length >= o.most) break;
      after = { at: last.nextVerificationAt, id: last.id };
    }
    return plan;
  };

  return async () => {
    const waiting = await readWaiting();
    const most = MOST - waiting.reduce((sum, { count }) => sum + count, 0);
    if (most <= 0) return 0;
    const now = new Date().toISOString();
    const minute = Math.floor(Date.parse(now) / MINUTE);
    const plan = await planOf(now, {
      most,
      waiting: new Map(waiting.map(({ host, count }) => [host, count])),
      ahead: (host) => turns.ahead(host, minute),
    });
    turns.note(plan.later, minute);
    await putOff(plan, now);
    let left = 0;
    for (const { row, delay } of plan.now) if (await leave(row, delay)) left += 1;
    return left;
  };
};
