import { describe, expect, it, vi } from 'vitest';
import { createBatches } from '../../../server/src/adapters/batches';

/** Batches that answer each number with its double, and keep what each batch had. */
const doubling = ({ most = 100 } = {}) => {
  const seen: (readonly number[])[] = [];
  const batches = createBatches<number, number>({
    most,
    async work(numbers) {
      seen.push(numbers);
      return numbers.map((number) => 2 * number);
    },
  });
  return { ...batches, seen };
};

/** A promise that is settled from outside. */
const gate = () => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
};

describe('questions in batches', () => {
  it('are answered each with its own answer, those of one moment together', async () => {
    const { ask, seen } = doubling();
    expect(await Promise.all([ask(1), ask(2), ask(3)])).toEqual([2, 4, 6]);
    expect(seen).toEqual([[1, 2, 3]]);
  });

  it('wait for who is expected', async () => {
    const { ask, expect: expecting, seen } = doubling();
    const late = gate();
    const first = expecting(() => ask(1));
    const second = expecting(() => late.opened.then(() => ask(2)));
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual([]);
    late.open();
    expect(await Promise.all([first, second])).toEqual([2, 4]);
    expect(seen).toEqual([[1, 2]]);
  });

  it('do not wait for who has gone without asking', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    try {
      const { ask, expect: expecting } = doubling();
      const late = gate();
      const gone = expecting(() => late.opened);
      const asked = expecting(() => ask(1));
      late.open();
      await gone;
      // The longest wait never ends here.
      expect(await asked).toBe(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('do not wait for ever for who never comes', async () => {
    const { ask, expect: expecting } = doubling();
    void expecting(() => new Promise(() => undefined));
    expect(await expecting(() => ask(1))).toBe(2);
  });

  it('are no more than a batch may have', async () => {
    const { ask, seen } = doubling({ most: 2 });
    expect(await Promise.all([1, 2, 3, 4, 5].map(ask))).toEqual([2, 4, 6, 8, 10]);
    expect(seen).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('all fail when the work fails, and the next batch does not', async () => {
    let fails = true;
    const { ask } = createBatches<number, number>({
      most: 100,
      work: async (numbers) => {
        if (fails) throw new Error('the disk is full');
        return numbers;
      },
    });
    const answers = await Promise.allSettled([ask(1), ask(2)]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await ask(3)).toBe(3);
  });
});
