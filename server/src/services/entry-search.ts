import type { Core } from '@strapi/strapi';
import { MOST_SEARCHED } from '../adapters/entry-search';
import type { SearchEntriesQuery, SearchEntriesResponse } from '../contracts/entries';
import { getLinkbacks } from '../get-service';

/** Of each type: whoever looks for another one types more of its title. */
const MOST = 10;

/**
 * Published entries by their title: who may read linkbacks may not read drafts for that, nor what has no page, which no
 * linkback leads to.
 */
export const searchEntries = async (
  strapi: Core.Strapi,
  { contentType, ...search }: SearchEntriesQuery
): Promise<SearchEntriesResponse> => {
  const { config, entries } = getLinkbacks(strapi);
  const types = config.types.filter(({ uid }) => contentType === undefined || uid === contentType);
  const found = await Promise.all(types.map((type) => entries.search(type, search, MOST)));
  const withPage = found.flatMap(({ heads }) => heads).filter(({ url }) => url !== null);
  const results = withPage.map(({ ref, title }) => ({ ...ref, title }));
  return { results, onlyNewest: found.some(({ isLimited }) => isLimited) ? MOST_SEARCHED : null };
};
