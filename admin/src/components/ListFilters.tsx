import { Filters } from '@strapi/strapi/admin';
import { useMemo } from 'react';
import type { TypesResponse } from '../../../server/src/contracts';
import { useText } from '../text';
import type { Translate } from '../text';
import { useTypes } from './useTypes';

interface ListFiltersProps {
  /** What a list can be filtered by; always the same function. */
  options: (types: TypesResponse, text: Translate) => Filters.Filter[];
}

/** Strapi's filters: the button, the form that it opens, and what the list is narrowed to. */
export const ListFilters = ({ options }: ListFiltersProps) => {
  const text = useText();
  const types = useTypes();
  const filters = useMemo(() => options(types, text), [options, types, text]);
  return (
    <Filters.Root options={filters}>
      <Filters.Trigger />
      <Filters.Popover zIndex={499} />
      <Filters.List />
    </Filters.Root>
  );
};
