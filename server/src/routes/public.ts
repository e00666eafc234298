import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { PLUGIN_ID } from '../constants';
import { getLinkbacks } from '../get-service';
import { TRACKBACK_PATH } from '../middlewares/endpoints';

type Verb = 'GET' | 'POST';

/**
 * Below `<api.rest.prefix>/linkbacks`. Open without permissions; with `api.auth: true` the routes that read need
 * content-API permissions. Other verbs are answered by a middleware (other-verbs.ts).
 */
export const publicRoutes = ({ strapi }: { strapi: Core.Strapi }) => {
  const { auth } = getLinkbacks(strapi).config.api;

  /**
   * Takes no permission. Its handler is a function: Strapi would offer an action that is named as text in the permissions of
   * roles and tokens, where it would change nothing.
   */
  const open = (method: Verb, path: string, controller: string, action: string) => ({
    method,
    path,
    handler: (ctx: Context) =>
      strapi
        .plugin(PLUGIN_ID)
        .controller(controller)
        [action]?.(ctx as never, noNext),
    config: { auth: false as const },
  });
  const reading = (path: string, controller: string, action: string) =>
    auth
      ? { method: 'GET', path, handler: `${controller}.${action}`, config: {} }
      : open('GET', path, controller, action);

  return {
    type: 'content-api',
    routes: [
      open('POST', '/xmlrpc', 'xmlrpc', 'call'),
      open('POST', TRACKBACK_PATH, 'trackback', 'receive'),
      open('GET', TRACKBACK_PATH, 'trackback', 'page'),
      open('POST', '/webmention', 'webmention', 'receive'),
      open('GET', '/webmention/:token', 'webmention', 'status'),
      reading('/', 'reading', 'find'),
      reading('/mentions.jf2', 'jf2', 'find'),
      reading('/discovery', 'reading', 'discovery'),
    ],
  };
};

const noNext = async (): Promise<void> => undefined;
