import type { JobPayload, ReceivedPing } from '../../../server/src/adapters/jobs';
import { waitingKeyOf } from '../../../server/src/adapters/queue/waiting-key';
import type { Refusal } from '../../../server/src/core/faults';
import { err, ok, type Result } from '../../../server/src/core/result';
import type { VerificationFailure } from '../../../server/src/core/verification';
import { createFailedPairs } from '../../../server/src/services/inbound/failed-pairs';
import { createInline } from '../../../server/src/services/inbound/inline';
import { createLimitedLog } from '../../../server/src/services/inbound/limited';
import { countableOf, createLimits } from '../../../server/src/services/inbound/limits';
import { createTakenPairs } from '../../../server/src/services/inbound/taken-pairs';
import type { OpenTarget, Sender } from '../../../server/src/services/inbound/types';
import { createWaiting } from '../../../server/src/services/inbound/waiting';
import { createClock, limitersBy } from './fake-clock';

export type Found = 'links' | VerificationFailure | 'late';
type Rates = Parameters<typeof createLimits>[0]['rates'];

export const NO_LINK = { kind: 'no-link' } as VerificationFailure;
export const BUSY = { kind: 'unreachable', code: 'busy' } as VerificationFailure;
export const UNREACHABLE = { kind: 'unreachable', code: 'timeout' } as VerificationFailure;

const targetOf = (name: string): OpenTarget =>
  ({
    entry: { ref: { uid: 'api::article.article', documentId: name, locale: 'en' }, url: null },
    url: `https://here.example/${name}`,
  }) as OpenTarget;

/**
 * The inline half of receiving, on a clock: everything but the network and the database is real.
 *
 * @param o.find what a fetch of the source finds by now
 */
export const createReceiver = (o: {
  rates?: Partial<Rates>;
  most?: number;
  find(source: string): Found;
  /** Milliseconds of real time that a sender waits. */
  budget?: number;
}) => {
  const clock = createClock();
  const limited = createLimitedLog({ say: () => undefined, now: clock.now });
  const off = { client: false, sourceHost: false, target: false, total: false } as const;
  const limits = createLimits({ rates: { ...off, ...o.rates }, limited, makeLimiter: limitersBy(clock) });
  const queue: { job: Extract<JobPayload, { kind: 'verify' }>; due: number }[] = [];
  const kept = new Set<string>();
  const fetched: string[] = [];
  const atWork = new Set<string>();
  const pairOf = ({ source, ref }: ReceivedPing): string => `${source} ${ref.documentId}`;

  const waiting = createWaiting({
    queue: {
      hasSame: async (job) => queue.some((one) => waitingKeyOf(one.job) === waitingKeyOf(job)),
      add: async ([job], { delay = 0 } = {}) => {
        if (job?.kind === 'verify') queue.push({ job, due: clock.now() + delay * 1_000 });
      },
      countReceived: (async (of?: { sender: Sender; host: string }) => {
        if (!of) return queue.length;
        const mine = queue.filter(({ job }) => job.sender?.key === of.sender.key);
        const { network } = of.sender;
        return {
          network: queue.filter(({ job }) => network !== null && job.sender?.network === network).length,
          client: mine.length,
          host: mine.filter(({ job }) => job.host === of.host).length,
        };
      }) as never,
    },
    most: o.most ?? 10_000,
    limited,
    wake: () => undefined,
  });
  const failedPairs = createFailedPairs({ now: clock.now });
  const takenPairs = createTakenPairs({ now: clock.now });
  const inline = createInline({
    budget: o.budget ?? 1,
    limits,
    verify: async ({ received, signal }) => {
      fetched.push(received.source);
      const found = o.find(received.source);
      // Keeps on until it is given up.
      if (found === 'late')
        await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
      await Promise.resolve();
      return found === 'links' ? ok({} as never) : err(found === 'late' ? UNREACHABLE : found);
    },
    keeper: {
      isKnown: async () => true,
      keep: async (received) => {
        if (kept.has(pairOf(received))) return err({ kind: 'known' });
        kept.add(pairOf(received));
        return ok('accepted');
      },
    },
    waiting,
    failedPairs,
    takenPairs,
    atWork,
  });

  const receive = async (
    sender: Sender,
    source: string,
    name = 'hello',
    over: Partial<ReceivedPing> = {}
  ): Promise<Result<string, Refusal>> => {
    const target = targetOf(name);
    const ping: ReceivedPing = {
      protocol: 'pingback',
      source,
      target: target.url,
      ref: target.entry.ref,
      address: null,
      receivedAt: new Date(clock.now()).toISOString(),
      claim: { title: null, excerpt: null, blogName: null },
      ...over,
    };
    const since = takenPairs.now();
    if (kept.has(pairOf(ping))) return err({ kind: 'known' });
    return inline({ ping, target, sender, countable: countableOf(source, target, []), since });
  };
  return {
    clock,
    limited,
    fetched,
    queue,
    atWork,
    receive,
    /** Whether a ping that was accepted is stored, or will be verified. */
    isSafe: (source: string, name = 'hello'): boolean => {
      const pair = `${source} ${name}`;
      return kept.has(pair) || queue.some(({ job }) => pairOf(job.received) === pair);
    },
  };
};
