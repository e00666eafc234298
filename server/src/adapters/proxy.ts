import type { Core } from '@strapi/strapi';
import { logLine } from '../log-line';
import { sentenceOf, type Reason } from '../core/reasons';
import type { Client } from './client';

const UNTRUSTED: Reason = { code: 'notice.proxy-untrusted' };

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

/** Notices requests through a proxy that Strapi does not trust. */
export interface ProxyWatch {
  /** Warns in the log when this is the first such request. */
  see(client: Client): void;
  /** The warning for the settings page, once there was such a request; else null. */
  warning(): Reason | null;
}

export const createProxyWatch = (log: Pick<Core.Strapi['log'], 'warn'>): ProxyWatch => {
  let seen = false;
  return {
    see({ kind }) {
      if (seen || kind !== 'proxied') return;
      seen = true;
      log.warn(logLine(sentenceOf(UNTRUSTED)));
    },
    warning: () => (seen ? UNTRUSTED : null),
  };
};
