import type { ListPingsQuery, PingGroup, PingStatus } from '../../../../server/src/contracts';
import { typedHost } from '../../components/addresses';
import { given, pageOf, words } from '../../components/url';
import { filterValue, oneOf } from '../inbox/filters';
import type { ListUrl } from '../inbox/filters';

/** The tabs of the delivery log. */
export const TABS = ['all', 'open', 'sent', 'failed', 'closed'] as const satisfies readonly (
  PingGroup | 'all'
)[];
export type Tab = (typeof TABS)[number];

/** The states of each tab. */
export const STATES: Record<Tab, readonly PingStatus[]> = {
  all: ['waiting', 'queued', 'sending', 'sent', 'failed', 'unsupported', 'skipped', 'cancelled'],
  open: ['waiting', 'queued', 'sending'],
  sent: ['sent'],
  failed: ['failed'],
  closed: ['unsupported', 'skipped', 'cancelled'],
};

/** The delivery log's part of the URL. */
export interface DeliveriesUrl extends ListUrl {
  group?: string | undefined;
}

export const tabOf = ({ group }: DeliveriesUrl): Tab => TABS.find((tab) => tab === group) ?? 'all';

const filtersOf = ({ filters, ...url }: DeliveriesUrl): ListPingsQuery =>
  given({
    status: oneOf(STATES.all, filterValue(filters, 'status')),
    host: typedHost(filterValue(filters, 'host')),
    contentType: words(url.contentType) || filterValue(filters, 'contentType'),
    documentId: words(url.documentId),
    locale: words(url.locale) || filterValue(filters, 'locale'),
  }) as ListPingsQuery;

export const isFiltered = (url: DeliveriesUrl): boolean => Object.keys(filtersOf(url)).length > 0;

/** The request that a URL of the delivery log stands for; what makes no sense in it counts as not given. */
export const pingsQueryOf = (url: DeliveriesUrl): ListPingsQuery => {
  const tab = tabOf(url);
  return {
    ...(tab === 'all' ? {} : { group: tab }),
    ...pageOf(url),
    ...filtersOf(url),
  };
};

/** How many pings a tab has. */
export const countOf = (tab: Tab, counts: Record<PingStatus, number>): number =>
  STATES[tab].reduce((sum, status) => sum + counts[status], 0);

/** The delivery log filtered to one entry, for a link from elsewhere in the admin. */
export const deliveriesSearch = (o: { uid: string; documentId: string; locale: string }): string =>
  new URLSearchParams(given({ contentType: o.uid, documentId: o.documentId, locale: o.locale })).toString();
