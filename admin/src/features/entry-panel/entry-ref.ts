import type { EntryRef } from '../../api';

/** What the edit view tells a side panel about the entry, as far as we need it. */
export interface EditView {
  model: string;
  collectionType: string;
  documentId?: string | undefined;
  document?: { documentId?: string | null; locale?: string | null } | undefined;
  /** The locale in the URL of the edit view. */
  locale: string;
}

/** Stands for the entry that the user is writing, until its first save gives it an id. */
export const NEW_ENTRY = 'new';

/**
 * The entry that an edit view shows; null while the edit view is loading it. One more locale of a document is
 * known by the document's id from the start.
 */
export const entryRefOf = (view: EditView): EntryRef | null => {
  const { model: uid, document, collectionType } = view;
  const loading = !document && (view.documentId !== undefined || collectionType === 'single-types');
  if (loading) return null;
  if (!document?.documentId) return { uid, documentId: view.documentId ?? NEW_ENTRY, locale: view.locale };
  // The URL may still hold the locale of a page before; an entry without a locale of its own is not localised.
  return { uid, documentId: document.documentId, locale: document.locale ?? '' };
};
