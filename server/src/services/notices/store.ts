import type { Core } from '@strapi/strapi';
import { laneOf } from '../../adapters/queue';
import { JOB_UID, NOTICE_TABLE, NOTICE_UID } from '../../constants';
import { getLinkbacks } from '../../get-service';
import type { Channel } from './channels';
import type { Notice, NoticeRow } from './types';

/** Seconds in which notices are gathered before the first goes out. */
const GATHER = { mail: 60, hook: 5 };

/** Notices that are not told yet, each channel's in the order in which they were left. */
export interface NoticeStore {
  /** As part of the open transaction. */
  add(channel: Channel, notice: Notice): Promise<void>;
  /** The oldest, at most `limit`. */
  of(channel: Channel, limit: number): Promise<NoticeRow[]>;
  remove(rows: readonly NoticeRow[]): Promise<void>;
  /** All that is noted for a channel that nobody wants any more. */
  clear(channel: Channel): Promise<void>;
  /** Leaves a job for each channel whose notices have none: the one that took the others along may have missed them. */
  leaveMissingJobs(): Promise<void>;
}

export const createNoticeStore = ({ strapi }: { strapi: Core.Strapi }): NoticeStore => {
  const { queue } = getLinkbacks(strapi);
  const rows = () => strapi.db.query(NOTICE_UID as never);
  const jobs = () => strapi.db.query(JOB_UID as never);

  /** A job that nobody holds yet will take along what is noted now. */
  const leaveJob = async (channel: Channel): Promise<void> => {
    const where = { kind: channel.kind, lane: laneOf(channel), token: { $null: true } };
    if (await jobs().findOne({ where, select: ['id'] })) return;
    const delay = channel.url === null ? GATHER.mail : GATHER.hook;
    await strapi.db.transaction(async ({ trx }) => queue.add([channel], { delay, trx }));
  };

  return {
    async add(channel, notice) {
      const data = { lane: laneOf(channel), url: channel.url, notice: JSON.stringify(notice) };
      await rows().create({ data });
      await leaveJob(channel);
    },

    of: (channel, limit) =>
      rows().findMany({ where: { lane: laneOf(channel) }, orderBy: { id: 'asc' }, limit }),

    async remove(told) {
      await rows().deleteMany({ where: { id: { $in: told.map(({ id }) => id) } } });
    },

    async clear(channel) {
      await rows().deleteMany({ where: { lane: laneOf(channel) } });
    },

    async leaveMissingJobs() {
      const left: { lane: string; url: string | null }[] = await strapi.db
        .getConnection(NOTICE_TABLE)
        .distinct('lane', 'url');
      for (const { lane, url } of left) {
        if (await jobs().findOne({ where: { kind: 'notice', lane }, select: ['id'] })) continue;
        await leaveJob({ kind: 'notice', url });
      }
    },
  };
};
