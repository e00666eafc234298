import { Flex } from '@strapi/design-system';
import type { ListPingsResponse } from '../../../../server/src/contracts';
import { EntryFilter } from '../../components/EntryFilter';
import { ListFilters } from '../../components/ListFilters';
import { ListPage } from '../../components/ListPage';
import type { SetUrl } from '../../components/ListPage';
import { changedUrl, NO_ENTRY } from '../../components/url';
import type { Query } from '../../query-types';
import { useText } from '../../text';
import { entryOf, onlyEntry, titleIn } from '../inbox/filters';
import { DeliveryTable } from './DeliveryTable';
import { filterOptions } from './filter-options';
import { isFiltered } from './query';
import type { DeliveriesUrl, Tab } from './query';

interface DeliveryListProps {
  tab: Tab;
  url: DeliveriesUrl;
  setUrl: SetUrl<DeliveriesUrl>;
  list: Query<ListPingsResponse>;
  canSend: boolean;
}

/** Filters, table and pages of one tab of the delivery log. */
export const DeliveryList = ({ tab, url, setUrl, list, canSend }: DeliveryListProps) => {
  const text = useText();
  const { currentData, isFetching } = list;
  const pings = currentData?.results ?? [];
  const entry = entryOf(url);

  const toolbar = (
    <Flex gap={2} wrap="wrap">
      <ListFilters options={filterOptions} />
      {entry ? (
        <EntryFilter
          entry={entry}
          title={titleIn(list.data, entry)}
          onClear={() => setUrl(changedUrl(url, NO_ENTRY))}
        />
      ) : null}
    </Flex>
  );
  return (
    // It is asked again and again: one look that fails takes nothing away.
    <ListPage url={url} setUrl={setUrl} list={list} failed={!currentData} toolbar={toolbar}>
      <DeliveryTable
        key={tab}
        pings={pings}
        isLoading={isFetching && !currentData}
        empty={text(isFiltered(url) ? 'deliveries.empty.filtered' : `deliveries.empty.${tab}`)}
        canSend={canSend}
        onNarrow={entry ? null : (one) => setUrl(changedUrl(url, onlyEntry(url, one)))}
      />
    </ListPage>
  );
};
