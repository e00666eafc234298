import type { Filters } from '@strapi/strapi/admin';
import type { TypesResponse } from '../../../../server/src/contracts';
import { choiceFilter, entryFilters, hostFilter } from '../../components/filter-options';
import type { Translate } from '../../text';
import { PROTOCOLS, TYPES } from './filters';

/** What the inbox can be filtered by. */
export const filterOptions = (types: TypesResponse, text: Translate): Filters.Filter[] => [
  ...choiceFilter(
    {
      name: 'protocol',
      label: 'inbox.filter.protocol',
      options: PROTOCOLS.map((value) => ({ value, label: text(`protocol.${value}`) })),
    },
    text
  ),
  ...choiceFilter(
    {
      name: 'type',
      label: 'inbox.filter.type',
      options: TYPES.map((value) => ({ value, label: text(`type.${value}`) })),
    },
    text
  ),
  ...entryFilters(types, text),
  hostFilter(text),
  {
    name: 'received',
    label: text('inbox.filter.received'),
    type: 'date',
    operators: [
      { label: text('filter.from'), value: '$gte' },
      { label: text('filter.to'), value: '$lte' },
    ],
  },
];
