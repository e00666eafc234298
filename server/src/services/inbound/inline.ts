import { setTimeout as sleep } from 'node:timers/promises';
import type { ReceivedPing } from '../../adapters/jobs';
import type { Refusal } from '../../core/faults';
import { err, ok, type Result } from '../../core/result';
import { pairKeyOf } from '../../adapters/pair-key';
import { pingKeyOf } from '../../adapters/ping-key';
import type { FailedPairs } from './failed-pairs';
import { hasNoLink, isBusy, refusalOf } from './failures';
import type { Keeper, Kept } from './keep';
import type { Countable, Limits } from './limits';
import type { TakenPairs } from './taken-pairs';
import type { OpenTarget, Sender } from './types';
import type { VerifyPing } from './verify';
import type { Waiting } from './waiting';
import { textsOfClaim } from './words';

/** Of the pair, and of this ping of it. */
interface Keys {
  readonly pairKey: string;
  readonly pingKey: string;
}

type Answer = Result<Kept | 'waits', Refusal>;

export interface InlineOptions {
  /** Milliseconds that a sender waits. */
  readonly budget: number;
  readonly limits: Pick<Limits, 'inlineDelay' | 'countVerified' | 'countUnverified'>;
  readonly verify: VerifyPing;
  readonly keeper: Pick<Keeper, 'keep' | 'isKnown'>;
  readonly waiting: Pick<Waiting, 'leave'>;
  readonly failedPairs: FailedPairs;
  readonly takenPairs: TakenPairs;
  /** Pairs that the worker verifies in this moment. */
  readonly atWork: ReadonlySet<string>;
}

/** A ping for an open target, as it is verified. */
export interface InlinePing {
  readonly ping: ReceivedPing;
  readonly target: OpenTarget;
  readonly sender: Sender;
  readonly countable: Countable;
  /** When it was asked whether the ping is known (TakenPairs). */
  readonly since: number;
}

export type Inline = (o: InlinePing) => Promise<Result<'accepted', Refusal>>;

/** Verifies a ping while its sender waits; what takes longer, or may not be fetched now, is left to the worker. */
export const createInline = (o: InlineOptions): Inline => {
  const { limits, failedPairs, waiting } = o;
  const inFlight = new Map<string, { readonly pingKey: string; readonly answer: Promise<Answer> }>();

  /** Open ports, closed ones and names that do not exist take the same time to answer: all of the budget. */
  const verify = async ({ ping, target, sender, countable }: InlinePing): Promise<Answer> => {
    const budgetEnds = sleep(o.budget, 'late' as const, { ref: false });
    const abort = new AbortController();
    const sought = textsOfClaim(ping.claim);
    const verifying = o.verify({ received: ping, entry: target.entry, sought, signal: abort.signal });
    const verified = await Promise.race([verifying, budgetEnds]);
    if (verified === 'late') {
      abort.abort();
      await limits.countUnverified(countable, sender);
      return waiting.leave(ping, sender, { tries: { busy: 0, slow: true } });
    }
    if (verified.ok) {
      const kept = await o.keeper.keep(ping, verified.value);
      failedPairs.forget(pairKeyOf(ping.source, ping.ref));
      if (kept.ok) await limits.countVerified(countable);
      return kept;
    }
    if (isBusy(verified.error))
      return waiting.leave(ping, sender, { tries: { busy: 0, slow: verified.error.slow === true } });
    await limits.countUnverified(countable, sender);
    if (!hasNoLink(verified.error)) await budgetEnds;
    return err(refusalOf(verified.error));
  };

  const verifyAnew = async ({ pairKey, pingKey }: Keys, one: InlinePing): Promise<Answer> => {
    const { ping, sender } = one;
    const failed = failedPairs.recall(pairKey, pingKey);
    if (failed?.kind === 'refuse') {
      await sleep(failed.took, undefined, { ref: false });
      return err(failed.refusal);
    }
    if (failed) return waiting.leave(ping, sender, { delay: failed.seconds });
    if (o.atWork.has(pairKey)) return waiting.leave(ping, sender);
    const delay = await limits.inlineDelay(one.countable, sender);
    if (delay !== null) return waiting.leave(ping, sender, { delay });

    const start = performance.now();
    const answer = await verify(one);
    if (isTaken(answer)) o.takenPairs.remember(pairKey);
    else if (!answer.ok && isFailure(answer.error)) {
      const took = performance.now() - start;
      failedPairs.remember(pairKey, { refusal: answer.error, took, ping: pingKey });
    }
    return answer;
  };

  /** Whether the answer holds for every ping of the pair. */
  const isOfSource = async (answer: Answer, { source, ref }: ReceivedPing): Promise<boolean> => {
    if (answer.ok) return isTaken(answer);
    return answer.error.kind === 'known' ? o.keeper.isKnown(source, ref) : answer.error.kind === 'refused';
  };

  /** One verification of a pair at a time: the same ping learns what became of the first. */
  const run = async (one: InlinePing): Promise<Answer> => {
    const { ping, sender } = one;
    const pairKey = pairKeyOf(ping.source, ping.ref);
    const pingKey = pingKeyOf(ping, sender);
    const running = inFlight.get(pairKey);
    if (running) {
      const answer = await running.answer;
      // What another ping was refused for, or made spam of, may be no reason to refuse this one.
      if (running.pingKey !== pingKey) {
        if (answer.ok && answer.value === 'waits') return waiting.leave(ping, sender);
        if (!(await isOfSource(answer, ping))) return run(one);
      }
      return answer.ok ? err({ kind: 'known' }) : answer;
    }
    if (o.takenPairs.isTaken(pairKey, one.since)) return err({ kind: 'known' });
    const answer = verifyAnew({ pairKey, pingKey }, one).finally(() => inFlight.delete(pairKey));
    inFlight.set(pairKey, { pingKey, answer });
    return answer;
  };
  return async (one) => {
    const answer = await run(one);
    return answer.ok ? ok('accepted') : answer;
  };
};

const isTaken = (answer: Answer): boolean => answer.ok && answer.value === 'accepted';

const isFailure = ({ kind }: Refusal): boolean => kind === 'no-link' || kind === 'source-unreachable';
