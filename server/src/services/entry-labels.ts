import type { Core } from '@strapi/strapi';
import { entryKey } from '../adapters/keys';
import type { EntryRef } from '../core/types';
import { getLinkbacks } from '../get-service';

/** How the admin's lists call an entry. */
export interface EntryLabel {
  /** Of the published version; null when there is none. */
  readonly title: string | null;
  readonly kind: 'collectionType' | 'singleType';
}

/** The labels of many entries. */
export const readEntryLabels = async (
  strapi: Core.Strapi,
  refs: readonly EntryRef[]
): Promise<(ref: EntryRef) => EntryLabel> => {
  const heads = await getLinkbacks(strapi).entries.readHeads(refs);
  const titles = new Map(heads.map(({ ref, title }) => [entryKey(ref), title]));
  return (ref) => ({ title: titles.get(entryKey(ref)) ?? null, kind: kindOf(strapi, ref.uid) });
};

/** Also of a type that takes no part any more, or that is gone. */
export const kindOf = (strapi: Core.Strapi, uid: string): EntryLabel['kind'] => {
  const schema = strapi.contentTypes[uid as keyof typeof strapi.contentTypes];
  return schema?.kind === 'singleType' ? 'singleType' : 'collectionType';
};
