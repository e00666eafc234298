import type { Where } from './entry-where';

/** What entries are looked for by. */
export interface EntrySearch {
  /** A part of the title, or the whole documentId. */
  readonly q?: string | undefined;
  readonly documentId?: string | undefined;
  readonly locale?: string | undefined;
}

/** Versions of entries that are looked through for a part of the title, the newest. */
export const MOST_SEARCHED = 50_000;

/** Databases look for parts of these only. */
const TEXTS = ['string', 'text', 'richtext', 'email', 'uid', 'enumeration'];

/**
 * The condition for the entries that a search fits.
 *
 * @param o.title the field with the title of an entry, and of what kind it is
 */
export const searchWhere = (
  { q, documentId, locale }: EntrySearch,
  o: { title: { name: string; kind: string | undefined }; localized: boolean }
): Where => {
  const { name, kind } = o.title;
  const titled = TEXTS.includes(kind ?? '') ? [{ [name]: { $containsi: q } }] : [];
  return {
    ...(q ? { $or: [...titled, { documentId: q }] } : {}),
    ...(documentId ? { documentId } : {}),
    ...(locale && o.localized ? { locale } : {}),
  };
};
