import ipaddr from 'ipaddr.js';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { memoryLimiter, type MakeLimiter, type RateLimiter } from '../../adapters/rate-limiters';
import type { Refusal } from '../../core/faults';
import { err, ok, type Result } from '../../core/result';
import type { LimitedLog } from './limited';

/** What one ping is counted under, beside its sender. */
export interface Countable {
  readonly sourceHost: string;
  readonly target: string;
}

export interface Limits {
  /** Counts a request of this sender, before its body is read. */
  countSender(address: string | null): Promise<Result<void, Refusal>>;
  /**
   * Counts a ping; the first limit that it exceeds refuses it, and the later ones do not count it. That for all comes last: what
   * one host or one target is refused must not use up what is left for the others.
   */
  countPing(ping: Countable): Promise<Result<void, Refusal>>;
}

type Kind = 'client' | 'sourceHost' | 'target' | 'total';
type Rates = Readonly<Record<Kind, number | false>>;

/** The limits of `receive.rateLimit`, per minute. */
export const createLimits = (o: { rates: Rates; limited: LimitedLog; makeLimiter?: MakeLimiter }): Limits => {
  const { rates, limited, makeLimiter = memoryLimiter } = o;
  const limiterOf = (kind: Kind): RateLimiter | null => {
    const points = rates[kind];
    return points === false ? null : makeLimiter(kind, points);
  };
  const limiters: Readonly<Record<Kind, RateLimiter | null>> = {
    client: limiterOf('client'),
    sourceHost: limiterOf('sourceHost'),
    target: limiterOf('target'),
    total: limiterOf('total'),
  };

  const count = async (keys: readonly (readonly [Kind, string])[]): Promise<Result<void, Refusal>> => {
    for (const [kind, key] of keys) {
      const wait = await consume(limiters[kind], key);
      if (wait === null) continue;
      limited.note(kind, key);
      return err({ kind: 'limited', retryAfter: wait });
    }
    return ok(undefined);
  };

  return {
    countSender: (address) => count([['client', clientKey(address)]]),
    countPing: ({ sourceHost, target }) =>
      count([
        ['sourceHost', sourceHost],
        ['target', target],
        ['total', ''],
      ]),
  };
};

/** An IPv6 client owns a whole /64: its addresses count as one. */
export const clientKey = (address: string | null): string => {
  if (!address || !ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':');
};

/** Seconds to wait when the limit is exceeded, else null. */
const consume = async (limiter: RateLimiter | null, key: string): Promise<number | null> => {
  if (!limiter) return null;
  try {
    await limiter.consume(key);
    return null;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
  }
};
