export interface Remembered<T> {
  get(key: string): Promise<T>;
  /** After a write: nothing that was read before it is given again. */
  forget(): void;
}

/**
 * What `load` gives for a key, asked for at most once in `ms` milliseconds, for at most `max` keys. Values are shared, not
 * promises: who waits inside a transaction must never wait for who waits for its connection.
 */
export const remembered = <T>(o: {
  ms: number;
  max: number;
  load(key: string): Promise<T>;
}): Remembered<T> => {
  const known = new Map<string, { readonly value: T; readonly until: number }>();
  let writes = 0;

  return {
    async get(key) {
      const there = known.get(key);
      if (there && performance.now() < there.until) return there.value;
      const before = writes;
      const value = await o.load(key);
      // What was being read while somebody wrote may be the old value.
      if (before !== writes) return value;
      if (known.size >= o.max) known.clear();
      known.set(key, { value, until: performance.now() + o.ms });
      return value;
    },
    forget() {
      writes += 1;
      known.clear();
    },
  };
};
