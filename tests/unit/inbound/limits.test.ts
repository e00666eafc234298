import { describe, expect, it } from 'vitest';
import { senderAt, type Client } from '../../../server/src/adapters/client';
import { memoryLimiter } from '../../../server/src/adapters/rate-limiters';
import { createLimitedLog } from '../../../server/src/services/inbound/limited';
import { countableOf, createLimits, type Countable } from '../../../server/src/services/inbound/limits';
import type { OpenTarget } from '../../../server/src/services/inbound/types';
import { createClock, limitersBy } from './fake-clock';

const OFF = { client: false, sourceHost: false, target: false, total: false } as const;
type Rates = Parameters<typeof createLimits>[0]['rates'];

const start = (rates: Partial<Rates>) => {
  const clock = createClock();
  const limited = createLimitedLog({ say: () => undefined, now: clock.now });
  const makeLimiter = limitersBy(clock);
  const limits = createLimits({ rates: { ...OFF, ...rates }, limited, makeLimiter, random: () => 0 });
  return { clock, limited, limits };
};
const client = (address: string, kind: Client['kind'] = 'direct'): Client => ({
  kind,
  address,
  ...senderAt(address),
});
const [STRANGER, OTHER] = [senderAt('203.0.113.9'), senderAt('198.51.100.9')];
const ping = (over: Partial<Countable> = {}): Countable => ({
  sourceHost: 'blog.example',
  target: { key: 'a', url: 'https://here.example/a' },
  ...over,
});
const B = { key: 'b', url: 'https://here.example/b' };

describe('the limit of one sender', () => {
  it('refuses what is beyond it, and says when to come back', async () => {
    const { limits, clock } = start({ client: 2 });
    const knock = async () => (await limits.countSender(client('203.0.113.9'))).ok;
    expect([await knock(), await knock(), await knock()]).toEqual([true, true, false]);

    clock.pass(20_500);
    const answer = await limits.countSender(client('203.0.113.9'));
    expect(answer).toEqual({ ok: false, error: { kind: 'limited', retryAfter: 40 } });
    expect((await limits.countSender(client('203.0.113.10'))).ok).toBe(true);
    clock.pass(40_000);
    expect(await knock()).toBe(true);
  });

  it('is not that of a proxy, which may send as much as all', async () => {
    const { limits } = start({ client: 1, total: 3 });
    const knock = async () => (await limits.countSender(client('127.0.0.1', 'proxied'))).ok;

    expect([await knock(), await knock(), await knock(), await knock()]).toEqual([true, true, true, false]);
  });
});

describe('what was verified', () => {
  it.each<[keyof Rates, Partial<Countable>]>([
    ['sourceHost', { sourceHost: 'other.example' }],
    ['target', { target: B }],
  ])('%s: delays what is beyond the limit, and nothing else', async (kind, other) => {
    const { limits, clock } = start({ [kind]: 2 });
    await limits.countVerified(ping());
    expect(await limits.inlineDelay(ping(), OTHER)).toBeNull();
    await limits.countVerified(ping());
    clock.pass(10_000);

    expect(await limits.inlineDelay(ping(), OTHER)).toBe(50);
    expect(await limits.workerDelay(ping(), { age: 5 })).toBe(50);
    expect(await limits.inlineDelay(ping(other), OTHER)).toBeNull();
    clock.pass(50_000);
    expect(await limits.inlineDelay(ping(), OTHER)).toBeNull();
    expect(await limits.workerDelay(ping(), { age: 60 })).toBe(0);
  });

  it('counts in all', async () => {
    const { limits } = start({ total: 1 });
    await limits.countVerified(ping());

    expect(await limits.inlineDelay({ sourceHost: 'b.example', target: B }, OTHER)).toBe(60);
  });

  it('delays a ping ever longer, but a quarter of an hour in all: a flood that lasts keeps nobody out', async () => {
    const { limits, clock } = start({ target: 1 });
    const askedAt: number[] = [];
    for (let age = 0; ; age = clock.now() / 1000) {
      await limits.countVerified(ping());
      const delay = await limits.workerDelay(ping(), { age });
      if (delay === 0) break;
      askedAt.push(age);
      clock.pass(delay * 1000);
    }

    expect(askedAt).toEqual([0, 60, 120, 240, 480]);
    expect(clock.now()).toBe(900_000);
  });

  it('is counted on hosts of many users for each of them', () => {
    const target = { entry: { ref: { uid: 'u', documentId: 'd', locale: '' }, url: null }, url: 'x' };
    const hostOf = (source: string) =>
      countableOf(source, target as unknown as OpenTarget, ['medium.example']).sourceHost;

    expect(hostOf('https://medium.example/@jane/post')).toBe('medium.example/@jane');
    expect(hostOf('https://blog.example:8080/post')).toBe('blog.example');
  });
});

