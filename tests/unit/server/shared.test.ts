import { describe, expect, it } from 'vitest';
import { gathered, shared } from '../../../server/src/services/shared';
import { until } from '../../helpers/until';

describe('questions that are asked at the same time', () => {
  it('are asked once, each key for itself, and again later', async () => {
    const asked: string[] = [];
    const ask = shared({
      keyOf: (name: string) => name,
      ask: async (name) => {
        asked.push(name);
        return name.toUpperCase();
      },
    });
    expect(await Promise.all([ask('a'), ask('b'), ask('a')])).toEqual(['A', 'B', 'A']);
    expect(asked).toEqual(['a', 'b']);
    await ask('a');
    expect(asked).toEqual(['a', 'b', 'a']);
  });

  it('are not answered with what was asked before them, and then together', async () => {
    let value = 'old';
    const answers: (() => void)[] = [];
    const ask = shared({
      keyOf: () => 'one',
      ask: async () => {
        const seen = value;
        await new Promise<void>((resolve) => answers.push(resolve));
        return seen;
      },
    });
    const first = ask(null);
    await until('it is asked', () => answers.length === 1);
    value = 'new';
    const [second, third] = [ask(null), ask(null)];
    answers[0]?.();
    expect(await first).toBe('old');
    await until('it is asked anew', () => answers.length === 2);
    answers[1]?.();
    expect(await Promise.all([second, third])).toEqual(['new', 'new']);
    expect(answers).toHaveLength(2);
  });

  it('do not wait for those that ask something else', async () => {
    const ask = shared({
      keyOf: (name: string) => name,
      ask: async (name) => (name === 'never' ? new Promise<string>(() => undefined) : name),
    });
    void ask('never');
    expect(await ask('now')).toBe('now');
  });

  it('fail together, and are asked again', async () => {
    let fails = true;
    const ask = shared({
      keyOf: () => 'one',
      ask: async () => {
        if (fails) throw new Error('not now');
        return 'yes';
      },
    });
    const [one, other] = await Promise.allSettled([ask(null), ask(null)]);
    expect([one.status, other.status]).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await ask(null)).toBe('yes');
  });
});

describe('what is asked for in one turn', () => {
  it('is loaded together; what is not there is null', async () => {
    const loads: (readonly string[])[] = [];
    const find = gathered(async (keys) => {
      loads.push([...keys]);
      return new Map(keys.filter((key) => key !== 'x').map((key) => [key, key.length]));
    });
    expect(await Promise.all([find('a'), find('bb'), find('x')])).toEqual([1, 2, null]);
    expect(await find('ccc')).toBe(3);
    expect(loads).toEqual([['a', 'bb', 'x'], ['ccc']]);
  });

  it('fails for all of that turn, and for none of the next', async () => {
    let fails = true;
    const find = gathered(async (keys) => {
      if (fails) throw new Error('not now');
      return new Map(keys.map((key) => [key, 1]));
    });
    await expect(Promise.all([find('a'), find('b')])).rejects.toThrow('not now');
    fails = false;
    expect(await find('a')).toBe(1);
  });
});
