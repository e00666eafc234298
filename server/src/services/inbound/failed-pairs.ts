import type { Refusal } from '../../core/faults';

/** How a pair failed to verify. */
export interface FailedPair {
  readonly refusal: Refusal;
  /** Milliseconds that the answer took: whoever asks again waits as long, and learns nothing from the time. */
  readonly took: number;
  /** Key of the ping that failed: what it wrote and who sent it. */
  readonly ping: string;
}

/**
 * What a ping for a pair that failed lately gets. `refuse`: the same ping was answered a moment ago, and is answered the same again.
 * `wait`: the answer may have changed; the pair is fetched again in so many seconds.
 */
export type FailedLately =
  | { readonly kind: 'refuse'; readonly refusal: Refusal; readonly took: number }
  | { readonly kind: 'wait'; readonly seconds: number };

/**
 * Remembers pairs that failed, so that nobody makes us fetch the same page in vain again and again (PROTOCOLS §6). The time
 * until the next fetch is short, and doubles with each failure. Only the ping that failed last is refused, and
 * only for a moment: whoever pings a page before it exists, or with other words, must not silence the site's own ping.
 */
export interface FailedPairs {
  recall(pairKey: string, ping: string): FailedLately | null;
  remember(pairKey: string, failed: FailedPair): void;
  /** The pair was verified. */
  forget(pairKey: string): void;
}

interface Memory extends FailedPair {
  readonly failures: number;
  readonly failedAt: number;
  /** Until then it is not fetched. */
  readonly until: number;
  /** After this time the next failure counts as the first. */
  readonly expires: number;
}

/**
 * @param o.first milliseconds after the first failure, and for which an answer is repeated
 * @param o.longest milliseconds at most
 * @param o.most pairs that are remembered; the oldest go first
 */
export const createFailedPairs = ({
  first = 3_000,
  longest = 600_000,
  most = 10_000,
  now = () => performance.now(),
} = {}): FailedPairs => {
  // A Map keeps the order of insertion: the oldest is the first.
  const pairs = new Map<string, Memory>();

  const find = (pairKey: string): Memory | null => {
    const memory = pairs.get(pairKey);
    if (memory && now() < memory.expires) return memory;
    pairs.delete(pairKey);
    return null;
  };

  return {
    recall(pairKey, ping) {
      const memory = find(pairKey);
      const left = memory ? memory.until - now() : 0;
      if (!memory || left <= 0) return null;
      const isRepeated = memory.ping === ping && now() - memory.failedAt < first;
      if (isRepeated) return { kind: 'refuse', refusal: memory.refusal, took: memory.took };
      return { kind: 'wait', seconds: left / 1000 };
    },
    remember(pairKey, failed) {
      const failures = (find(pairKey)?.failures ?? 0) + 1;
      const failedAt = now();
      const until = failedAt + Math.min(longest, first * 2 ** (failures - 1));
      pairs.delete(pairKey);
      pairs.set(pairKey, { ...failed, failures, failedAt, until, expires: until + longest });
      const [oldest] = pairs.keys();
      if (pairs.size > most && oldest !== undefined) pairs.delete(oldest);
    },
    forget: (pairKey) => void pairs.delete(pairKey),
  };
};
