import { createHash } from 'node:crypto';
import type { EntryRef } from '../core/types';

/** SHA-256 in hex over parts that cannot run into each other: for unique columns in place of long values. */
export const hashOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** The key of an entry. */
export const entryKey = (ref: EntryRef): string => hashOf(ref.uid, ref.documentId, ref.locale);

/** The columns that say which entry a row belongs to. */
export const entryColumns = (ref: EntryRef) => ({
  entryUid: ref.uid,
  entryDocumentId: ref.documentId,
  entryLocale: ref.locale,
});

/** The inverse of {@link entryColumns}. */
export const entryRefOf = (row: {
  entryUid: string;
  entryDocumentId: string;
  entryLocale: string;
}): EntryRef => ({
  uid: row.entryUid,
  documentId: row.entryDocumentId,
  locale: row.entryLocale,
});
