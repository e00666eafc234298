import { Combobox, ComboboxOption } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';
import type { Filters } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useSearchEntriesQuery } from '../api';
import { useText } from '../text';
import { entryValue } from './entry-value';
import { useSettled } from './useSettled';
import { useTypes } from './useTypes';

/** The value of a filter by entry: a published one, searched by its title. */
export const EntryPicker = ({ name, 'aria-label': label }: Filters.ValueInputProps) => {
  const text = useText();
  const field = useField<string | undefined>(name);
  const [typed, setTyped] = useState('');
  const { data, isFetching } = useSearchEntriesQuery({ q: useSettled(typed.trim()) });
  const { contentTypes } = useTypes();
  const nameOfType = (uid: string) =>
    contentTypes.length > 1 ? contentTypes.find((type) => type.uid === uid)?.displayName : undefined;

  return (
    <Combobox
      aria-label={label}
      placeholder={text('filter.entry.search')}
      // The server has searched already.
      autocomplete="none"
      value={field.value ?? ''}
      loading={isFetching}
      loadingMessage={text('filter.entry.loading')}
      noOptionsMessage={() =>
        data?.onlyNewest
          ? text('filter.entry.none-newest', { count: data.onlyNewest })
          : text('filter.entry.none')
      }
      onInputChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onChange={(value) => field.onChange(name, value ?? '')}
    >
      {(data?.results ?? []).map((entry) => (
        <ComboboxOption key={entryValue(entry)} value={entryValue(entry)}>
          {[entry.title, entry.locale, nameOfType(entry.uid)].filter(Boolean).join(' · ')}
        </ComboboxOption>
      ))}
    </Combobox>
  );
};
