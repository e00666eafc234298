import type { Core } from '@strapi/strapi';
import type { EntryPage } from '../../adapters/entries';
import type { ChosenEndpoint, Job, JobPayload, JobResult } from '../../adapters/jobs';
import { entryRefOf } from '../../adapters/keys';
import { certainlyNotTaken } from '../../core/delivery/choice';
import { reasonOfFailure } from '../../core/delivery/reasons';
import { nextAttempt } from '../../core/delivery/retry';
import type { Delivered, SendFailure } from '../../core/delivery/types';
import type { DiscoveryFailure } from '../../core/discovery';
import type { Result } from '../../core/result';
import { getLinkbacks } from '../../get-service';
import { UNPUBLISHED } from './closed';
import type { Failed, Recorder } from './record';
import type { PingRow } from './rows';

type PingPayload = JobPayload & { readonly kind: 'ping' };

/** A ping that is being delivered, and the job that does it. */
export interface Delivery {
  readonly row: PingRow;
  readonly payload: PingPayload;
  readonly job: Job;
}

const DONE: JobResult = { kind: 'done' };
/** Seconds until a page is asked for which there was no room, more or less: what counts is what happened in a minute. */
const BUSY_WAIT = 60;
/** Seconds between two pings to a host that called us too fast: WordPress takes one in 15. */
const FLOOD_GAP = 16;

/** What becomes of a ping that was sent, or could not be. */
export const createOutcome = (o: { strapi: Core.Strapi; record: Recorder }) => {
  const { record } = o;
  const { entries, queue } = getLinkbacks(o.strapi);

  const conclude = async (
    delivery: Delivery,
    o: { result: Result<Delivered, SendFailure>; chosen: ChosenEndpoint; page: EntryPage | null }
  ): Promise<JobResult> => {
    const { result, chosen, page } = o;
    if (!result.ok) return notTaken(delivery, result.error, chosen);
    if (delivery.row.purpose === 'move') return next(delivery.row);
    return record.sent(delivery.row, result.value, page?.revision ?? null);
  };

  const notTaken = async (
    delivery: Delivery,
    failed: SendFailure,
    chosen: ChosenEndpoint
  ): Promise<JobResult> => {
    const { row, payload } = delivery;
    if (chosen.last || !certainlyNotTaken(failed)) return failure(delivery, failed);
    await record.later(row, { delay: 0, ...wordsOf(failed) });
    const anew = askAnew(row, payload);
    return { kind: 'move', payload: { ...anew, notTaken: [...(anew.notTaken ?? []), chosen.protocol] } };
  };

  const failure = async (
    { row, job }: Delivery,
    failed: SendFailure | DiscoveryFailure
  ): Promise<JobResult> => {
    if (failed.kind === 'unreachable' && failed.code === 'aborted') {
      // The process is ending, and nothing was taken by the peer: the next one begins anew.
      await record.later(row, { why: null, delay: 0 });
      return { kind: 'again', delay: 0 };
    }

    if (failed.kind === 'unreachable' && failed.code === 'busy' && row.status !== 'sending') {
      // It was not asked: what we ask of one site in a minute is used up. That is no attempt.
      const delay = BUSY_WAIT * (0.5 + Math.random());
      await record.later(row, { delay, ...wordsOf(failed) });
      return { kind: 'again', delay };
    }

    const tried = row.status === 'sending' ? row : record.tried(row);
    const since = Date.parse(tried.firstAttemptAt ?? '') || Date.now();
    const attempt = nextAttempt({
      failure: failed,
      attempts: tried.attempts,
      elapsed: (Date.now() - since) / 1000,
      random: Math.random(),
    });
    if (!attempt.retry) return giveUp(tried, wordsOf(failed));
    if (attempt.flood) await queue.slowDown(job.payload, { pause: attempt.delay, gap: FLOOD_GAP });
    await record.later(tried, { delay: attempt.delay, ...wordsOf(failed) });
    return { kind: 'again', delay: attempt.delay };
  };

  const giveUp = async (row: PingRow, said: Failed): Promise<JobResult> => {
    // Whether the old address was heard or not, the new one is told.
    if (row.purpose === 'move') return next(row);
    await record.failed(row, said);
    return DONE;
  };

  const next = async (row: PingRow): Promise<JobResult> => {
    const page = await entries.pageOf(entryRefOf(row));
    const liveCheck = entries.typeOf(row.entryUid)?.liveCheck ?? true;
    if (page) await record.moved(row, { source: page.url, liveCheck });
    else await record.close(row, UNPUBLISHED);
    return DONE;
  };

  return { conclude, failure };
};

const wordsOf = (failed: SendFailure | DiscoveryFailure): Failed => ({
  why: reasonOfFailure(failed),
  ...('answer' in failed ? { answer: failed.answer } : {}),
});

/** The job of the same ping that begins with the linked page. */
export const askAnew = ({ target }: PingRow, { pairKey, notTaken }: PingPayload): PingPayload => ({
  kind: 'ping',
  pairKey,
  host: new URL(target).host,
  ...(notTaken ? { notTaken } : {}),
});
