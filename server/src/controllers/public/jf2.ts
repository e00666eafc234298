import type { Core } from '@strapi/strapi';
import { z } from '@strapi/utils';
import type { Context } from 'koa';
import { toJf2Feed, typeOfProperty } from '../../core/jf2';
import { toJson } from '../../core/well-formed';
import { getService } from '../../get-service';
import { MOST_PAGED } from '../../services/linkbacks/approved-pages';
import { httpUrl, readInput, wholeNumber } from '../input';
import { readPage } from './pages';

/** webmention.io's own. */
const PAGE_SIZE = 20;
/** What is read and written for one anonymous request stays small. Clients that ask for more get so many, and the next page. */
const MOST_ON_A_PAGE = 100;
/** The largest page that clients of webmention.io ask for. */
const LARGEST_ASKED = 10_000;

/** One or several of them: `x=a`, `x[]=a&x[]=b`. */
const oneOrMore = <T extends z.ZodTypeAny>(schema: T) =>
  z.preprocess(
    // A missing one is an empty list: the sentence about that is ours.
    (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
    z.array(schema).min(1, 'one URL, or up to 20').max(20, 'one URL, or up to 20')
  );

/** webmention.io's parameters; pages count from 0. Others are let pass. */
const querySchema = z.object({
  target: oneOrMore(httpUrl()),
  'per-page': wholeNumber({ max: LARGEST_ASKED }).optional(),
  page: wholeNumber({ min: 0, max: MOST_PAGED }).optional(),
  'wm-property': oneOrMore(z.string().max(64)).optional(),
  'sort-dir': z.string().optional(),
});

/** What code written for webmention.io's API reads (DESIGN §3.2). */
export const createJf2Controller = ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context): Promise<void> {
    const query = readInput(querySchema, ctx.query);
    const properties = query['wm-property'];
    const pageSize = Math.min(query['per-page'] ?? PAGE_SIZE, MOST_ON_A_PAGE);
    const page = readPage({ key: 'page', page: query.page ?? 0, first: 0, pageSize });
    const found = await getService(strapi, 'public-linkbacks').mentions(query.target, {
      types: properties?.map(typeOfProperty).filter((type) => type !== null) ?? null,
      oldestFirst: query['sort-dir'] === 'up',
      pageSize,
      page,
    });
    ctx.type = 'application/jf2feed+json; charset=utf-8';
    ctx.body = toJson(toJf2Feed(found));
  },
});
