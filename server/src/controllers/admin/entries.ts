import type { Core } from '@strapi/strapi';
import { z } from '@strapi/utils';
import type { Context } from 'koa';
import type { SendResponse } from '../../contracts/pings';
import { getLinkbacks, getService } from '../../get-service';
import { entryOverview } from '../../services/entry-overview';
import { searchEntries } from '../../services/entry-search';
import { localeText, pageNumbers, readInput, shortText } from '../input';
import { invalid, missing } from '../refusals';
import { entryRefOfRequest } from './entry-ref';
import { bodyOf, withoutKeys, withoutUndefined } from './request';

/** What GET tells beside the settings. */
const TOLD = ['effective', 'url', 'trackbackUrl', 'mayUpdate', 'discovery', 'counts'];

const pageSchema = z.object(pageNumbers);
const searchSchema = z.object({
  q: shortText(255).optional(),
  contentType: shortText(255).optional(),
  documentId: shortText(64).optional(),
  locale: localeText().optional(),
});

/** Which entries there are; and what belongs to one: its settings and its pings (DESIGN §3.4). */
export const createEntriesController = ({ strapi }: { strapi: Core.Strapi }) => ({
  async search(ctx: Context): Promise<void> {
    ctx.body = await searchEntries(strapi, withoutUndefined(readInput(searchSchema, ctx.query)));
  },

  async find(ctx: Context): Promise<void> {
    const ref = await entryRefOfRequest(strapi, ctx);
    ctx.body = await entryOverview(strapi, { ref, ability: ctx.state['userAbility'] });
  },

  async update(ctx: Context): Promise<void> {
    const ref = await entryRefOfRequest(strapi, ctx);
    const updated = await getService(strapi, 'entry-settings').update(ref, withoutKeys(bodyOf(ctx), TOLD));
    if (!updated.ok) throw invalid(updated.error);
    ctx.body = await entryOverview(strapi, { ref, ability: ctx.state['userAbility'] });
  },

  async pings(ctx: Context): Promise<void> {
    const { uid, documentId, locale } = await entryRefOfRequest(strapi, ctx);
    const page = withoutUndefined(readInput(pageSchema, ctx.query));
    ctx.body = await getService(strapi, 'pings').list({ ...page, contentType: uid, documentId, locale });
  },

  async preview(ctx: Context): Promise<void> {
    const ref = await entryRefOfRequest(strapi, ctx);
    ctx.body = await getService(strapi, 'preview').of(ref, ctx.state['userAbility']);
  },

  async send(ctx: Context): Promise<void> {
    const ref = await entryRefOfRequest(strapi, ctx);
    const entry = await getLinkbacks(strapi).entries.readPublished(ref);
    if (!entry) throw missing({ code: 'action.unpublished' });
    await getService(strapi, 'pings').send(ref);
    ctx.body = { queued: true } satisfies SendResponse;
  },
});
