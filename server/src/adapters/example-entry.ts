import type { Core } from '@strapi/strapi';
import type { LinkedType } from '../config/content-types';
import type { Entries } from './entries';

/** How many of the latest entries are tried: some have no page, where a parameter of the pattern is empty. */
const TRIED = 5;

/** The page of the entry of a type that was published last; null when none of the latest has one. */
export const exampleEntry = async (
  o: { strapi: Core.Strapi; entries: Entries },
  type: LinkedType
): Promise<{ url: string; title: string } | null> => {
  const rows = await o.strapi.db.query(type.uid).findMany({
    select: ['documentId', ...(type.localized ? ['locale'] : [])],
    where: type.draftAndPublish ? { publishedAt: { $notNull: true } } : {},
    orderBy: { id: 'desc' },
    limit: TRIED,
  });
  for (const { documentId, locale } of rows) {
    const ref = { uid: type.uid, documentId, locale: type.localized ? locale : '' };
    const entry = await o.entries.readPublished(ref);
    if (entry?.url) return { url: entry.url, title: entry.title };
  }
  return null;
};
