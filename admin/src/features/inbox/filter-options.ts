import type { Filters } from '@strapi/strapi/admin';
import type { TypesResponse } from '../../../../server/src/contracts';
import type { Translate } from '../../text';
import { PROTOCOLS, TYPES } from './filters';

/** What the inbox can be filtered by, for Strapi's `Filters`. A filter without a choice is not offered. */
export const filterOptions = (
  { contentTypes, locales }: TypesResponse,
  text: Translate
): Filters.Filter[] => {
  const is = [{ label: text('filter.is'), value: '$eq' }];
  const choice = (
    name: 'protocol' | 'type' | 'contentType' | 'locale',
    options: { value: string; label: string }[]
  ): Filters.Filter[] =>
    options.length < 2
      ? []
      : [{ name, label: text(`inbox.filter.${name}`), type: 'enumeration', operators: is, options }];
  return [
    ...choice(
      'protocol',
      PROTOCOLS.map((value) => ({ value, label: text(`protocol.${value}`) }))
    ),
    ...choice(
      'type',
      TYPES.map((value) => ({ value, label: text(`type.${value}`) }))
    ),
    ...choice(
      'contentType',
      contentTypes.map(({ uid, displayName }) => ({ value: uid, label: displayName }))
    ),
    ...choice(
      'locale',
      locales.map((value) => ({ value, label: value }))
    ),
    { name: 'host', label: text('inbox.filter.host'), type: 'string', operators: is },
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
};
