import type { Core } from '@strapi/strapi';
import type { EntryHead } from '../adapters/entries';
import { entryColumns } from '../adapters/keys';
import { LINKBACK_UID } from '../constants';
import type { PublicLinkback, PublicLinkbacksResponse } from '../contracts/public';
import type { EntryRef, LinkbackType } from '../core/types';
import { getLinkbacks } from '../get-service';
import { countBy } from './linkbacks/count-by';
import { orderOf } from './linkbacks/query';
import { SHOWN_COLUMNS, toPublicLinkback, type LinkbackRow } from './linkbacks/rows';
import { createTally, type Counts } from './linkbacks/tally';
import { readNamedEntry, type EntryName } from './named-entry';

/** An entry as front-ends name it: by its public URL, or by its ids. */
export type PublicTarget = { readonly url: string } | EntryName;

/** What everybody may see: approved linkbacks of published entries. */
export interface PublicLinkbacksService {
  /** The published entry behind a target; null for everything else. */
  entryOf(target: PublicTarget): Promise<EntryHead | null>;
  /** Newest first; empty for what is not published. */
  list(target: PublicTarget, page: { page: number; pageSize: number }): Promise<PublicLinkbacksResponse>;
  /** Those of several pages of ours together. */
  mentions(urls: readonly string[], query: MentionsQuery): Promise<PublicLinkback[]>;
  /** The sources that link to an entry, newest first, at most a thousand. */
  sourcesOf(ref: EntryRef): Promise<string[]>;
}

export interface MentionsQuery {
  /** Null: all of them. */
  readonly types: readonly LinkbackType[] | null;
  readonly oldestFirst: boolean;
  readonly pageSize: number;
  /** Counts from 0. */
  readonly page: number;
}

const MOST_SOURCES = 1_000;

export const createPublicLinkbacks = ({ strapi }: { strapi: Core.Strapi }): PublicLinkbacksService => {
  const { entries } = getLinkbacks(strapi);
  const rows = () => strapi.db.query(LINKBACK_UID);
  const tally = createTally();

  const entryOf = async (target: PublicTarget): Promise<EntryHead | null> => {
    if (!('url' in target)) return readNamedEntry(strapi, target);
    const resolution = await entries.resolveUrl(target.url);
    return resolution.kind === 'entry' ? resolution.entry : null;
  };

  return {
    entryOf,

    async list(target, { page, pageSize }) {
      const entry = await entryOf(target);
      if (!entry) return responseOf([], { page, pageSize, perProtocol: {} });

      const where = { ...entryColumns(entry.ref), status: 'approved' };
      const [found, perProtocol] = await Promise.all([
        rows().findMany({
          select: SHOWN_COLUMNS,
          where,
          orderBy: orderOf(),
          limit: pageSize,
          offset: (page - 1) * pageSize,
        }),
        tally.get(JSON.stringify(where), () => countBy(strapi, 'protocol', where)),
      ]);
      return responseOf(found, { page, pageSize, perProtocol });
    },

    async mentions(urls, { types, oldestFirst, pageSize, page }) {
      const found = await Promise.all(urls.map((url) => entryOf({ url })));
      const refs = found.flatMap((entry) => (entry ? [entryColumns(entry.ref)] : []));
      if (refs.length === 0) return [];
      const rowsOfPage: LinkbackRow[] = await rows().findMany({
        select: SHOWN_COLUMNS,
        where: { $or: refs, status: 'approved', ...(types ? { linkType: { $in: [...types] } } : {}) },
        orderBy: orderOf(oldestFirst ? 'received:asc' : 'received:desc'),
        limit: pageSize,
        offset: page * pageSize,
      });
      return rowsOfPage.map(toPublicLinkback);
    },

    async sourcesOf(ref) {
      const found: Pick<LinkbackRow, 'source'>[] = await rows().findMany({
        select: ['source'],
        where: { ...entryColumns(ref), status: 'approved' },
        orderBy: orderOf(),
        limit: MOST_SOURCES,
      });
      return found.map(({ source }) => source);
    },
  };
};

const responseOf = (
  found: readonly LinkbackRow[],
  o: { page: number; pageSize: number; perProtocol: Counts }
): PublicLinkbacksResponse => {
  const { page, pageSize, perProtocol } = o;
  const total = Object.values(perProtocol).reduce((sum, count) => sum + count, 0);
  const none = { pingback: 0, trackback: 0, webmention: 0 };
  return {
    data: found.map(toPublicLinkback),
    meta: {
      pagination: { page, pageSize, pageCount: Math.ceil(total / pageSize), total },
      count: { ...none, ...perProtocol, total },
    },
  };
};
