import { setTimeout as sleep } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { senderAt } from '../../adapters/client';
import type { JobPayload, JobResult, ReceivedPing } from '../../adapters/jobs';
import type { Refusal } from '../../core/faults';
import { sentenceOf, type Reason } from '../../core/reasons';
import { err, ok, type Result } from '../../core/result';
import { normaliseUrl } from '../../core/url/normalise';
import type { VerificationFailure } from '../../core/verification';
import { getLinkbacks, getService } from '../../get-service';
import { changeLinkback } from '../linkbacks/change';
import { emitChange } from '../linkbacks/events';
import { pairKeyOf } from '../../adapters/pair-key';
import { pingKeyOf } from '../../adapters/ping-key';
import type { LinkbackRow } from '../linkbacks/rows';
import type { JobHandler } from '../types';
import type { FailedLately, FailedPairs } from './failed-pairs';
import {
  ageOf,
  hasNoLink,
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
import { gone, lapsed, reasonOfFailure, type Moment } from './lapse';
import { countableOf, type Countable, type Limits } from './limits';
import { failedFor, REMOVED, VERIFIED, type MentionStates, type MentionStatus } from './mention-states';
import { refuseSamePage } from './parameters';
import { findTarget } from './target';
import type { OpenTarget } from './types';
import type { FetchFailure, Verified, VerifyPing } from './verify';
import { claimOfRow, textsOfClaim } from './words';
import { logLine } from '../../log-line';

type MentionPayload = Extract<JobPayload, { kind: 'mention' }>;

const DONE: JobResult = { kind: 'done' };

/** Verifies a received webmention: new, changed, or one that takes its link back (Webmention §3.2). */
export const createMentionJob = (o: {
  strapi: Core.Strapi;
  limits: Pick<Limits, 'workerDelay' | 'countVerified'>;
  verify: VerifyPing;
  keeper: Keeper;
  judge: Judge;
  states: MentionStates;
  failedPairs: FailedPairs;
}): JobHandler => {
  const { strapi, limits, verify, keeper, judge, states, failedPairs } = o;
  const { config } = getLinkbacks(strapi);

  /** An entry that was closed still learns what becomes of what it took (Webmention §3.2.4), and takes nothing new. */
  const askTarget = async ({ source, target: url }: MentionPayload): Promise<Result<OpenTarget, Refusal>> => {
    const { receive } = await getService(strapi, 'settings').get();
    if (!receive.protocols.webmention) return err({ kind: 'target-closed' });
    const found = await findTarget(strapi, { kind: 'url', url });
    if (!found.ok) return found;
    const { target, isOpen } = found.value;
    if (!isOpen && !(await keeper.wasKept(source, target.entry.ref))) return err({ kind: 'target-closed' });
    const distinct = refuseSamePage(new URL(source), target.url);
    if (!distinct.ok) return distinct;
    return (await judge.isBlocked(source)) ? err({ kind: 'refused' }) : ok(target);
  };

  const keep = async (received: ReceivedPing, verified: Verified): Promise<Result<unknown, Refusal>> => {
    const kept = await keeper.keep(received, verified);
    failedPairs.forget(pairKeyOf(received.source, received.ref));
    failedPairs.forget(exactKeyOf(received));
    return kept;
  };

  /** The source of a linkback that is there does not link: it says so itself, or it may be in trouble. */
  const take = async (row: LinkbackRow, failure: VerificationFailure): Promise<MentionStatus> => {
    const occasion = { protocol: 'webmention', by: null } as const;
    const moment: Moment = { occasion, now: Date.now(), random: Math.random() };
    const why: Reason = { code: 'source.removed', values: { why: reasonOfFailure(failure) } };
    const changed = await changeLinkback(strapi, row.id, (now) =>
      saysGone(failure) && mayGo(now) ? gone(now, why, moment) : lapsed(now, failure, moment)
    );
    if (changed) emitChange(strapi, changed);
    return saysGone(failure) || changed?.after.status === 'gone' ? REMOVED : failedFor(refusalOf(failure));
  };

  /** What is told of a source that does not count. */
  const statusOf = async (
    row: LinkbackRow | null,
    { received, ping }: { received: ReceivedPing; ping: string },
    failure: VerificationFailure
  ): Promise<MentionStatus> => {
    if (row) return take(row, failure);
    const refusal = refusalOf(failure);
    const key = hasNoLink(failure) ? exactKeyOf(received) : pairKeyOf(received.source, received.ref);
    failedPairs.remember(key, { refusal, took: config.receive.inlineBudget, ping });
    return failedFor(refusal);
  };

  const recallFailure = (received: ReceivedPing, ping: string): FailedLately | null =>
    failedPairs.recall(pairKeyOf(received.source, received.ref), ping) ??
    failedPairs.recall(exactKeyOf(received), ping);

  /** What keeps a new linkback from being verified now; null for nothing. */
  const putOff = async (
    mention: MentionPayload,
    received: ReceivedPing,
    countable: Countable
  ): Promise<JobResult | null> => {
    const failed = recallFailure(received, pingOf(mention, received));
    if (failed?.kind === 'refuse') {
      await states.settle(mention, failedFor(failed.refusal));
      return DONE;
    }
    const delay = failed?.seconds ?? (await limits.workerDelay(countable, { age: ageOf(mention) }));
    return delay > 0 ? { kind: 'again', delay } : null;
  };

  /** It never came to a fetch: that says nothing of the source, nor of a linkback that is there. */
  const giveUp = async (mention: MentionPayload, failure: FetchFailure): Promise<JobResult> => {
    const { source, target } = mention;
    const why = sentenceOf(reasonOfFailure(failure));
    strapi.log.info(logLine(`the webmention from ${source} to ${target} was dropped: ${why}`));
    await states.settle(mention, failedFor(refusalOf(failure)));
    return DONE;
  };

  const run = async (mention: MentionPayload, target: OpenTarget): Promise<JobResult> => {
    const received = receivedOf(mention, target);
    const row = await keeper.find(mention.source, received.ref);
    const countable = countableOf(mention.source, target, config.spam.sharedHosts);
    const hold = row ? null : await putOff(mention, received, countable);
    if (hold) return hold;
    const budgetEnds = sleep(config.receive.inlineBudget, undefined, { ref: false });
    const verified = await verify({
      received,
      entry: target.entry,
      exact: row === null,
      sought: row ? textsOfClaim(claimOfRow(row)) : [],
      slow: triesOf(mention).slow,
    });
    if (verified.ok) {
      const now = await askTarget(mention);
      const kept = now.ok ? await keep(received, verified.value) : now;
      if (kept.ok && row === null) await limits.countVerified(countable);
      await states.settle(mention, outcomeOf(kept));
      return DONE;
    }
    const { error } = verified;
    if (isAborted(error)) return { kind: 'again', delay: 0 };
    if (isBusy(error)) return waitWhileBusy(mention, error, ageOf(mention)) ?? giveUp(mention, error);
    // As for pingbacks: open ports, closed ones and names that do not exist take the same time to answer.
    if (!hasNoLink(error)) await budgetEnds;
    const delay = isTransient(error) ? nextVerification(ageOf(mention)) : null;
    const status =
      delay === null
        ? await statusOf(row, { received, ping: pingOf(mention, received) }, error)
        : failedFor(refusalOf(error));
    await states.settle(mention, status);
    return delay === null ? DONE : tryAgain(mention, error, delay);
  };

  return {
    async run(payload) {
      const mention = mentionOf(payload);
      const target = await askTarget(mention);
      if (target.ok) return run(mention, target.value);
      await states.settle(mention, failedFor(target.error));
      return DONE;
    },

    async giveUp(payload) {
      await states.settle(mentionOf(payload), failedFor({ kind: 'internal' }));
    },
  };
};

const receivedOf = (mention: MentionPayload, { entry, url, written }: OpenTarget): ReceivedPing => ({
  protocol: 'webmention',
  source: mention.source,
  target: url,
  written,
  ref: entry.ref,
  address: mention.address,
  userAgent: mention.userAgent ?? null,
  receivedAt: mention.receivedAt,
  claim: { title: null, excerpt: null, blogName: null },
});

/** What a moderator deleted is not told from what is shown. */
const outcomeOf = (kept: Result<unknown, Refusal>): MentionStatus =>
  kept.ok || kept.error.kind === 'known' ? VERIFIED : failedFor(kept.error);

const pingOf = ({ sender, address }: MentionPayload, received: ReceivedPing): string =>
  pingKeyOf(received, sender ?? senderAt(address));

/** A source without this very target may well link to another address of its entry: that is said of this target only. */
const exactKeyOf = ({ source, target, written, ref }: ReceivedPing): string =>
  `${pairKeyOf(source, ref)} ${normaliseUrl(written ?? target)}`;

/** 410, or a page without the link; 404 may be an accident (PROTOCOLS §3). */
const saysGone = (failure: VerificationFailure): boolean =>
  failure.kind === 'no-link' || (failure.kind === 'status' && failure.status === 410);

const mayGo = ({ status }: LinkbackRow): boolean => status === 'approved' || status === 'pending';

const mentionOf = (payload: JobPayload): MentionPayload => {
  if (payload.kind !== 'mention') throw new Error(`not a mention job: ${payload.kind}`);
  return payload;
};
