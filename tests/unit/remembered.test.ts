import { afterEach, describe, expect, it, vi } from 'vitest';
import { remembered } from '../../server/src/adapters/remembered';

/** A source whose answers come when the test says so. */
const slow = () => {
  const waiting: ((value: string) => void)[] = [];
  return {
    asked: () => waiting.length,
    load: (): Promise<string> => new Promise((resolve) => waiting.push(resolve)),
    answer: (value: string) => waiting.at(-1)?.(value),
    answerTo: (index: number, value: string) => waiting[index]?.(value),
  };
};

afterEach(() => vi.useRealTimers());

describe('what is remembered for a moment', () => {
  it('is asked for once, and anew when the time is over', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    let count = 0;
    const memory = remembered({ ms: 40, max: 10, load: async (key) => `${key} ${(count += 1)}` });
    expect([await memory.get('a'), await memory.get('a'), await memory.get('b')]).toEqual([
      'a 1',
      'a 1',
      'b 2',
    ]);
    vi.advanceTimersByTime(40);
    expect(await memory.get('a')).toBe('a 3');
  });

  it('is not given after a write, not even when the old value arrives later', async () => {
    const source = slow();
    const memory = remembered({ ms: 60_000, max: 10, load: source.load });
    const before = memory.get('a');
    memory.forget();
    source.answer('old');
    expect(await before).toBe('old');

    const after = memory.get('a');
    expect(source.asked()).toBe(2);
    source.answer('new');
    expect(await after).toBe('new');
    expect(await memory.get('a')).toBe('new');
    expect(source.asked()).toBe(2);
  });

  it('waits for nobody else who asks: that one may be waiting for us', async () => {
    const source = slow();
    const memory = remembered({ ms: 60_000, max: 10, load: source.load });
    const stuck = memory.get('a');
    const free = memory.get('a');
    source.answerTo(1, 'there');
    expect(await free).toBe('there');
    source.answerTo(0, 'there');
    expect(await stuck).toBe('there');
  });

  it('is never more than so many values', async () => {
    const asked: string[] = [];
    const load = async (key: string): Promise<string> => {
      asked.push(key);
      return key;
    };
    const memory = remembered({ ms: 60_000, max: 2, load });
    for (const key of ['a', 'b', 'c', 'c', 'a']) await memory.get(key);
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
  });
});
