import type { EntryRef } from '../api';

/** An entry as the value of a filter, which is one text. */
export const entryValue = ({ uid, documentId, locale }: EntryRef): string =>
  [uid, documentId, locale].join('/');

/** null for a text that names none. */
export const entryOfValue = (value: string): EntryRef | null => {
  const [uid = '', documentId = '', locale = ''] = value.split('/');
  return uid && documentId ? { uid, documentId, locale } : null;
};
