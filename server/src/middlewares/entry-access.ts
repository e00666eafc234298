import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { entryRefOfRequest } from '../controllers/admin/entry-ref';
import { answering, Refused } from '../controllers/refusals';
import { entryAccess } from '../services/entry-access';

/**
 * Lets through who may read, or update, the entry of the request in the content manager. A middleware of the route and no
 * policy: a policy can only say no, and an entry that is not there is answered with 404.
 */
export const entryAccessOf =
  (strapi: Core.Strapi, action: 'read' | 'update') =>
  (ctx: Context, next: Next): Promise<void> =>
    answering(ctx, async () => {
      const ref = await entryRefOfRequest(strapi, ctx);
      const access = await entryAccess(strapi, { action, ability: ctx.state['userAbility'], ref });
      if (access === 'not-found') throw new Refused('not-found');
      if (access === 'forbidden') throw new Refused('forbidden');
      await next();
    });
