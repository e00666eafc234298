import type { JobPayload, ReceivedPing, Tries } from '../../adapters/jobs';
import type { Queue } from '../../adapters/queue';
import type { Refusal } from '../../core/faults';
import { err, ok, type Result } from '../../core/result';
import type { LimitedLog } from './limited';
import { hasPlace, isRoomy } from './room';
import type { Sender } from './types';

type VerifyPayload = Extract<JobPayload, { kind: 'verify' }>;

/** Pings that wait for the worker to verify them. */
export interface Waiting {
  /**
   * Ok after commit; `limited` when the sender holds its share of the places. The same ping of the same sender is not left
   * twice where it is verified soon. No other ping of the pair stands for it: that may fail, or become spam, for its own sake.
   *
   * @param o.delay seconds until the worker may take it
   * @param o.tries what was found out about fetching the source
   */
  leave(
    received: ReceivedPing,
    sender: Sender,
    o?: { delay?: number; tries?: Tries }
  ): Promise<Result<'waits', Refusal>>;
  /**
   * `limited` when the sender holds its share of the places.
   *
   * @param host of the source
   */
  hasRoom(sender: Sender, host: string): Promise<Result<void, Refusal>>;
}

/** Seconds after which a sender may try again when too many wait. */
const RETRY_AFTER = 60;
/** Seconds: a job that is due later, since its source is in trouble, does not stand for a new ping. */
const SOON = 120;

/**
 * @param o.most pings that nobody has verified yet are kept at most
 * @param o.wake wakes the worker
 */
export const createWaiting = (o: {
  queue: Pick<Queue, 'hasSame' | 'add' | 'countReceived'>;
  most: number;
  limited: LimitedLog;
  wake(): void;
}): Waiting => {
  const { queue, most, limited } = o;

  const hasRoom: Waiting['hasRoom'] = async (sender, host) => {
    const total = await queue.countReceived();
    if (isRoomy(most, total)) return ok(undefined);
    const held = await queue.countReceived({ sender, host });
    if (hasPlace(most, { total, ...held })) return ok(undefined);
    limited.note('waiting', sender.key);
    return err({ kind: 'limited', retryAfter: RETRY_AFTER });
  };

  return {
    hasRoom,

    async leave(received, sender, { delay = 0, tries } = {}) {
      const host = new URL(received.source).host;
      const job: VerifyPayload = { kind: 'verify', received, host, sender, ...(tries && { tries }) };
      // One that is under way may have fetched the source too early: it does not stand for this ping.
      if (!(await queue.hasSame(job, { within: SOON }))) {
        const room = await hasRoom(sender, host);
        if (!room.ok) return room;
        await queue.add([job], { delay });
      }
      o.wake();
      return ok('waits');
    },
  };
};
