import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { senderAt } from '../../server/src/adapters/client';
import { createRedisLimiters } from '../../server/src/adapters/rate-limiters';
import { createLimitedLog } from '../../server/src/services/inbound/limited';
import { createLimits } from '../../server/src/services/inbound/limits';
import { startRelay } from '../helpers/redis-relay';
import { until } from '../helpers/until';

const PORT = Number(process.env.REDIS_PORT ?? 6379);
const RATES = { client: 3, sourceHost: false, target: false, total: 5 } as const;
const CLIENT = { kind: 'direct', address: '203.0.113.9', ...senderAt('203.0.113.9') } as const;

describe('limits in Redis', () => {
  const started: { close?(): void; stop?(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const { close, stop } of started.splice(0)) {
      close?.();
      await stop?.();
    }
  });

  /** The limits of one process. A Redis that answers is not left, however slow the machine. */
  const processOf = (prefix: string, url = `redis://127.0.0.1:${PORT}`) => {
    const news: unknown[] = [];
    const redis = createRedisLimiters({ url, prefix, patience: 5_000, tell: (one) => news.push(one) });
    started.push(redis);
    const limits = createLimits({
      rates: RATES,
      limited: createLimitedLog({ say: () => undefined }),
      makeLimiter: redis.make,
    });
    return { news, limits, knock: async () => (await limits.countSender(CLIENT)).ok };
  };

  it('count for all processes together, and say when to come back', async () => {
    const prefix = randomUUID();
    const [one, two] = [processOf(prefix), processOf(prefix)];

    expect([await one.knock(), await two.knock(), await one.knock()]).toEqual([true, true, true]);
    expect(await two.knock()).toBe(false);
    const refused = await one.limits.countSender(CLIENT);
    expect(refused).toEqual({ ok: false, error: { kind: 'limited', retryAfter: expect.any(Number) } });
    if (!refused.ok && refused.error.kind === 'limited') {
      expect(refused.error.retryAfter).toBeGreaterThan(0);
      expect(refused.error.retryAfter).toBeLessThanOrEqual(60);
    }
    expect([...one.news, ...two.news]).toEqual([]);
  });

  it('count what was verified, and what was not, for all processes together', async () => {
    const prefix = randomUUID();
    const [one, two] = [processOf(prefix), processOf(prefix)];
    const ping = { sourceHost: 'blog.example', target: { key: 'a', url: 'https://here.example/a' } };
    const sender = senderAt(CLIENT.address);
    for (let i = 0; i < 5; i += 1) await one.limits.countUnverified(ping, sender);
    expect(await two.limits.inlineDelay(ping, sender)).toBe(0);
    expect(await two.limits.inlineDelay(ping, senderAt('198.51.100.7'))).toBeNull();
    expect(await two.limits.workerDelay(ping, { age: 0 })).toBe(0);

    for (let i = 0; i < 5; i += 1) await two.limits.countVerified(ping);
    for (const delay of [
      await one.limits.inlineDelay(ping, senderAt('198.51.100.7')),
      await one.limits.workerDelay(ping, { age: 0 }),
    ]) {
      expect(delay).toBeGreaterThan(0);
      expect(delay).toBeLessThanOrEqual(70);
    }
    expect([...one.news, ...two.news]).toEqual([]);
  });

  it('of two projects in one Redis are apart', async () => {
    const [one, other] = [processOf(randomUUID()), processOf(randomUUID())];
    for (let i = 0; i < 4; i += 1) await one.knock();

    expect(await one.knock()).toBe(false);
    expect(await other.knock()).toBe(true);
  });

  it.each(['cut', 'silence'] as const)(
    'go on in memory after a %s, and in Redis once it is back',
    async (how) => {
      const relay = await startRelay(PORT);
      started.push(relay);
      const prefix = randomUUID();
      const [far, near] = [processOf(prefix, relay.url), processOf(prefix)];
      expect([await far.knock(), await near.knock()]).toEqual([true, true]);

      await relay[how]();
      const alone = [await far.knock(), await far.knock(), await far.knock(), await far.knock()];
      expect(alone).toEqual([true, true, true, false]);
      expect(far.news).toEqual([{ lost: expect.any(String) }]);

      await relay.mend();
      await until('Redis is back', () => far.news.length === 2);
      expect(far.news[1]).toBe('back');
      expect([await far.knock(), await far.knock()]).toEqual([true, false]);
    }
  );
});
