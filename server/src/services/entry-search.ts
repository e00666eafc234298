import type { Core } from '@strapi/strapi';
import type { SearchEntriesQuery, SearchEntriesResponse } from '../contracts/entries';
import { getLinkbacks } from '../get-service';

/** Of each type: whoever looks for another one types more of its title. */
const MOST = 10;

/** Published entries by their title. Only published ones: who may read linkbacks may not read drafts for that. */
export const searchEntries = async (
  strapi: Core.Strapi,
  { contentType, ...search }: SearchEntriesQuery
): Promise<SearchEntriesResponse> => {
  const { config, entries } = getLinkbacks(strapi);
  const types = config.types.filter(({ uid }) => contentType === undefined || uid === contentType);
  const found = await Promise.all(types.map((type) => entries.search(type, search, MOST)));
  return { results: found.flat().map(({ ref, title }) => ({ ...ref, title })) };
};
