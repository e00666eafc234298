import type { Filters } from '@strapi/strapi/admin';
import type { TypesResponse } from '../../../server/src/contracts';
import type { MessageKey, Translate } from '../text';
import { EntryPicker } from './EntryPicker';

interface Choice {
  /** Of the filter in the URL. */
  name: string;
  label: MessageKey;
  options: { value: string; label: string }[];
}

const operatorIs = (text: Translate) => [{ label: text('filter.is'), value: '$eq' }];

/** A filter by one of some values, for Strapi's `Filters`. Without a choice it is not offered. */
export const choiceFilter = ({ name, label, options }: Choice, text: Translate): Filters.Filter[] =>
  options.length < 2
    ? []
    : [{ name, label: text(label), type: 'enumeration', operators: operatorIs(text), options }];

/** A filter by the host of the other side. */
export const hostFilter = (text: Translate): Filters.Filter => ({
  name: 'host',
  label: text('filter.host'),
  type: 'string',
  operators: operatorIs(text),
});

/** The filters by what entries there are. */
export const entryFilters = ({ contentTypes, locales }: TypesResponse, text: Translate): Filters.Filter[] => [
  {
    name: 'entry',
    label: text('filter.entry.name'),
    type: 'string',
    operators: operatorIs(text),
    input: EntryPicker,
  },
  ...choiceFilter(
    {
      name: 'contentType',
      label: 'filter.contentType',
      options: contentTypes.map(({ uid, displayName }) => ({ value: uid, label: displayName })),
    },
    text
  ),
  ...choiceFilter(
    {
      name: 'locale',
      label: 'filter.locale',
      options: locales.map((value) => ({ value, label: value })),
    },
    text
  ),
];
