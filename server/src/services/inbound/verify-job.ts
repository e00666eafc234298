import type { Core } from '@strapi/strapi';
import type { EntryHead } from '../../adapters/entries';
import { senderAt } from '../../adapters/client';
import type { JobPayload, JobResult, ReceivedPing } from '../../adapters/jobs';
import { sentenceOf } from '../../core/reasons';
import { err, ok, type Result } from '../../core/result';
import { getLinkbacks, getService } from '../../get-service';
import type { JobHandler } from '../types';
import { pairKeyOf } from '../../adapters/pair-key';
import { pingKeyOf } from '../../adapters/ping-key';
import type { FailedPairs } from './failed-pairs';
import {
  ageOf,
  isAborted,
  isBusy,
  isTransient,
  nextVerification,
  refusalOf,
  triesOf,
  tryAgain,
  waitWhileBusy,
} from './failures';
import type { Judge } from './judge';
import type { Keeper } from './keep';
import { reasonOfFailure } from './lapse';
import { countableOf, type Limits } from './limits';
import type { FetchFailure, VerifyPing } from './verify';
import { textsOfClaim } from './words';
import { logLine } from '../../log-line';

type VerifyPayload = Extract<JobPayload, { kind: 'verify' }>;

const DONE: JobResult = { kind: 'done' };

/**
 * Verifies a ping whose source took longer than the inline budget, with the client's full timeout. Whether it is still
 * wanted is asked before the source is fetched, and once more before the linkback is stored.
 */
export const createVerifyJob = (o: {
  strapi: Core.Strapi;
  limits: Pick<Limits, 'workerDelay' | 'countVerified'>;
  verify: VerifyPing;
  keeper: Keeper;
  judge: Judge;
  failedPairs: FailedPairs;
  /** Has the pair while it is being verified. */
  atWork: Set<string>;
}): JobHandler => {
  const { strapi, limits, verify, keeper, judge, failedPairs, atWork } = o;
  const { config } = getLinkbacks(strapi);
  const drop = (received: ReceivedPing, why: string): JobResult => {
    const { protocol, source, target } = received;
    strapi.log.info(logLine(`the ${protocol} from ${source} to ${target} was dropped: ${why}`));
    return DONE;
  };

  /** The entry as long as it takes pings of this protocol, else why not. */
  const askTarget = async ({ ref, protocol }: ReceivedPing): Promise<Result<EntryHead, string>> => {
    const { receive } = await getService(strapi, 'settings').get();
    if (!receive.protocols[protocol]) return err(`${protocol}s are no longer received`);
    const entry = await getLinkbacks(strapi).entries.readHead(ref);
    if (!entry) return err('the target is no longer published');
    if (!(await getService(strapi, 'entry-settings').isOpen(entry))) return err('the target was closed');
    return ok(entry);
  };

  /** The last try of a pair: for a while nobody makes us fetch it again. */
  const fail = ({ received, sender }: VerifyPayload, failure: FetchFailure): JobResult => {
    const took = config.receive.inlineBudget;
    const ping = pingKeyOf(received, sender ?? senderAt(received.address));
    const pairKey = pairKeyOf(received.source, received.ref);
    failedPairs.remember(pairKey, { refusal: refusalOf(failure), took, ping });
    return drop(received, sentenceOf(reasonOfFailure(failure)));
  };

  const run = async (payload: VerifyPayload): Promise<JobResult> => {
    const { received } = payload;
    const target = await askTarget(received);
    if (!target.ok) return drop(received, target.error);
    if (await keeper.isKnown(received.source, received.ref)) return DONE;
    if (await judge.isBlocked(received.source)) return drop(received, 'its host is blocked');

    const place = { entry: target.value, url: received.target };
    const countable = countableOf(received.source, place, config.spam.sharedHosts);
    const wait = await limits.workerDelay(countable, { age: ageOf(received) });
    if (wait > 0) return { kind: 'again', delay: wait };

    const verified = await verify({
      received,
      entry: target.value,
      sought: textsOfClaim(received.claim),
      slow: triesOf(payload).slow,
    });
    if (verified.ok) {
      const now = await askTarget(received);
      if (!now.ok) return drop(received, now.error);
      const kept = await keeper.keep(received, verified.value);
      if (!kept.ok) return drop(received, kept.error.kind);
      failedPairs.forget(pairKeyOf(received.source, received.ref));
      await limits.countVerified(countable);
      return DONE;
    }
    const { error } = verified;
    if (isAborted(error)) return { kind: 'again', delay: 0 };
    if (isBusy(error)) return waitWhileBusy(payload, error, ageOf(received)) ?? fail(payload, error);
    const delay = isTransient(error) ? nextVerification(ageOf(received)) : null;
    return delay === null ? fail(payload, error) : tryAgain(payload, error, delay);
  };

  return {
    async run(payload) {
      const job = verifyPayloadOf(payload);
      const pairKey = pairKeyOf(job.received.source, job.received.ref);
      atWork.add(pairKey);
      try {
        return await run(job);
      } finally {
        atWork.delete(pairKey);
      }
    },

    async giveUp(payload) {
      drop(verifyPayloadOf(payload).received, 'its verification never came to an end');
    },
  };
};

const verifyPayloadOf = (payload: JobPayload): VerifyPayload => {
  if (payload.kind !== 'verify') throw new Error(`not a verify job: ${payload.kind}`);
  return payload;
};
