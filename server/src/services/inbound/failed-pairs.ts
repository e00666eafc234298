import type { Refusal } from '../../core/faults';

/** What became of a pair that was verified in vain. */
export interface FailedPair {
  readonly refusal: Refusal;
  /** Milliseconds that the answer took: whoever asks again waits as long, and learns nothing from the time. */
  readonly took: number;
}

/** Pairs that failed lately: asked again, they are answered without a fetch (PROTOCOLS §6). */
export interface FailedPairs {
  recall(pairKey: string): FailedPair | null;
  remember(pairKey: string, failed: FailedPair): void;
}

/** @param o.ms how long, @param o.most how many are remembered; the oldest go first */
export const createFailedPairs = ({
  ms = 600_000,
  most = 10_000,
  now = () => performance.now(),
} = {}): FailedPairs => {
  // A Map keeps the order of insertion: the oldest is the first.
  const pairs = new Map<string, FailedPair & { readonly until: number }>();

  return {
    recall(pairKey) {
      const failed = pairs.get(pairKey);
      if (!failed) return null;
      if (now() < failed.until) return failed;
      pairs.delete(pairKey);
      return null;
    },
    remember(pairKey, failed) {
      pairs.delete(pairKey);
      pairs.set(pairKey, { ...failed, until: now() + ms });
      const [oldest] = pairs.keys();
      if (pairs.size > most && oldest !== undefined) pairs.delete(oldest);
    },
  };
};
