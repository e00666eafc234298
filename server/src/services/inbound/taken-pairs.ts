/**
 * Pairs that were taken a moment ago. Who asked the database before that whether a pair is known was told what is old by
 * now, and would have its source fetched once more.
 */
export interface TakenPairs {
  /** For `isTaken`: noted before the database is asked. */
  now(): number;
  remember(pairKey: string): void;
  /** Whether the pair was taken since then. */
  isTaken(pairKey: string, since: number): boolean;
}

/** @param o.ms how long, @param o.most how many are remembered; the oldest go first */
export const createTakenPairs = ({
  ms = 60_000,
  most = 10_000,
  now = () => performance.now(),
} = {}): TakenPairs => {
  // A Map keeps the order of insertion: the oldest is the first.
  const pairs = new Map<string, number>();
  const isOld = (takenAt: number): boolean => pairs.size > most || takenAt < now() - ms;

  return {
    now,
    remember(pairKey) {
      pairs.delete(pairKey);
      pairs.set(pairKey, now());
      for (const [oldest, takenAt] of pairs) {
        if (!isOld(takenAt)) break;
        pairs.delete(oldest);
      }
    },
    isTaken: (pairKey, since) => (pairs.get(pairKey) ?? -Infinity) >= since,
  };
};
