import type { Core } from '@strapi/strapi';
import type { Reason } from '../core/reasons';

/**
 * For the boot log and the settings page when senders can choose the address that they are counted under: Koa
 * takes the left-most `X-Forwarded-For` unless it is told how many proxies there are, and whoever sends writes that one.
 */
export const proxyWarning = (strapi: Pick<Core.Strapi, 'config'>): Reason | null => {
  const isTrusted = Boolean(strapi.config.get('server.proxy.koa'));
  const proxies = Number(strapi.config.get('server.proxy.maxIpsCount'));
  if (!isTrusted || proxies > 0) return null;
  return { code: 'notice.proxy' };
};
