import type { Core } from '@strapi/strapi';
import type { EntryHead } from '../adapters/entries';
import { entryColumns, entryKey } from '../adapters/keys';
import { LINKBACK_UID } from '../constants';
import type { PublicLinkback, PublicLinkbacksResponse } from '../contracts/public';
import type { EntryRef, LinkbackType } from '../core/types';
import { getLinkbacks } from '../get-service';
import { MOST_PAGED, readApprovedPage } from './linkbacks/approved-pages';
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
  /** Newest first; empty for what is not published. Pages reach the first {@link MOST_PAGED}. */
  list(target: PublicTarget, page: { page: number; pageSize: number }): Promise<PublicLinkbacksResponse>;
  /** Those of several pages of ours together. */
  mentions(urls: readonly string[], query: MentionsQuery): Promise<PublicLinkback[]>;
  /** The sources that link to an entry, newest first, at most {@link MOST_SOURCES}. */
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

/** One XML document has them all, and each may be 2,048 characters long. */
const MOST_SOURCES = 250;

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

      const { ref } = entry;
      const where = { ...entryColumns(ref), status: 'approved' };
      const offset = (page - 1) * pageSize;
      const later = { refs: [ref], types: null, oldestFirst: false, offset, limit: pageSize };
      const [found, perProtocol] = await Promise.all([
        offset > 0
          ? readApprovedPage(strapi, later)
          : rows().findMany({ select: SHOWN_COLUMNS, where, orderBy: orderOf(), limit: pageSize }),
        tally.get(JSON.stringify(where), () => countBy(strapi, 'protocol', where)),
      ]);
      return responseOf(found, { page, pageSize, perProtocol });
    },

    async mentions(urls, { types, oldestFirst, pageSize, page }) {
      const found = await Promise.all(urls.map((url) => entryOf({ url })));
      // Several spellings of a URL are one entry.
      const refs = new Map(found.flatMap((entry) => (entry ? [[entryKey(entry.ref), entry.ref]] : [])));
      const query = {
        refs: [...refs.values()],
        types,
        oldestFirst,
        offset: page * pageSize,
        limit: pageSize,
      };
      return (await readApprovedPage(strapi, query)).map(toPublicLinkback);
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
      pagination: { page, pageSize, pageCount: pagesOf(total, pageSize), total },
      count: { ...none, ...perProtocol, total },
    },
  };
};

/** Pages that can be asked for. */
const pagesOf = (total: number, pageSize: number): number =>
  Math.min(Math.ceil(total / pageSize), Math.floor(MOST_PAGED / pageSize));
