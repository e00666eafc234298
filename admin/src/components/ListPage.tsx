import { Box, Flex } from '@strapi/design-system';
import { Pagination } from '@strapi/strapi/admin';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import type { Pagination as Pages } from '../../../server/src/contracts';
import type { Query } from '../query-types';
import { Failed } from './Failed';
import { changedUrl, PAGE_SIZE } from './url';
import { useErrorText } from './useErrorText';

type Url = Parameters<typeof changedUrl>[0] & { page?: string | number | undefined };

/** Changes the URL, as Strapi's `useQueryParams` does. */
export type SetUrl<Part> = (next: Part, method?: 'push' | 'remove', replace?: boolean) => void;

interface ListPageProps<Part extends Url> {
  url: Part;
  setUrl: SetUrl<Part>;
  list: Query<{ pagination: Pages }>;
  /** Whether to say that it could not be loaded, in place of the table. */
  failed: boolean;
  toolbar: ReactNode;
  /** The table. */
  children: ReactNode;
}

/** A list with what stands around it: toolbar, why it could not be loaded, and its pages. */
export const ListPage = <Part extends Url>(props: ListPageProps<Part>) => {
  const { url, setUrl, list, failed, toolbar, children } = props;
  const errorText = useErrorText();
  const { currentData, error, refetch } = list;
  const pagination = currentData?.pagination;

  // The last rows of the last page went away: go to what is the last page now.
  const beyond = pagination && pagination.pageCount > 0 && pagination.page > pagination.pageCount;
  useEffect(() => {
    if (beyond) setUrl(changedUrl(url, { ...url, page: pagination.pageCount }), 'push', true);
  }, [beyond, pagination, setUrl, url]);

  return (
    <Flex direction="column" alignItems="stretch" gap={4} paddingTop={4}>
      {toolbar}
      {error && failed ? (
        <Box background="neutral0" hasRadius shadow="tableShadow">
          <Failed reason={errorText(error)} onRetry={refetch} />
        </Box>
      ) : (
        children
      )}
      {pagination ? (
        <Pagination.Root {...pagination} defaultPageSize={PAGE_SIZE}>
          <Pagination.PageSize />
          <Pagination.Links />
        </Pagination.Root>
      ) : null}
    </Flex>
  );
};
