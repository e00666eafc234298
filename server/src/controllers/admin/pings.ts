import type { Core } from '@strapi/strapi';
import { z } from '@strapi/utils';
import type { Context } from 'koa';
import { PING_ACTIONS, PING_GROUPS, type ListPingsQuery, type PingGroup } from '../../contracts/pings';
import { PING_STATUSES } from '../../core/types';
import { getService } from '../../get-service';
import { ids, localeText, oneOf, pageNumbers, readInput, shortText } from '../input';
import { bodyOf, withoutUndefined } from './request';

const GROUPS = Object.keys(PING_GROUPS) as PingGroup[];

const listSchema = z.object({
  status: oneOf(PING_STATUSES).optional(),
  group: oneOf(GROUPS).optional(),
  host: shortText(255).optional(),
  contentType: shortText(255).optional(),
  documentId: shortText(64).optional(),
  locale: localeText().optional(),
  ...pageNumbers,
});

const actionsSchema = z.object({ action: oneOf(PING_ACTIONS), ids: ids() });

/** The delivery log (DESIGN §3.4). */
export const createPingsController = ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context): Promise<void> {
    const query: ListPingsQuery = withoutUndefined(readInput(listSchema, ctx.query));
    ctx.body = await getService(strapi, 'pings').list(query);
  },

  async act(ctx: Context): Promise<void> {
    const { action, ids: wanted } = readInput(actionsSchema, bodyOf(ctx));
    ctx.body = await getService(strapi, 'pings').act(action, wanted);
  },
});