describe('what could not be verified', () => {
  const junk = async (rates: Partial<Rates>, times: number) => {
    const started = start(rates);
    for (let i = 0; i < times; i += 1) await started.limits.countUnverified(ping(), STRANGER);
    return started;
  };

  it.each<keyof Rates>(['sourceHost', 'target', 'total'])(
    '%s: leaves what else comes from its network to the worker, at once, and nobody else’s',
    async (kind) => {
      const { limits, clock } = await junk({ [kind]: 2 }, 2);

      expect(await limits.inlineDelay(ping(), STRANGER)).toBe(0);
      expect(await limits.inlineDelay(ping(), senderAt('203.0.113.77'))).toBe(0);
      expect(await limits.inlineDelay(ping(), OTHER)).toBeNull();
      expect(await limits.workerDelay(ping(), { age: 0 })).toBe(0);
      clock.pass(60_000);
      expect(await limits.inlineDelay(ping(), STRANGER)).toBeNull();
    }
  );

  it('is verified at once up to the limit, whoever it comes from', async () => {
    const { limits } = await junk({ target: 3 }, 2);

    expect(await limits.inlineDelay(ping(), STRANGER)).toBeNull();
  });

  it('is one sender behind a proxy that is not trusted: keys that it makes up are no way round', async () => {
    const { limits } = start({ target: 1 });
    await limits.countUnverified(ping(), { key: '127.0.0.1 #a', network: null });

    expect(await limits.inlineDelay(ping(), { key: '127.0.0.1 #b', network: null })).toBe(0);
  });
});

describe('limits that are off', () => {
  it('neither count nor delay', async () => {
    const { limits, limited } = start({});
    for (let i = 0; i < 100; i += 1) {
      expect((await limits.countSender(client('203.0.113.9'))).ok).toBe(true);
      expect((await limits.countSender(client('127.0.0.1', 'proxied'))).ok).toBe(true);
      await limits.countVerified(ping());
      await limits.countUnverified(ping(), STRANGER);
      expect(await limits.inlineDelay(ping(), STRANGER)).toBeNull();
      expect(await limits.workerDelay(ping(), { age: 0 })).toBe(0);
    }
    expect(limited.list()).toEqual([]);
  });
});

describe('a limiter in memory', () => {
  it('tells how long to wait once it is used up, also without counting', async () => {
    const limiter = memoryLimiter('test', 2);
    expect([await limiter.wait('a'), await limiter.count('a'), await limiter.wait('a')]).toEqual([0, 0, 0]);
    expect(await limiter.count('a')).toBe(0);

    for (const wait of [await limiter.wait('a'), await limiter.count('a')]) {
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(60_000);
    }
    expect(await limiter.wait('b')).toBe(0);
  });
});

describe('the log of limits', () => {
  it('says what was refused and what was delayed, by limit and key, the latest first', async () => {
    const { limits, limited, clock } = start({ client: 1, target: 1 });
    for (let i = 0; i < 3; i += 1) await limits.countSender(client('2001:db8:1:2::1'));
    clock.pass(1_000);
    await limits.countVerified(ping());
    await limits.inlineDelay(ping(), OTHER);

    expect(limited.list()).toEqual([
      {
        kind: 'target',
        key: 'https://here.example/a',
        result: 'delayed',
        count: 1,
        last: '1970-01-01T00:00:01.000Z',
      },
      {
        kind: 'client',
        key: '2001:db8:1:2',
        result: 'refused',
        count: 2,
        last: '1970-01-01T00:00:00.000Z',
      },
    ]);
  });

  it('forgets the oldest under a flood of keys, and cuts long ones', () => {
    const limited = createLimitedLog({ say: () => undefined, most: 2 });
    for (const key of ['a', 'b', 'a', 'x'.repeat(1_000)]) limited.note('target', key);

    expect(limited.list().map(({ key, count }) => [key.length, count])).toEqual([
      [255, 1],
      [1, 2],
    ]);
  });
});
