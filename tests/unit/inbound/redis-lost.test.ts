import { afterEach, describe, expect, it } from 'vitest';
import { senderAt } from '../../../server/src/adapters/client';
import { createRedisLimiters, type RedisLimiters } from '../../../server/src/adapters/rate-limiters';
import { createLimitedLog } from '../../../server/src/services/inbound/limited';
import { createLimits } from '../../../server/src/services/inbound/limits';
import { startRelay } from '../../helpers/redis-relay';

const RATES = { client: 2, sourceHost: false, target: false, total: false } as const;
const CLIENT = { kind: 'direct', address: '203.0.113.9', ...senderAt('203.0.113.9') } as const;

describe('limits in a Redis that cannot be asked', () => {
  const started: { close?(): void; stop?(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const { close, stop } of started.splice(0)) {
      close?.();
      await stop?.();
    }
  });

  const limitsAt = (url: string) => {
    const news: unknown[] = [];
    const redis: RedisLimiters = createRedisLimiters({ url, prefix: 'test', tell: (one) => news.push(one) });
    started.push(redis);
    return {
      news,
      limits: createLimits({
        rates: RATES,
        limited: createLimitedLog({ say: () => undefined }),
        makeLimiter: redis.make,
      }),
    };
  };

  it.each([
    ['is not there', 'cut'],
    ['takes connections and says nothing', 'silent'],
  ])('that %s: count in memory all the same, with one line for the log', async (_what, how) => {
    const relay = await startRelay(null);
    started.push(relay);
    if (how === 'cut') await relay.cut();
    const { limits, news } = limitsAt(relay.url);

    // It is loaded with the first ping.
    await import('ioredis');
    const answers = [];
    const start = performance.now();
    for (let i = 0; i < 4; i += 1) answers.push((await limits.countSender(CLIENT)).ok);

    expect(answers).toEqual([true, true, false, false]);
    // Nobody waits until Redis could be connected, ten seconds apart in the end.
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(news).toEqual([{ lost: expect.any(String) }]);
  });
});
