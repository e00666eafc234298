import type { ListLinkbacksQuery } from '../../../../server/src/contracts';
import { typedHost } from '../../components/addresses';
import { given, pageOf, words } from '../../components/url';
import { beginOf, endOf, filterValue, oneOf, PROTOCOLS, TYPES } from './filters';
import type { ListUrl } from './filters';
import { isTab } from './tabs';
import type { Tab } from './tabs';

/** The inbox's part of the URL, as Strapi's `useQueryParams` reads it: all text. */
export interface InboxUrl extends ListUrl {
  status?: string | undefined;
  sort?: string | undefined;
}

const NEWEST_FIRST = 'received:desc';
const SORTS = [NEWEST_FIRST, 'received:asc', 'source:asc', 'source:desc'];

/** Strapi's table headers write `received:ASC`. */
const sortOf = (value: unknown): string => {
  const sort = words(value).toLowerCase();
  return SORTS.includes(sort) ? sort : NEWEST_FIRST;
};

export const tabOf = (url: InboxUrl): Tab => (isTab(url.status) ? url.status : 'pending');

/** What the list is narrowed to, the tab left out. */
const filtersOf = ({ filters, ...url }: InboxUrl): ListLinkbacksQuery =>
  given({
    q: words(url._q),
    protocol: oneOf(PROTOCOLS, filterValue(filters, 'protocol')),
    type: oneOf(TYPES, filterValue(filters, 'type')),
    contentType: words(url.contentType) || filterValue(filters, 'contentType'),
    documentId: words(url.documentId),
    locale: words(url.locale) || filterValue(filters, 'locale'),
    host: typedHost(filterValue(filters, 'host')),
    from: beginOf(filterValue(filters, 'received', '$gte')),
    to: endOf(filterValue(filters, 'received', '$lte')),
  }) as ListLinkbacksQuery;

/** Whether the URL narrows the list at all. */
export const isFiltered = (url: InboxUrl): boolean => Object.keys(filtersOf(url)).length > 0;

/**
 * The request that a URL of the inbox stands for. A URL comes from anywhere: what makes no sense in it counts
 * as not given.
 */
export const listQueryOf = (url: InboxUrl): ListLinkbacksQuery => ({
  status: tabOf(url),
  sort: sortOf(url.sort),
  ...pageOf(url),
  ...filtersOf(url),
});

/** The request for the newest linkback of a list, and the counts of now. */
export const newestOf = (request: ListLinkbacksQuery): ListLinkbacksQuery => ({
  ...request,
  sort: NEWEST_FIRST,
  page: 1,
  pageSize: 1,
});

/** Whether a list begins with the newest linkback of all. */
export const beginsWithNewest = ({ sort, page }: ListLinkbacksQuery): boolean =>
  sort === NEWEST_FIRST && page === 1;

/** The inbox filtered to one entry, for a link from elsewhere in the admin. */
export const inboxSearch = (o: { status: Tab; uid: string; documentId: string; locale: string }): string =>
  new URLSearchParams(
    given({ status: o.status, contentType: o.uid, documentId: o.documentId, locale: o.locale })
  ).toString();
