import type { Filters } from '@strapi/strapi/admin';
import type { TypesResponse } from '../../../../server/src/contracts';
import { choiceFilter, entryFilters, hostFilter } from '../../components/filter-options';
import type { Translate } from '../../text';
import { STATES } from './query';

/** What the delivery log can be filtered by. */
export const filterOptions = (types: TypesResponse, text: Translate): Filters.Filter[] => [
  ...choiceFilter(
    {
      name: 'status',
      label: 'deliveries.filter.status',
      options: STATES.all.map((value) => ({ value, label: text(`ping.${value}`) })),
    },
    text
  ),
  hostFilter(text),
  ...entryFilters(types, text),
];
