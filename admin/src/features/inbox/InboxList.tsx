import { Typography } from '@strapi/design-system';
import { useState } from 'react';
import type { ListLinkbacksResponse } from '../../../../server/src/contracts';
import { EntryFilter } from '../../components/EntryFilter';
import { ListPage } from '../../components/ListPage';
import type { SetUrl } from '../../components/ListPage';
import { changedUrl, NO_ENTRY } from '../../components/url';
import type { Query } from '../../query-types';
import { useText } from '../../text';
import { entryOf, onlyEntry, titleIn } from './filters';
import { LinkbackTable } from './LinkbackTable';
import { isFiltered } from './query';
import type { InboxUrl } from './query';
import { ShortcutHelp } from './ShortcutHelp';
import type { Tab } from './tabs';
import { Toolbar } from './Toolbar';
import type { Moderation } from './useModeration';

interface InboxListProps {
  tab: Tab;
  url: InboxUrl;
  setUrl: SetUrl<InboxUrl>;
  list: Query<ListLinkbacksResponse>;
  arrivals: number;
  moderation: Moderation;
  canModerate: boolean;
}

/** Search box, filters, table and pages of one tab. */
export const InboxList = (props: InboxListProps) => {
  const { tab, url, setUrl, list, arrivals, moderation, canModerate } = props;
  const text = useText();
  const [helping, setHelping] = useState(false);
  const { currentData, isFetching, refetch } = list;
  const linkbacks = currentData?.results ?? [];
  const pagination = currentData?.pagination;
  const entry = entryOf(url);

  const showArrivals = () => {
    if (pagination && pagination.page > 1) setUrl(changedUrl(url, { page: 1, sort: undefined }));
    else void refetch();
  };

  const toolbar = (
    <Toolbar arrivals={arrivals} onShowArrivals={showArrivals} onHelp={() => setHelping(true)}>
      {entry ? (
        <EntryFilter
          entry={entry}
          title={titleIn(list.data, entry)}
          onClear={() => setUrl(changedUrl(url, NO_ENTRY))}
        />
      ) : null}
    </Toolbar>
  );
  return (
    <ListPage url={url} setUrl={setUrl} list={list} failed toolbar={toolbar}>
      {currentData?.onlyNewest ? (
        <Typography variant="pi" textColor="neutral600">
          {text('inbox.only-newest', { count: currentData.onlyNewest })}
        </Typography>
      ) : null}
      <LinkbackTable
        key={tab}
        tab={tab}
        linkbacks={linkbacks}
        isLoading={isFetching && !currentData}
        empty={text(isFiltered(url) ? 'inbox.empty.filtered' : `inbox.empty.${tab}`)}
        moderation={moderation}
        canModerate={canModerate}
        onHelp={() => setHelping(true)}
        onNarrow={entry ? null : (one) => setUrl(changedUrl(url, onlyEntry(url, one)))}
      />
      <ShortcutHelp open={helping} onClose={() => setHelping(false)} />
    </ListPage>
  );
};
