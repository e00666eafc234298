/** Milliseconds over which is counted, and of the steps in which it is. */
const MINUTE = 60_000;
const STEP = 5_000;
/** Steps that a minute touches at most. */
const STEPS = MINUTE / STEP + 1;

interface Counted {
  /** The amounts of the latest steps, by the number of the step. */
  readonly amounts: Map<number, number>;
  last: number;
}

/** Amounts by key, each remembered for a minute. */
export interface MinuteCounts {
  /** What was added to a key in the last minute, and in up to five seconds before it. */
  of(key: string): number;
  add(key: string, amount: number): void;
  /** How many keys are remembered. */
  readonly size: number;
}

/** @param now milliseconds of a clock that never goes back */
export const createMinuteCounts = (now: () => number): MinuteCounts => {
  // A Map keeps the order of insertion, and what is added to is inserted again: the one that rested longest is the first.
  const keys = new Map<string, Counted>();
  const stepOf = (): number => Math.floor(now() / STEP);

  const forgetOld = (step: number): void => {
    for (const [key, { last }] of keys) {
      if (step - last < STEPS) return;
      keys.delete(key);
    }
  };

  return {
    of(key) {
      const step = stepOf();
      let sum = 0;
      for (const [at, amount] of keys.get(key)?.amounts ?? []) if (step - at < STEPS) sum += amount;
      return sum;
    },

    add(key, amount) {
      const step = stepOf();
      forgetOld(step);
      const counted = keys.get(key) ?? { amounts: new Map<number, number>(), last: step };
      for (const at of counted.amounts.keys()) if (step - at >= STEPS) counted.amounts.delete(at);
      counted.amounts.set(step, (counted.amounts.get(step) ?? 0) + amount);
      counted.last = step;
      keys.delete(key);
      keys.set(key, counted);
    },

    get size() {
      return keys.size;
    },
  };
};
