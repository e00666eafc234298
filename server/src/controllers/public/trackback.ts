import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { clientOf } from '../../adapters/client';
import { describeError } from '../../core/describe-error';
import { trackbackMessage, type Refusal } from '../../core/faults';
import { err, type Result } from '../../core/result';
import {
  parseTrackbackForm,
  serializeTrackbackResponse,
  trackbackRefusal,
  trackbackRss,
} from '../../core/trackback/wire';
import { getLinkbacks, getService } from '../../get-service';
import { readRawBody, type RawBody } from '../../middlewares/raw-body';
import type { EntryName } from '../../services/named-entry';
import { answerBodyFailure, answerXml, senderOf } from './answers';
import { logLine } from '../../log-line';
import { Refused } from '../refusals';

/** Items of the RSS. */
const RSS_SIZE = 50;

/** An entry's own trackback URL (TrackBack 1.2). */
export const createTrackbackController = ({ strapi }: { strapi: Core.Strapi }) => {
  const receive = async (ctx: Context, body: RawBody): Promise<Result<'accepted', Refusal>> => {
    const form = parseTrackbackForm(body.bytes, body.contentType);
    if (!form.ok) return err(trackbackRefusal(form.error));
    const { url, title, excerpt, blogName } = form.value;
    return getService(strapi, 'inbound').receive({
      protocol: 'trackback',
      source: url,
      target: { kind: 'entry', ...entryName(ctx) },
      ...senderOf(ctx),
      claim: { title, excerpt, blogName },
    });
  };

  const answerWith = (ctx: Context, answer: Result<unknown, Refusal>): void => {
    if (answer.ok) answerXml(ctx, serializeTrackbackResponse(null));
    else answerXml(ctx, serializeTrackbackResponse(trackbackMessage(answer.error)), answer.error);
  };

  return {
    async receive(ctx: Context): Promise<void> {
      const knocked = await getService(strapi, 'inbound').knock(clientOf(ctx));
      if (!knocked.ok) return answerWith(ctx, knocked);
      const body = await readRawBody(ctx);
      if (!body.ok) return answerBodyFailure(ctx, body.error);
      const answer = await receive(ctx, body.value).catch((error: unknown): Result<never, Refusal> => {
        strapi.log.error(logLine(`a trackback failed: ${describeError(error)}`));
        return err({ kind: 'internal' });
      });
      answerWith(ctx, answer);
    },

    /** What a person who follows the URL gets: the entry's page, or with `?__mode=rss` its linkbacks. */
    async page(ctx: Context): Promise<void> {
      const isRss = ctx.query['__mode'] === 'rss';
      // Here nobody shows a permission: what needs one is not given.
      if (isRss && getLinkbacks(strapi).config.api.auth) throw new Refused('not-found');
      const linkbacks = getService(strapi, 'public-linkbacks');
      const entry = await linkbacks.entryOf(entryName(ctx));
      if (!entry || entry.url === null) throw new Refused('not-found');
      if (!isRss) return ctx.redirect(entry.url);

      const { data } = await linkbacks.list(entryName(ctx), { page: 1, pageSize: RSS_SIZE });
      const items = data.map(({ title, source, excerpt }) => ({
        title: title ?? source,
        link: source,
        description: excerpt,
      }));
      answerXml(ctx, trackbackRss({ title: entry.title, link: entry.url, items }));
    },
  };
};

const entryName = (ctx: Context): EntryName => {
  const { contentType = '', documentId = '', locale } = ctx.params as Record<string, string | undefined>;
  return { contentType, documentId, locale: locale ?? null };
};
