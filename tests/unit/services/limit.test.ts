import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLimit } from '../../../server/src/services/limit';

describe('a limit', () => {
  it('lets no more tasks run than it says, and all of them in the order they came', async () => {
    const limit = createLimit(3);
    const begun: number[] = [];
    let running = 0;
    let most = 0;
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        limit(async () => {
          begun.push(index);
          most = Math.max(most, (running += 1));
          await sleep(Math.random() * 5);
          running -= 1;
          return index;
        })
      )
    );
    expect(most).toBe(3);
    expect(begun).toEqual(results);
    expect(results).toEqual(Array.from({ length: 20 }, (_, index) => index));
  });

  it('gives the place of a task that fails to the next', async () => {
    const limit = createLimit(1);
    const failing = limit(() => Promise.reject(new Error('no')));
    const next = limit(() => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
    expect(await limit(() => Promise.resolve('again'))).toBe('again');
  });
});
