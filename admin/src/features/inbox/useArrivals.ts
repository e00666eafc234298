import type { ListLinkbacksQuery, ListLinkbacksResponse } from '../../../../server/src/contracts';
import { useListLinkbacksQuery } from '../../api';
import { useVisible } from '../../components/useVisible';
import { ARRIVALS_INTERVAL, arrivalsOf } from './arrivals';
import { beginsWithNewest, newestOf } from './query';
import type { Tab } from './tabs';

interface Arrivals {
  /** How many came since the list was loaded. */
  count: number;
  /** The counts of now; those of the list until they are known. */
  counts: ListLinkbacksResponse['counts'] | undefined;
}

/** Looks for new linkbacks every few seconds while the page can be seen. The list itself stays as it is. */
export const useArrivals = (
  tab: Tab,
  request: ListLinkbacksQuery,
  shown: ListLinkbacksResponse | undefined
): Arrivals => {
  const visible = useVisible();
  const { currentData: latest } = useListLinkbacksQuery(newestOf(request), {
    pollingInterval: visible ? ARRIVALS_INTERVAL : 0,
    refetchOnMountOrArgChange: true,
  });
  if (!shown || !latest) return { count: 0, counts: latest?.counts ?? shown?.counts };
  const count = arrivalsOf({ tab, shown, latest, newestFirst: beginsWithNewest(request) });
  return { count, counts: latest.counts };
};
