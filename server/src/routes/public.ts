import type { Core } from '@strapi/strapi';
import { getLinkbacks } from '../get-service';

/**
 * Below `<api.rest.prefix>/linkbacks`. Open without permissions; with `api.auth: true` the routes that read need
 * content-API permissions. The ones after each POST answer the other verbs, which Strapi would call "not found".
 */
export const publicRoutes = ({ strapi }: { strapi: Core.Strapi }) => {
  const open = { auth: false };
  const reading = getLinkbacks(strapi).config.api.auth ? {} : open;
  const trackback = '/trackback/:contentType/:documentId/:locale?';
  return {
    type: 'content-api',
    routes: [
      { method: 'POST', path: '/xmlrpc', handler: 'xmlrpc.call', config: open },
      { method: 'ALL', path: '/xmlrpc', handler: 'xmlrpc.otherVerbs', config: open },
      { method: 'POST', path: trackback, handler: 'trackback.receive', config: open },
      { method: 'GET', path: trackback, handler: 'trackback.page', config: open },
      { method: 'ALL', path: trackback, handler: 'trackback.otherVerbs', config: open },
      { method: 'POST', path: '/webmention', handler: 'webmention.receive', config: open },
      { method: 'ALL', path: '/webmention', handler: 'webmention.otherVerbs', config: open },
      { method: 'GET', path: '/webmention/:token', handler: 'webmention.status', config: open },
      { method: 'ALL', path: '/webmention/:token', handler: 'webmention.otherStatusVerbs', config: open },
      { method: 'GET', path: '/', handler: 'reading.find', config: reading },
      { method: 'GET', path: '/mentions.jf2', handler: 'jf2.find', config: reading },
      { method: 'GET', path: '/discovery', handler: 'reading.discovery', config: reading },
    ].map((route) => ({ ...route, config: { ...route.config } })),
  };
};
