import type { Core } from '@strapi/strapi';
import type { JobPayload, ReceivedPing, Tries } from '../../adapters/jobs';
import { JOB_UID } from '../../constants';
import type { Refusal } from '../../core/faults';
import { err, ok, type Result } from '../../core/result';
import { getLinkbacks, getService } from '../../get-service';
import type { LimitedLog } from './limited';

type VerifyPayload = Extract<JobPayload, { kind: 'verify' }>;

/** Pings that wait for the worker to verify them. */
export interface Waiting {
  /** Ok after commit; `limited` when as many wait as may. A pair that waits already, from whomever, is not left twice. */
  leave(received: ReceivedPing, tries: Tries): Promise<Result<'accepted', Refusal>>;
  /** `limited` when as many wait as may. */
  hasRoom(): Promise<Result<void, Refusal>>;
  /** Whether the worker has the pair. */
  has(received: ReceivedPing): Promise<boolean>;
}

/** Seconds after which a sender may try again when too many wait. */
const RETRY_AFTER = 60;

/** @param o.most rows that nobody has verified yet are kept at most */
export const createWaiting = (o: { strapi: Core.Strapi; most: number; limited: LimitedLog }): Waiting => {
  const { strapi, most, limited } = o;
  const { queue } = getLinkbacks(strapi);
  const jobs = () => strapi.db.query(JOB_UID as never);

  const hasRoom = async (): Promise<Result<void, Refusal>> => {
    if ((await jobs().count({ where: { kind: { $in: ['verify', 'mention'] } } })) < most)
      return ok(undefined);
    limited.note('fetch', 'waiting');
    return err({ kind: 'limited', retryAfter: RETRY_AFTER });
  };

  return {
    hasRoom,
    has: (received) => queue.hasPair(jobOf(received)),

    async leave(received, tries) {
      const job: VerifyPayload = { ...jobOf(received), tries };
      if (!(await queue.hasPair(job))) {
        const room = await hasRoom();
        if (!room.ok) return room;
        await queue.add([job]);
      }
      getService(strapi, 'worker').wake();
      return ok('accepted');
    },
  };
};

const jobOf = (received: ReceivedPing): VerifyPayload => ({
  kind: 'verify',
  received,
  host: new URL(received.source).host,
});
