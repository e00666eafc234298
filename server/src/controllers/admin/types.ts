import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import type { TypesResponse } from '../../contracts/types';
import { getLinkbacks } from '../../get-service';

/** What the lists of the admin can be filtered by. */
export const createTypesController = ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context): Promise<void> {
    const { types } = getLinkbacks(strapi).config;
    const locales: { code: string }[] = (await strapi.plugin('i18n')?.service('locales').find()) ?? [];
    ctx.body = {
      contentTypes: types.map(({ uid, displayName }) => ({ uid, displayName })),
      locales: locales.map(({ code }) => code),
    } satisfies TypesResponse;
  },
});
