/** Rows from which on a count is remembered; below it is exact at any time. */
const MANY = 50_000;
/** Milliseconds until a remembered count is counted anew, in the background; and until it is not given any more. */
const FRESH = 5_000;
const OLDEST = 60_000;
/** Counts that are remembered at a time. */
const MOST = 100;

export type Counts = Readonly<Record<string, number>>;

export interface Tally {
  /**
   * What `count` gives, or gave a moment ago where that is many rows: no index makes a million rows quick to count.
   *
   * @param key what is counted
   */
  get(key: string, count: () => Promise<Counts>): Promise<Counts>;
  /** After a change that whoever made it wants to see: everything is counted anew. */
  forget(): void;
}

export const createTally = ({ now = () => performance.now() } = {}): Tally => {
  const known = new Map<string, { readonly counts: Counts; readonly at: number }>();
  const counting = new Map<string, Promise<Counts>>();
  let changes = 0;

  const countAnew = async (key: string, count: () => Promise<Counts>): Promise<Counts> => {
    const before = changes;
    const counts = await count();
    // What was being counted while somebody made a change may be the old number.
    if (before !== changes) return counts;
    if (known.size >= MOST) known.clear();
    if (sumOf(counts) >= MANY) known.set(key, { counts, at: now() });
    else known.delete(key);
    return counts;
  };

  /** Once for all who ask at the same time. */
  const together = (key: string, count: () => Promise<Counts>): Promise<Counts> => {
    const running = counting.get(key);
    if (running) return running;
    const counts = countAnew(key, count).finally(() => counting.delete(key));
    counting.set(key, counts);
    return counts;
  };

  return {
    async get(key, count) {
      const there = known.get(key);
      const age = there ? now() - there.at : Infinity;
      if (!there || age > OLDEST) return together(key, count);
      // Who asks next learns what went wrong, once this is too old.
      if (age > FRESH) together(key, count).catch(() => undefined);
      return there.counts;
    },
    forget() {
      changes += 1;
      known.clear();
      counting.clear();
    },
  };
};

const sumOf = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
