import type { Client } from '../../adapters/client';
import { entryKey } from '../../adapters/keys';
import { memoryLimiter, type MakeLimiter, type RateLimiter } from '../../adapters/rate-limiters';
import type { Refusal } from '../../core/faults';
import { siteOf, withoutQuery } from '../../core/moderation/sites';
import { err, ok, type Result } from '../../core/result';
import type { LimitedLog } from './limited';
import type { OpenTarget, Sender } from './types';

/** What one ping for a published page of ours is counted under, beside its sender. */
export interface Countable {
  /** The source's host; on hosts of many users, the user's part of it. */
  readonly sourceHost: string;
  readonly target: { readonly key: string; readonly url: string };
}

/**
 * The limits of `receive.rateLimit`. Only the sender's own refuses. What is verified counts under its source host, its target
 * and in all; what is not counts apart. Beyond the former a ping waits for the worker, beyond the latter that of a network
 * which sent something in vain in the last minute: a limit that refused could be used up in somebody else's name.
 */
export interface Limits {
  /** Counts a request of this sender, before its body is read. */
  countSender(client: Client): Promise<Result<void, Refusal>>;
  /** Null when a ping may be verified while its sender waits, else the seconds until the worker may take it. */
  inlineDelay(ping: Countable, sender: Sender): Promise<number | null>;
  /** Seconds until the worker may verify a ping; 0: now. @param o.age seconds since it was received */
  workerDelay(ping: Countable, o: { age: number }): Promise<number>;
  /** Counts a ping that led to a new linkback. */
  countVerified(ping: Countable): Promise<void>;
  /** Counts a ping that was verified in vain, or took longer than its sender could wait. */
  countUnverified(ping: Countable, sender: Sender): Promise<void>;
}

const KINDS = ['sourceHost', 'target', 'total'] as const;
type Kind = (typeof KINDS)[number];
type Rates = Readonly<Record<Kind | 'client', number | false>>;

/** Seconds for which limits hold a ping back. Then it is verified whatever they say, so a flood delays and never mutes. */
const PATIENCE = 900;
/** Seconds over which those who wait for the same limit are spread. */
const SPREAD = 10;

export const createLimits = (o: {
  rates: Rates;
  limited: LimitedLog;
  makeLimiter?: MakeLimiter;
  random?: () => number;
}): Limits => {
  const { rates, limited, makeLimiter = memoryLimiter, random = Math.random } = o;
  const limiterOf = (name: string, points: number | false): RateLimiter | null =>
    points === false ? null : makeLimiter(name, points);
  const client = limiterOf('client', rates.client);
  // Visitors behind a proxy that Strapi does not trust are told apart by what anybody can write: no limit of one client.
  const proxied = limiterOf('proxied', rates.client && rates.total);
  const limitersOf = (prefix: string): Readonly<Record<Kind, RateLimiter | null>> => ({
    sourceHost: limiterOf(`${prefix}-sourceHost`, rates.sourceHost),
    target: limiterOf(`${prefix}-target`, rates.target),
    total: limiterOf(`${prefix}-total`, rates.total),
  });
  const verified = limitersOf('verified');
  const unverified = limitersOf('unverified');
  // Who sent nothing in vain lately is not kept waiting for what others sent.
  const failedSender = makeLimiter('unverified-network', 1);

  /** Milliseconds until none of the limits is used up. */
  const waitFor = async (limiters: typeof verified, ping: Countable): Promise<number> => {
    const waits = await Promise.all(
      KINDS.map(async (kind) => ({ kind, ms: (await limiters[kind]?.wait(keyOf(kind, ping))) ?? 0 }))
    );
    const longest = waits.reduce((one, other) => (other.ms > one.ms ? other : one));
    if (longest.ms > 0) limited.note(longest.kind, nameOf(longest.kind, ping));
    return longest.ms;
  };
  const countIn = async (limiters: typeof verified, ping: Countable): Promise<void> => {
    await Promise.all(KINDS.map((kind) => limiters[kind]?.count(keyOf(kind, ping))));
  };

  return {
    async countSender({ kind, key }) {
      const ms = (await (kind === 'proxied' ? proxied : client)?.count(key)) ?? 0;
      if (ms === 0) return ok(undefined);
      limited.note('client', key);
      return err({ kind: 'limited', retryAfter: Math.ceil(ms / 1000) });
    },

    async inlineDelay(ping, sender) {
      const ms = await waitFor(verified, ping);
      if (ms > 0) return ms / 1000 + random() * SPREAD;
      const hasFailed = (await failedSender.wait(networkKey(sender))) > 0;
      return hasFailed && (await waitFor(unverified, ping)) > 0 ? 0 : null;
    },

    async workerDelay(ping, { age }) {
      if (age >= PATIENCE) return 0;
      const ms = await waitFor(verified, ping);
      if (ms === 0) return 0;
      // Each time as long as it has waited already: a crowd that waits is not asked again every minute.
      return Math.min(PATIENCE - age, Math.max(ms / 1000, age) + random() * SPREAD);
    },

    countVerified: (ping) => countIn(verified, ping),
    async countUnverified(ping, sender) {
      await Promise.all([failedSender.count(networkKey(sender)), countIn(unverified, ping)]);
    },
  };
};

/** Senders whose network is not certain count as one. */
const networkKey = ({ network }: Sender): string => network ?? 'unknown';

/** What a ping from a source for a published entry is counted under. */
export const countableOf = (
  source: string,
  { entry, url }: Pick<OpenTarget, 'entry' | 'url'>,
  sharedHosts: readonly string[]
): Countable => ({
  sourceHost: siteOf(withoutQuery(source), sharedHosts),
  target: { key: entryKey(entry.ref), url: entry.url ?? url },
});

const keyOf = (kind: Kind, { sourceHost, target }: Countable): string => {
  if (kind === 'sourceHost') return sourceHost;
  return kind === 'target' ? target.key : 'all';
};

const nameOf = (kind: Kind, { sourceHost, target }: Countable): string => {
  if (kind === 'sourceHost') return sourceHost;
  return kind === 'target' ? target.url : '';
};
