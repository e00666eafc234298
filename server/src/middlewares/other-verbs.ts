import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { apiPath } from '../adapters/api-path';
import { ENDPOINT_PATHS, matcherOf } from './endpoints';

/**
 * Answers the verbs that our endpoints have no route for with HTTP 405, and OPTIONS with those that they have: Strapi would
 * say "not found". No routes for that: `strapi openapi generate` ends at a route for all verbs, and Strapi knows none for
 * OPTIONS. Called in `register`, so that it runs around Strapi's own middlewares; what one of these answered stays.
 */
export const otherVerbs = (strapi: Core.Strapi): void => {
  const base = apiPath(strapi);
  const endpoints = ENDPOINT_PATHS.map(({ path, verbs }) => ({ path: matcherOf(base, path), verbs }));

  strapi.server.use(async (ctx, next) => {
    await next();
    if (!isUnanswered(ctx)) return;
    const endpoint = endpoints.find(({ path }) => path.test(ctx.path));
    if (!endpoint || endpoint.verbs.includes(ctx.method)) return;
    ctx.set('Allow', [...endpoint.verbs, 'OPTIONS'].join(', '));
    ctx.status = ctx.method === 'OPTIONS' ? 204 : 405;
    if (ctx.method === 'OPTIONS') return;
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = `Allowed here: ${endpoint.verbs.join(', ')}.`;
  });
};

/** What Strapi's routers say when none of them has a route: with a list of verbs that is not of the endpoint. */
const isUnanswered = ({ method, status }: Pick<Context, 'method' | 'status'>): boolean =>
  status === 404 || status === 405 || (method === 'OPTIONS' && (status === 200 || status === 204));
