import { Button, Flex, IconButton } from '@strapi/design-system';
import { ArrowClockwise, Question } from '@strapi/icons';
import { SearchInput } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { ListFilters } from '../../components/ListFilters';
import { useText } from '../../text';
import { filterOptions } from './filter-options';

interface ToolbarProps {
  /** How many linkbacks came since the list was loaded. */
  arrivals: number;
  onShowArrivals: () => void;
  onHelp: () => void;
  /** More of what the list is narrowed to. */
  children: ReactNode;
}

/** Search, filters, and what is new. New linkbacks show here first: the list does not move by itself. */
export const Toolbar = ({ arrivals, onShowArrivals, onHelp, children }: ToolbarProps) => {
  const text = useText();
  return (
    <Flex justifyContent="space-between" alignItems="flex-start" gap={4}>
      <Flex gap={2} wrap="wrap">
        <SearchInput label={text('inbox.search')} placeholder={text('inbox.search.placeholder')} />
        <ListFilters options={filterOptions} />
        {children}
      </Flex>
      <Flex gap={2} shrink={0} minHeight="3.2rem">
        <div role="status">
          {arrivals > 0 ? (
            <Button size="S" variant="secondary" startIcon={<ArrowClockwise />} onClick={onShowArrivals}>
              {text('inbox.arrivals', { count: arrivals })}
            </Button>
          ) : null}
        </div>
        <IconButton label={text('inbox.keys.title')} onClick={onHelp}>
          <Question />
        </IconButton>
      </Flex>
    </Flex>
  );
};
