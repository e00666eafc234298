import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFailedPairs } from '../../../server/src/services/inbound/failed-pairs';
import { createClock } from './fake-clock';

const failed = { refusal: { kind: 'no-link' }, took: 5, ping: 'stranger' } as const;
const REFUSED = { kind: 'refuse', refusal: { kind: 'no-link' }, took: 5 };
const HOUR = 3_600_000;

describe('pairs that failed', () => {
  const start = (most?: number) => {
    const clock = createClock();
    const pairs = createFailedPairs({ now: clock.now, ...(most === undefined ? {} : { most }) });
    return { clock, pairs };
  };

  it('are answered the same for three seconds, to who asked; anybody else waits', () => {
    const { clock, pairs } = start();
    pairs.remember('a', failed);

    expect(pairs.recall('b', 'stranger')).toBeNull();
    clock.pass(2_999);
    expect(pairs.recall('a', 'stranger')).toEqual(REFUSED);
    expect(pairs.recall('a', 'site')).toEqual({ kind: 'wait', seconds: 0.001 });
    clock.pass(1);
    expect([pairs.recall('a', 'stranger'), pairs.recall('a', 'site')]).toEqual([null, null]);
  });

  it('are fetched again after twice as long each time, at most ten minutes', () => {
    const { clock, pairs } = start();
    const waits = Array.from({ length: 10 }, () => {
      pairs.remember('a', failed);
      const answer = pairs.recall('a', 'site');
      const seconds = answer?.kind === 'wait' ? answer.seconds : NaN;
      clock.pass(seconds * 1_000);
      return seconds;
    });

    expect(waits).toEqual([3, 6, 12, 24, 48, 96, 192, 384, 600, 600]);
  });

  it('start anew once they were verified, and ten minutes after they might be fetched', () => {
    const { clock, pairs } = start();
    const next = (): unknown => {
      pairs.remember('a', failed);
      return pairs.recall('a', 'site');
    };
    expect([next(), next()]).toEqual([
      { kind: 'wait', seconds: 3 },
      { kind: 'wait', seconds: 6 },
    ]);
    pairs.forget('a');
    expect(pairs.recall('a', 'stranger')).toBeNull();
    expect(next()).toEqual({ kind: 'wait', seconds: 3 });
    clock.pass(603_000);
    expect(next()).toEqual({ kind: 'wait', seconds: 3 });
  });

  it('push the oldest out when there are too many', () => {
    const { pairs } = start(2);
    for (const pair of ['a', 'b', 'a', 'c']) pairs.remember(pair, failed);

    expect(['a', 'b', 'c'].map((pair) => pairs.recall(pair, 'x') !== null)).toEqual([true, false, true]);
  });

  it('never refuse a ping that did not just fail itself, and none for more than three seconds', () => {
    const step = fc.record({
      ping: fc.constantFrom('stranger', 'site', 'third'),
      pair: fc.constantFrom('a', 'b'),
      pass: fc.integer({ min: 0, max: HOUR }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { clock, pairs } = start();
        const failedAt = new Map<string, number>();
        for (const { ping, pair, pass } of steps) {
          clock.pass(pass);
          const answer = pairs.recall(pair, ping);
          const since = clock.now() - (failedAt.get(`${pair} ${ping}`) ?? -Infinity);
          if (answer?.kind === 'refuse') expect(since).toBeLessThan(3_000);
          if (answer?.kind === 'wait') expect(answer.seconds).toBeLessThanOrEqual(600);
          pairs.remember(pair, { ...failed, ping });
          failedAt.set(`${pair} ${ping}`, clock.now());
        }
      })
    );
  });
});
