import { describe, expect, it } from 'vitest';
import { createFailedPairs } from '../../../server/src/services/inbound/failed-pairs';

const failed = { refusal: { kind: 'no-link' }, took: 5 } as const;

describe('pairs that failed', () => {
  it('are remembered for ten minutes', () => {
    let time = 0;
    const pairs = createFailedPairs({ now: () => time });
    pairs.remember('a', failed);

    expect(pairs.recall('b')).toBeNull();
    time = 599_999;
    expect(pairs.recall('a')).toMatchObject(failed);
    time = 600_000;
    expect(pairs.recall('a')).toBeNull();
  });

  it('push the oldest out when there are too many', () => {
    const pairs = createFailedPairs({ most: 2 });
    for (const pair of ['a', 'b', 'a', 'c']) pairs.remember(pair, failed);

    expect(['a', 'b', 'c'].map((pair) => pairs.recall(pair) !== null)).toEqual([true, false, true]);
  });
});
