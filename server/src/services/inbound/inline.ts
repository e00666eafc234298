import { setTimeout as sleep } from 'node:timers/promises';
import type { ReceivedPing } from '../../adapters/jobs';
import type { Refusal } from '../../core/faults';
import { err, ok, type Result } from '../../core/result';
import { pairKeyOf } from '../../adapters/pair-key';
import type { FailedPairs } from './failed-pairs';
import { hasNoLink, isBusy, refusalOf } from './failures';
import type { Keeper } from './keep';
import type { TakenPairs } from './taken-pairs';
import type { OpenTarget } from './types';
import type { VerifyPing } from './verify';
import type { Waiting } from './waiting';
import { textsOfClaim } from './words';

type Answer = Result<'accepted', Refusal>;

export interface InlineOptions {
  /** Milliseconds that a sender waits. */
  readonly budget: number;
  readonly verify: VerifyPing;
  readonly keeper: Keeper;
  readonly waiting: Waiting;
  readonly failedPairs: FailedPairs;
  readonly takenPairs: TakenPairs;
  /** Pairs that the worker verifies in this moment. */
  readonly atWork: ReadonlySet<string>;
}

/** @param o.since when it was asked whether the ping is known (TakenPairs) */
export type Inline = (o: { ping: ReceivedPing; target: OpenTarget; since: number }) => Promise<Answer>;

/** Verifies a ping while its sender waits; what takes longer, or may not be fetched now, is left to the worker. */
export const createInline = (o: InlineOptions): Inline => {
  const inFlight = new Map<string, Promise<Answer>>();

  /** Open ports, closed ones and names that do not exist take the same time to answer: all of the budget. */
  const verify = async (received: ReceivedPing, { entry }: OpenTarget): Promise<Answer> => {
    const budgetEnds = sleep(o.budget, 'late' as const, { ref: false });
    const abort = new AbortController();
    const verified = await Promise.race([
      o.verify({ received, entry, sought: textsOfClaim(received.claim), signal: abort.signal }),
      budgetEnds,
    ]);
    if (verified === 'late') {
      abort.abort();
      return o.waiting.leave(received, { busy: 0, slow: true });
    }
    if (verified.ok) return o.keeper.keep(received, verified.value);
    if (isBusy(verified.error))
      return o.waiting.leave(received, { busy: 0, slow: verified.error.slow === true });
    if (!hasNoLink(verified.error)) await budgetEnds;
    return err(refusalOf(verified.error));
  };

  const verifyAnew = async (pairKey: string, received: ReceivedPing, target: OpenTarget): Promise<Answer> => {
    const failed = o.failedPairs.recall(pairKey);
    if (failed) {
      await sleep(failed.took, undefined, { ref: false });
      return err(failed.refusal);
    }
    if (o.atWork.has(pairKey) && (await o.waiting.has(received))) return ok('accepted');

    const start = performance.now();
    const answer = await verify(received, target);
    if (answer.ok) o.takenPairs.remember(pairKey);
    else if (isFailure(answer.error)) {
      o.failedPairs.remember(pairKey, { refusal: answer.error, took: performance.now() - start });
    }
    return answer;
  };

  /** One verification of a pair at a time: who comes second learns what became of the first. */
  return async ({ ping, target, since }) => {
    const pairKey = pairKeyOf(ping.source, ping.ref);
    const running = inFlight.get(pairKey);
    if (running) {
      const answer = await running;
      return answer.ok ? err({ kind: 'known' }) : answer;
    }
    if (o.takenPairs.isTaken(pairKey, since)) return err({ kind: 'known' });
    const answer = verifyAnew(pairKey, ping, target).finally(() => inFlight.delete(pairKey));
    inFlight.set(pairKey, answer);
    return answer;
  };
};

const isFailure = ({ kind }: Refusal): boolean => kind === 'no-link' || kind === 'source-unreachable';
