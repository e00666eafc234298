import { Flex } from '@strapi/design-system';
import { Filters } from '@strapi/strapi/admin';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { TypesResponse } from '../../../../server/src/contracts';
import { useTypes } from '../../components/useTypes';
import { useText } from '../../text';
import type { Translate } from '../../text';
import { STATES } from './query';

/** What the delivery log can be filtered by, for Strapi's `Filters`. A filter without a choice is not offered. */
const filterOptions = ({ contentTypes, locales }: TypesResponse, text: Translate): Filters.Filter[] => {
  const operators = [{ label: text('filter.is'), value: '$eq' }];
  const choice = (
    name: 'status' | 'contentType' | 'locale',
    options: { value: string; label: string }[]
  ): Filters.Filter[] =>
    options.length < 2
      ? []
      : [{ name, label: text(`deliveries.filter.${name}`), type: 'enumeration', operators, options }];
  return [
    ...choice(
      'status',
      STATES.all.map((value) => ({ value, label: text(`ping.${value}`) }))
    ),
    { name: 'host', label: text('deliveries.filter.host'), type: 'string', operators },
    ...choice(
      'contentType',
      contentTypes.map(({ uid, displayName }) => ({ value: uid, label: displayName }))
    ),
    ...choice(
      'locale',
      locales.map((value) => ({ value, label: value }))
    ),
  ];
};

/** The filters of the delivery log. */
export const DeliveryToolbar = ({ children }: { children: ReactNode }) => {
  const text = useText();
  const types = useTypes();
  const options = useMemo(() => filterOptions(types, text), [types, text]);
  return (
    <Flex gap={2} wrap="wrap">
      <Filters.Root options={options}>
        <Filters.Trigger />
        <Filters.Popover zIndex={499} />
        <Filters.List />
      </Filters.Root>
      {children}
    </Flex>
  );
};
