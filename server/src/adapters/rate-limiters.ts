import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { describeBriefly } from '../core/describe-error';

/** Counts towards one limit. */
export interface RateLimiter {
  /** Counts one. Resolves to the milliseconds until the key is free again when that is beyond the limit, else to 0. */
  count(key: string): Promise<number>;
  /** Counts nothing. Resolves to the milliseconds until the key is free again when the limit is used up, else to 0. */
  wait(key: string): Promise<number>;
}

/** @param points what may be consumed under one key in a minute */
export type MakeLimiter = (name: string, points: number) => RateLimiter;

export interface RedisLimiters {
  readonly make: MakeLimiter;
  close(): void;
}

/** Seconds. */
const MINUTE = 60;
/** Milliseconds for an answer: a sender waits meanwhile. */
const PATIENCE = 250;
const CONNECT = 1_000;
/** Milliseconds between two attempts to connect: from, to. */
const RETRY = [100, 10_000] as const;

/** Counts in this process's memory. */
export const memoryLimiter: MakeLimiter = (_name, points) =>
  counterOf(new RateLimiterMemory({ points, duration: MINUTE }));

const counterOf = (limiter: RateLimiterMemory | RateLimiterRedis): RateLimiter => ({
  async count(key) {
    try {
      await limiter.consume(key);
      return 0;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
      throw refusal;
    }
  },
  async wait(key) {
    const counted = await limiter.get(key);
    const isUsedUp = counted !== null && counted.consumedPoints >= limiter.points;
    return isUsedUp ? Math.max(1, counted.msBeforeNext) : 0;
  },
});

/**
 * Counts in Redis, for all processes together. As long as Redis cannot be asked each process counts in its memory: a
 * ping never fails for it. The package is loaded with the first ping.
 *
 * @param o.prefix of the keys, so that several projects can share one Redis
 * @param o.patience milliseconds after which a Redis that does not answer is left
 * @param o.tell hears once when Redis is lost, and once when it is back
 */
export const createRedisLimiters = (o: {
  url: string;
  prefix: string;
  patience?: number;
  tell(news: { lost: string } | 'back'): void;
}): RedisLimiters => {
  const { url, patience = PATIENCE } = o;
  let client: Promise<Redis> | null = null;
  let isLost = false;
  const lost = (error: unknown): void => {
    if (!isLost) o.tell({ lost: describeBriefly(error) });
    isLost = true;
  };
  const back = (): void => {
    if (isLost) o.tell('back');
    isLost = false;
  };

  /** One that is there but does not answer is left: while it is connected anew, nobody waits for it. */
  const giveUp = (redis: Redis, error: unknown): void => {
    lost(error);
    if (redis.status === 'ready') redis.disconnect(true);
  };

  return {
    make(name, points) {
      const fallback = memoryLimiter(name, points);
      const make = (redis: Redis) => ({
        redis,
        limiter: counterOf(
          new RateLimiterRedis({
            storeClient: redis,
            points,
            duration: MINUTE,
            keyPrefix: `${o.prefix}:${name}`,
            rejectIfRedisNotReady: true,
          })
        ),
      });
      let made: Promise<ReturnType<typeof make>> | null = null;

      const ask = async (question: (limiter: RateLimiter) => Promise<number>): Promise<number> => {
        client ??= connect({ url, patience, lost, back });
        made ??= client.then(make);
        const { redis, limiter } = await made;
        try {
          return await question(limiter);
        } catch (error) {
          giveUp(redis, error);
          return question(fallback);
        }
      };

      return {
        count: (key) => ask((limiter) => limiter.count(key)),
        wait: (key) => ask((limiter) => limiter.wait(key)),
      };
    },
    close: () => void client?.then((redis) => redis.disconnect()),
  };
};

const connect = async (o: {
  url: string;
  patience: number;
  lost(error: unknown): void;
  back(): void;
}): Promise<Redis> => {
  const { Redis } = await import('ioredis');
  const redis = new Redis(o.url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: Math.max(CONNECT, o.patience),
    commandTimeout: o.patience,
    retryStrategy: (times) => Math.min(RETRY[1], RETRY[0] * 2 ** times),
  });
  redis.on('error', o.lost);
  redis.on('ready', o.back);
  // The first ping waits for it, but no longer than for an answer.
  await Promise.race([redis.connect().catch(o.lost), sleep(o.patience, undefined, { ref: false })]);
  return redis;
};
