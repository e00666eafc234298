import { Box, Flex } from '@strapi/design-system';
import { Pagination } from '@strapi/strapi/admin';
import { useEffect } from 'react';
import type { ListPingsResponse } from '../../../../server/src/contracts';
import { EntryFilter } from '../../components/EntryFilter';
import { Failed } from '../../components/Failed';
import { changedUrl } from '../../components/url';
import { useErrorText } from '../../components/useErrorText';
import type { Query } from '../../query-types';
import { useText } from '../../text';
import { DeliveryTable } from './DeliveryTable';
import { DeliveryToolbar } from './DeliveryToolbar';
import { isFiltered, PAGE_SIZE } from './query';
import type { DeliveriesUrl, Tab } from './query';

interface DeliveryListProps {
  tab: Tab;
  url: DeliveriesUrl;
  setUrl: (next: DeliveriesUrl, method?: 'push' | 'remove', replace?: boolean) => void;
  list: Query<ListPingsResponse>;
  canSend: boolean;
}

const NO_ENTRY = { contentType: undefined, documentId: undefined, locale: undefined, page: 1 };

/** Filters, table and pages of one tab of the delivery log. */
export const DeliveryList = ({ tab, url, setUrl, list, canSend }: DeliveryListProps) => {
  const text = useText();
  const errorText = useErrorText();
  const { currentData, isFetching, error, refetch } = list;
  const pings = currentData?.results ?? [];
  const pagination = currentData?.pagination;

  // The last pings of the last page were forgotten: go to what is the last page now.
  const beyond = pagination && pagination.pageCount > 0 && pagination.page > pagination.pageCount;
  useEffect(() => {
    if (beyond) setUrl(changedUrl(url, { page: pagination.pageCount }), 'push', true);
  }, [beyond, pagination, setUrl, url]);

  return (
    <Flex direction="column" alignItems="stretch" gap={4} paddingTop={4}>
      <DeliveryToolbar>
        {url.documentId ? (
          <EntryFilter
            title={pings[0]?.entry.title ?? url.documentId}
            onClear={() => setUrl(changedUrl(url, NO_ENTRY))}
          />
        ) : null}
      </DeliveryToolbar>
      {error && !currentData ? (
        <Box background="neutral0" hasRadius shadow="tableShadow">
          <Failed reason={errorText(error)} onRetry={refetch} />
        </Box>
      ) : (
        <DeliveryTable
          key={tab}
          pings={pings}
          isLoading={isFetching && !currentData}
          empty={text(isFiltered(url) ? 'deliveries.empty.filtered' : `deliveries.empty.${tab}`)}
          canSend={canSend}
        />
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
