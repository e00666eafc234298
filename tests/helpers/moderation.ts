import type { TestApp } from './strapi';

/** What a moderator sees of linkbacks now, by id: given back with an action, it says what was reviewed. */
export const revisionsOf = async (app: TestApp, ids: readonly string[]): Promise<Record<string, string>> => {
  const linkbacks = app.strapi.plugin('linkbacks').service('linkbacks');
  const found = await Promise.all(
    ids.map((id): Promise<{ revision: string } | null> => linkbacks.findOne(id))
  );
  return Object.fromEntries(ids.flatMap((id, index) => (found[index] ? [[id, found[index].revision]] : [])));
};
