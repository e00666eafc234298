import type { Core } from '@strapi/strapi';
import { defaultLocale } from '../adapters/default-locale';
import type { EntryHead } from '../adapters/entries';
import { getLinkbacks } from '../get-service';

export { defaultLocale };

/** An entry as public routes name it. */
export interface EntryName {
  /** Plural API name of the content type. */
  readonly contentType: string;
  readonly documentId: string;
  /** Null or '': the project's default locale, where the type is localised. */
  readonly locale: string | null;
}

/** The published entry of that name, without its text; null when the type takes no part or nothing is published. */
export const readNamedEntry = async (
  strapi: Core.Strapi,
  { contentType, documentId, locale }: EntryName
): Promise<EntryHead | null> => {
  const { entries } = getLinkbacks(strapi);
  const type = entries.typeByPluralName(contentType);
  if (!type) return null;
  const wanted = type.localized ? locale || (await defaultLocale(strapi)) : '';
  return entries.readHead({ uid: type.uid, documentId, locale: wanted });
};
