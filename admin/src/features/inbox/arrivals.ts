import type { ListLinkbacksResponse } from '../../../../server/src/contracts';
import type { Tab } from './tabs';

/** How often to look for new linkbacks while the page can be seen, in milliseconds. */
export const ARRIVALS_INTERVAL = 15_000;

/**
 * How many linkbacks came since the list was loaded. `latest` is the newest one only, with the counts of now. Whoever
 * moderates elsewhere takes away what somebody else brings: the newest one shows that something came all the same.
 */
export const arrivalsOf = (o: {
  tab: Tab;
  shown: Pick<ListLinkbacksResponse, 'results' | 'counts'>;
  latest: Pick<ListLinkbacksResponse, 'results' | 'counts'>;
  /** Whether the list begins with the newest. */
  newestFirst: boolean;
}): number => {
  const { tab, shown, latest, newestFirst } = o;
  const more = Math.max(0, latest.counts[tab] - shown.counts[tab]);
  const [newest] = latest.results;
  if (!newestFirst || !newest) return more;
  const [first] = shown.results;
  const isNew = !first || newest.received > first.received;
  return isNew ? Math.max(1, more) : more;
};
