import { useQueryParams } from '@strapi/strapi/admin';
import { useEntryQuery } from '../../api';
import type { EntryRef } from '../../api';
import type { Query } from '../../query-types';
import type { EntrySettingsResponse } from '../../../../server/src/contracts';
import { entryRefOf } from './entry-ref';
import type { EditView } from './entry-ref';

interface EditUrl {
  plugins?: { i18n?: { locale?: string } };
}

/** The locale in the URL of the content manager; '' without one. */
export const useUrlLocale = (): string => {
  const [{ query }] = useQueryParams<EditUrl>();
  return query.plugins?.i18n?.locale ?? '';
};

const NO_ENTRY: EntryRef = { uid: '', documentId: '', locale: '' };

/** The entry of an edit view, and what we know of it. Content types that do not take part answer 404. */
export const useEditedEntry = (
  view: Omit<EditView, 'locale'>
): { entry: EntryRef | null; known: Query<EntrySettingsResponse> } => {
  const locale = useUrlLocale();
  const entry = entryRefOf({ ...view, locale });
  const known = useEntryQuery(entry ?? NO_ENTRY, {
    skip: entry === null,
    refetchOnMountOrArgChange: true,
  });
  return { entry, known };
};
