import type { ListLinkbacksQuery } from '../../contracts/linkbacks';
import type { LinkbackStatus } from '../../core/types';

/** Conditions and order for `strapi.db.query`. */
export type Where = Record<string, unknown>;
export type OrderBy = Record<string, 'asc' | 'desc'>[];

export const SORTS = ['received:desc', 'received:asc', 'source:asc', 'source:desc'] as const;
const SORT_COLUMNS: Readonly<Record<string, string>> = { received: 'receivedAt', source: 'source' };

/**
 * Whether no index answers a query: for words in texts, for kinds without an entry, and in the order of texts, linkbacks are
 * looked through (scan.ts).
 */
export const isScanned = ({
  q,
  protocol,
  type,
  contentType,
  documentId,
  locale,
  host,
  sort,
}: ListLinkbacksQuery): boolean => {
  const isLoose = documentId === undefined && (contentType !== undefined || locale !== undefined);
  const isTwofold = documentId !== undefined && host !== undefined;
  const isBySource = sort?.startsWith('source') === true;
  return Boolean(q ?? protocol ?? type) || isLoose || isTwofold || isBySource;
};

/** The condition behind the filters of the inbox that an index answers, that of the status left out. */
export const whereOf = (query: ListLinkbacksQuery): Where => {
  const { from, to } = query;
  const received = { ...(from ? { $gte: from } : {}), ...(to ? { $lte: endOf(to) } : {}) };
  return {
    ...(query.contentType ? { entryUid: query.contentType } : {}),
    ...(query.documentId ? { entryDocumentId: query.documentId } : {}),
    ...(query.locale !== undefined ? { entryLocale: query.locale } : {}),
    ...(query.host ? { sourceHost: query.host } : {}),
    ...(from || to ? { receivedAt: received } : {}),
  };
};

/** Approved linkbacks with an update that waits to be decided. */
export const PROPOSED: Where = { status: 'approved', proposedAt: { $notNull: true } };

/** The condition of one status; that of `pending` has the proposals too, where there are any. */
export const withStatus = (filters: Where, status: LinkbackStatus, hasProposals: boolean): Where =>
  status === 'pending' && hasProposals
    ? { $and: [filters, { $or: [{ status }, PROPOSED] }] }
    : { ...filters, status };

/** Newest first by default; the row's number decides between equals, so that pages do not overlap. */
export const orderOf = (sort: string = SORTS[0]): OrderBy => {
  const [field = '', direction] = sort.split(':');
  const order = direction === 'asc' ? 'asc' : 'desc';
  return [{ [SORT_COLUMNS[field] ?? 'receivedAt']: order }, { id: order }];
};

/** A date without a time means its whole day. */
export const endOf = (date: string): string => (date.includes('T') ? date : `${date}T23:59:59.999Z`);
