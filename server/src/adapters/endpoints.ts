import type { Core } from '@strapi/strapi';
import ipaddr from 'ipaddr.js';
import type { LinkbacksConfig } from '../config/resolve';
import type { LinkedType } from '../config/content-types';
import type { EntryRef } from '../core/types';
import type { Reason } from '../core/reasons';
import { parseUrl } from '../core/url/parse-url';
import { apiPath } from './api-path';

/** Our own endpoints as the outside reaches them. Null: no public address is known. Never from the Host header. */
export interface Endpoints {
  xmlrpc(): string | null;
  webmention(): string | null;
  trackback(type: LinkedType, ref: EntryRef): string | null;
  /** For the boot log and the settings page when the address is loopback in production. */
  readonly warning: Reason | null;
}

export const createEndpoints = (o: { strapi: Core.Strapi; config: LinkbacksConfig }): Endpoints => {
  const { strapi, config } = o;
  const warning = loopbackWarning(strapi, config);
  const base = warning ? null : baseUrl(strapi, config);
  return {
    warning,
    xmlrpc: () => base && `${base}/xmlrpc`,
    webmention: () => base && `${base}/webmention`,
    trackback(type, ref) {
      if (!base) return null;
      const parts = [type.pluralName, ref.documentId, ...(ref.locale ? [ref.locale] : [])];
      return `${base}/trackback/${parts.map(encodeURIComponent).join('/')}`;
    },
  };
};

const baseUrl = (strapi: Core.Strapi, config: LinkbacksConfig): string => {
  const origin = config.publicUrl ?? String(strapi.config.get('server.absoluteUrl'));
  return `${origin.replace(/\/+$/, '')}${apiPath(strapi)}`;
};

/** Strapi's address is http://localhost:1337 unless the project sets `server.url`: nobody could reach that. */
const loopbackWarning = (strapi: Core.Strapi, config: LinkbacksConfig): Reason | null => {
  if (config.publicUrl || process.env.NODE_ENV !== 'production') return null;
  const url = String(strapi.config.get('server.absoluteUrl'));
  const parsed = parseUrl(url);
  if (parsed && !isLoopback(parsed.hostname)) return null;
  return { code: 'notice.endpoints', values: { url } };
};

const isLoopback = (host: string): boolean => {
  const bare = host.replace(/^\[|\]$/g, '');
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  return ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'loopback';
};
