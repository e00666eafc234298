import { Box, Flex } from '@strapi/design-system';
import { Pagination } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import type { ListLinkbacksResponse } from '../../../../server/src/contracts';
import { EntryFilter } from '../../components/EntryFilter';
import { Failed } from '../../components/Failed';
import { changedUrl } from '../../components/url';
import { useErrorText } from '../../components/useErrorText';
import type { Query } from '../../query-types';
import { useText } from '../../text';
import { LinkbackTable } from './LinkbackTable';
import { isFiltered, PAGE_SIZE } from './query';
import type { InboxUrl } from './query';
import { ShortcutHelp } from './ShortcutHelp';
import type { Tab } from './tabs';
import { Toolbar } from './Toolbar';
import type { Moderation } from './useModeration';

interface InboxListProps {
  tab: Tab;
  url: InboxUrl;
  setUrl: (next: InboxUrl, method?: 'push' | 'remove', replace?: boolean) => void;
  list: Query<ListLinkbacksResponse>;
  arrivals: number;
  moderation: Moderation;
  canModerate: boolean;
}

const NO_ENTRY = { contentType: undefined, documentId: undefined, locale: undefined, page: 1 };

/** Search box, filters, table and pages of one tab. */
export const InboxList = (props: InboxListProps) => {
  const { tab, url, setUrl, list, arrivals, moderation, canModerate } = props;
  const text = useText();
  const errorText = useErrorText();
  const [helping, setHelping] = useState(false);
  const { currentData, isFetching, error, refetch } = list;
  const linkbacks = currentData?.results ?? [];
  const pagination = currentData?.pagination;

  // The last linkbacks of the last page were moderated away: go to what is the last page now.
  const beyond = pagination && pagination.pageCount > 0 && pagination.page > pagination.pageCount;
  useEffect(() => {
    if (beyond) setUrl(changedUrl(url, { page: pagination.pageCount }), 'push', true);
  }, [beyond, pagination, setUrl, url]);

  const showArrivals = () => {
    if (pagination && pagination.page > 1) setUrl(changedUrl(url, { page: 1, sort: undefined }));
    else void refetch();
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={4} paddingTop={4}>
      <Toolbar arrivals={arrivals} onShowArrivals={showArrivals} onHelp={() => setHelping(true)}>
        {url.documentId ? (
          <EntryFilter
            title={linkbacks[0]?.entry.title ?? url.documentId}
            onClear={() => setUrl(changedUrl(url, NO_ENTRY))}
          />
        ) : null}
      </Toolbar>
      {error ? (
        <Box background="neutral0" hasRadius shadow="tableShadow">
          <Failed reason={errorText(error)} onRetry={refetch} />
        </Box>
      ) : (
        <LinkbackTable
          key={tab}
          tab={tab}
          linkbacks={linkbacks}
          isLoading={isFetching && !currentData}
          empty={text(isFiltered(url) ? 'inbox.empty.filtered' : `inbox.empty.${tab}`)}
          moderation={moderation}
          canModerate={canModerate}
          onHelp={() => setHelping(true)}
        />
      )}
      {pagination ? (
        <Pagination.Root {...pagination} defaultPageSize={PAGE_SIZE}>
          <Pagination.PageSize />
          <Pagination.Links />
        </Pagination.Root>
      ) : null}
      <ShortcutHelp open={helping} onClose={() => setHelping(false)} />
    </Flex>
  );
};
