import type { Core } from '@strapi/strapi';
import type { EntryHead } from '../../adapters/entries';
import type { JobPayload, JobResult, ReceivedPing } from '../../adapters/jobs';
import { sentenceOf } from '../../core/reasons';
import { err, ok, type Result } from '../../core/result';
import type { VerificationFailure } from '../../core/verification';
import { getLinkbacks, getService } from '../../get-service';
import type { JobHandler } from '../types';
import { pairKeyOf } from '../../adapters/pair-key';
import type { FailedPairs } from './failed-pairs';
import { ageOf, busyDelay, isAborted, isBusy, isTransient, nextVerification, refusalOf } from './failures';
import type { Judge } from './judge';
import type { Keeper } from './keep';
import { reasonOfFailure } from './lapse';
import type { VerifyPing } from './verify';
import { logLine } from '../../log-line';

const DONE: JobResult = { kind: 'done' };

/**
 * Verifies a ping whose source took longer than the inline budget, with the client's full timeout. Whether it is still
 * wanted is asked before the source is fetched, and once more before the linkback is stored.
 */
export const createVerifyJob = (o: {
  strapi: Core.Strapi;
  verify: VerifyPing;
  keeper: Keeper;
  judge: Judge;
  failedPairs: FailedPairs;
  /** Has the pair while it is being verified. */
  atWork: Set<string>;
}): JobHandler => {
  const { strapi, verify, keeper, judge, failedPairs, atWork } = o;
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

  /** The last try of a pair: for a while nobody else makes us fetch it. */
  const fail = (received: ReceivedPing, failure: VerificationFailure): JobResult => {
    const took = getLinkbacks(strapi).config.receive.inlineBudget;
    failedPairs.remember(pairKeyOf(received.source, received.ref), { refusal: refusalOf(failure), took });
    return drop(received, sentenceOf(reasonOfFailure(failure)));
  };

  const run = async (received: ReceivedPing): Promise<JobResult> => {
    const target = await askTarget(received);
    if (!target.ok) return drop(received, target.error);
    if (await keeper.isKnown(received.source, received.ref)) return DONE;
    if (await judge.isBlocked(received.source)) return drop(received, 'its host is blocked');

    const verified = await verify({ received, entry: target.value });
    if (verified.ok) {
      const now = await askTarget(received);
      if (!now.ok) return drop(received, now.error);
      const kept = await keeper.keep(received, verified.value);
      return kept.ok ? DONE : drop(received, kept.error.kind);
    }
    if (isAborted(verified.error)) return { kind: 'again', delay: 0 };
    if (isBusy(verified.error)) return { kind: 'again', delay: busyDelay() };
    const delay = isTransient(verified.error) ? nextVerification(ageOf(received)) : null;
    return delay === null ? fail(received, verified.error) : { kind: 'again', delay };
  };

  return {
    async run(payload) {
      const received = receivedOf(payload);
      const pairKey = pairKeyOf(received.source, received.ref);
      atWork.add(pairKey);
      try {
        return await run(received);
      } finally {
        atWork.delete(pairKey);
      }
    },

    async giveUp(payload) {
      drop(receivedOf(payload), 'its verification never came to an end');
    },
  };
};

const receivedOf = (payload: JobPayload): ReceivedPing => {
  if (payload.kind !== 'verify') throw new Error(`not a verify job: ${payload.kind}`);
  return payload.received;
};
