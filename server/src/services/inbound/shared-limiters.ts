import type { Core } from '@strapi/strapi';
import { createRedisLimiters, type RedisLimiters } from '../../adapters/rate-limiters';
import { PLUGIN_ID } from '../../constants';
import { endingsOf } from '../../endings';
import { getService } from '../../get-service';
import { logLine } from '../../log-line';

/** The limits of all processes together, in the Redis of `receive.rateLimit.redis`. */
export const createSharedLimiters = (o: { strapi: Core.Strapi; url: string }): RedisLimiters => {
  const { strapi, url } = o;
  // The host only: the URL may carry a password.
  const { host } = new URL(url);
  const limiters = createRedisLimiters({
    url,
    prefix: `${PLUGIN_ID}:${getService(strapi, 'environment').presentUrl}`,
    tell(news) {
      if (news === 'back')
        strapi.log.info(logLine(`Redis at ${host} is back: limits are counted there again.`));
      else
        strapi.log.warn(
          logLine(
            `Redis at ${host} cannot be asked (${news.lost}): limits are counted in this process until it is back.`
          )
        );
    },
  });
  endingsOf(strapi).add('the limits in Redis', () => limiters.close());
  return limiters;
};
