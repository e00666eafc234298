import type { Core } from '@strapi/strapi';
import { z } from '@strapi/utils';
import type { Context } from 'koa';
import { isDocumentId } from '../../adapters/entry-where';
import { LINKBACK_ACTIONS, type EraseResponse, type ListLinkbacksQuery } from '../../contracts/linkbacks';
import { LINKBACK_STATUSES, LINKBACK_TYPES, PROTOCOLS } from '../../core/types';
import { getService } from '../../get-service';
import { SORTS } from '../../services/linkbacks/query';
import {
  hostName,
  ids,
  isoDate,
  localeText,
  oneOf,
  pageNumbers,
  readInput,
  shortText,
  textsById,
} from '../input';
import { missing } from '../refusals';
import { actorOf, bodyOf, withoutUndefined } from './request';
import { logLine } from '../../log-line';

const listSchema = z.object({
  status: oneOf(LINKBACK_STATUSES).optional(),
  protocol: oneOf(PROTOCOLS).optional(),
  type: oneOf(LINKBACK_TYPES).optional(),
  contentType: shortText(255).optional(),
  documentId: shortText(64).optional(),
  locale: localeText().optional(),
  host: shortText(255).optional(),
  from: isoDate().optional(),
  to: isoDate().optional(),
  q: shortText(255).optional(),
  sort: oneOf(SORTS).optional(),
  ...pageNumbers,
});

const eraseSchema = z.object({ host: hostName() });
const actionsSchema = z.object({
  action: oneOf(LINKBACK_ACTIONS),
  ids: ids(),
  revisions: textsById().optional(),
});

/** The inbox (DESIGN §3.4). */
export const createLinkbacksController = ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context): Promise<void> {
    const query: ListLinkbacksQuery = withoutUndefined(readInput(listSchema, ctx.query));
    ctx.body = await getService(strapi, 'linkbacks').list(query);
  },

  async findOne(ctx: Context): Promise<void> {
    const id: unknown = ctx.params['id'];
    const linkback = isDocumentId(id) ? await getService(strapi, 'linkbacks').findOne(id) : null;
    if (!linkback) throw missing({ code: 'action.no-linkback' });
    ctx.body = linkback;
  },

  async erase(ctx: Context): Promise<void> {
    const { host } = readInput(eraseSchema, bodyOf(ctx));
    // First what would come after.
    await getService(strapi, 'inbound').dropWaiting(host);
    const erased = await getService(strapi, 'linkbacks').eraseHost(host);
    strapi.log.info(logLine(`${actorOf(ctx)} erased the ${erased} linkbacks of ${host}`));
    ctx.body = { erased } satisfies EraseResponse;
  },

  async act(ctx: Context): Promise<void> {
    const { action, ids: wanted, revisions = {} } = readInput(actionsSchema, bodyOf(ctx));
    const request = { action, ids: wanted, revisions };
    ctx.body = await getService(strapi, 'linkbacks').act(request, actorOf(ctx));
  },
});
