import { Tag } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import { useSearchEntriesQuery } from '../api';
import type { EntryRef } from '../api';
import { useText } from '../text';

interface EntryFilterProps {
  entry: EntryRef;
  /** Its title, where the list has told it; an empty one has not. */
  title: string | null;
  onClear: () => void;
}

/** Says that a list shows what belongs to one entry only, and ends that. */
export const EntryFilter = ({ entry, title, onClear }: EntryFilterProps) => {
  const text = useText();
  const { uid, documentId, locale } = entry;
  const { data, isFetching } = useSearchEntriesQuery(
    { contentType: uid, documentId, locale },
    { skip: title !== null }
  );
  const name = title ?? data?.results[0]?.title ?? (isFetching ? '…' : documentId);
  return (
    <Tag padding={1} icon={<Cross aria-hidden />} label={text('filter.entry.clear')} onClick={onClear}>
      {text('filter.entry', { title: locale ? `${name} (${locale})` : name })}
    </Tag>
  );
};
