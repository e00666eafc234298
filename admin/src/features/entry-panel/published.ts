import type { EntryRef } from '../../api';

/** As much as the content manager's list tells of an entry; a type without drafts has no status. */
export interface ListedEntry {
  documentId: string;
  locale?: string | null | undefined;
  status?: string | undefined;
}

/** Those of the selected entries that are published, as the admin routes know them. */
export const publishedOf = (uid: string, entries: readonly ListedEntry[], urlLocale: string): EntryRef[] =>
  entries
    .filter(({ status }) => status !== 'draft')
    .map(({ documentId, locale }) => ({ uid, documentId, locale: locale ?? urlLocale }));
