import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { entryRefOfRequest } from '../controllers/admin/entry-ref';
import { entryAccess } from '../services/entry-access';

/** Lets through who may read, or update, the entry of the request in the content manager. */
const entryPolicy =
  (action: 'read' | 'update') =>
  async (ctx: Context, _config: unknown, { strapi }: { strapi: Core.Strapi }): Promise<boolean> => {
    const ref = await entryRefOfRequest(strapi, ctx);
    const access = await entryAccess(strapi, { action, ability: ctx.state['userAbility'], ref });
    if (access === 'not-found') throw new errors.NotFoundError();
    return access === 'granted';
  };

export default { 'entry-readable': entryPolicy('read'), 'entry-updatable': entryPolicy('update') };
