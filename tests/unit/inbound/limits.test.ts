import { describe, expect, it } from 'vitest';
import { createLimitedLog } from '../../../server/src/services/inbound/limited';
import { clientKey, createLimits, type Limits } from '../../../server/src/services/inbound/limits';

/** As a ping is counted: its sender first. */
const count = async (limits: Limits, { address, ...rest }: ReturnType<typeof ping>) => {
  const sender = await limits.countSender(address);
  return sender.ok ? limits.countPing(rest) : sender;
};
const OFF = { client: false, sourceHost: false, target: false, total: false } as const;
const limitsOf = (rates: Parameters<typeof createLimits>[0]['rates']) =>
  createLimits({ rates, limited: createLimitedLog() });
const ping = (over: object = {}) => ({
  address: '203.0.113.9',
  sourceHost: 'blog.example',
  target: 'https://example.com/a',
  ...over,
});

describe('the limits of received pings', () => {
  it.each<[keyof typeof OFF, object]>([
    ['client', { address: '203.0.113.10' }],
    ['sourceHost', { sourceHost: 'other.example' }],
    ['target', { target: 'https://example.com/b' }],
  ])('%s: counts each apart', async (name, other) => {
    const limits = limitsOf({ ...OFF, [name]: 2 });
    const answers = [await count(limits, ping()), await count(limits, ping()), await count(limits, ping())];

    expect(answers.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect((await count(limits, ping(other))).ok).toBe(true);
  });

  it('total: counts all together, and says when to come back', async () => {
    const limits = limitsOf({ ...OFF, total: 1 });
    await count(limits, ping());
    const answer = await count(limits, ping({ address: '::1', sourceHost: 'b.example', target: 'x' }));

    expect(answer).toEqual({ ok: false, error: { kind: 'limited', retryAfter: expect.any(Number) } });
    if (!answer.ok && answer.error.kind === 'limited') {
      expect(answer.error.retryAfter).toBeGreaterThan(0);
      expect(answer.error.retryAfter).toBeLessThanOrEqual(60);
    }
  });

  it('one client at its limit uses up nothing of the others', async () => {
    const limits = limitsOf({ ...OFF, client: 1, total: 2 });
    for (let i = 0; i < 5; i += 1) await count(limits, ping());

    expect((await count(limits, ping({ address: '203.0.113.10' }))).ok).toBe(true);
  });

  it('off: counts nothing', async () => {
    const limits = limitsOf(OFF);
    const answers = await Promise.all(Array.from({ length: 100 }, () => count(limits, ping())));

    expect(answers.every(({ ok }) => ok)).toBe(true);
  });
});

describe('the key of a client', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::1', '2001:db8:1:2'],
    ['not an address', 'unknown'],
    [null, 'unknown'],
  ])('of %s is %s', (address, key) => {
    expect(clientKey(address)).toBe(key);
  });
});

describe('the log of refusals', () => {
  it('counts by limit and key, the latest first', async () => {
    let time = 0;
    const limited = createLimitedLog({ now: () => (time += 1_000) });
    const limits = createLimits({ rates: { ...OFF, client: 1, total: 1 }, limited });
    for (let i = 0; i < 3; i += 1) await count(limits, ping());
    await count(limits, ping({ address: '2001:db8:1:2::1' }));

    expect(limited.list()).toEqual([
      { kind: 'total', key: '', count: 1, last: '1970-01-01T00:00:03.000Z' },
      { kind: 'client', key: '203.0.113.9', count: 2, last: '1970-01-01T00:00:02.000Z' },
    ]);
  });

  it('forgets the oldest under a flood of keys, and cuts long ones', () => {
    const limited = createLimitedLog({ most: 2 });
    for (const key of ['a', 'b', 'a', 'x'.repeat(1_000)]) limited.note('target', key);

    expect(limited.list().map(({ key, count }) => [key.length, count])).toEqual([
      [255, 1],
      [1, 2],
    ]);
  });
});
