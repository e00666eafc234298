import type { Core } from '@strapi/strapi';
import { z } from '@strapi/utils';
import type { Context } from 'koa';
import { getLinkbacks, getService } from '../../get-service';
import type { PublicTarget } from '../../services/public-linkbacks';
import { MOST_PAGED } from '../../services/linkbacks/approved-pages';
import { readPage } from './pages';
import { httpUrl, localeText, readInput, shortText, wholeNumber } from '../input';
import { Refused } from '../refusals';

const PAGE_SIZE = 25;

/** What front-ends read (DESIGN §3.2). */
export const createReadingController = ({ strapi }: { strapi: Core.Strapi }) => {
  /** Unknown keys are let pass: front-ends add their own against caches. */
  const targetSchema = z.object({
    target: httpUrl().optional(),
    contentType: shortText(255).optional(),
    documentId: shortText(64).optional(),
    locale: localeText().optional(),
  });

  const readTarget = (query: unknown): PublicTarget => {
    const { target, contentType, documentId, locale } = readInput(targetSchema, query);
    const isNamed = contentType !== undefined && documentId !== undefined;
    if (target !== undefined && contentType === undefined && documentId === undefined) return { url: target };
    if (target !== undefined || !isNamed) {
      throw new Refused('bad-request', 'Give either `target`, or `contentType` and `documentId`.');
    }
    const known = getLinkbacks(strapi).config.types.map(({ pluralName }) => pluralName);
    if (known.includes(contentType)) return { contentType, documentId, locale: locale ?? null };
    throw new Refused(
      'bad-request',
      `\`contentType\` is ${JSON.stringify(contentType)}; allowed: ${known.join(', ')}.`
    );
  };

  return {
    async find(ctx: Context): Promise<void> {
      const target = readTarget(ctx.query);
      const { page: wanted = 1, pageSize = PAGE_SIZE } = readInput(pageSchema, ctx.query).pagination ?? {};
      const page = readPage({ key: 'pagination.page', page: wanted, first: 1, pageSize });
      ctx.body = await getService(strapi, 'public-linkbacks').list(target, { page, pageSize });
    },

    async discovery(ctx: Context): Promise<void> {
      ctx.body = { data: await getService(strapi, 'discovery').of(readTarget(ctx.query)) };
    },
  };
};

const pageSchema = z.object({
  pagination: z
    .object({
      page: wholeNumber({ max: MOST_PAGED }).optional(),
      pageSize: wholeNumber({ max: 100 }).optional(),
    })
    .optional(),
});
