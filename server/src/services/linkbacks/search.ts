import type { Core } from '@strapi/strapi';
import { LINKBACK_UID } from '../../constants';
import type {
  Linkback,
  LinkbackCounts,
  ListLinkbacksQuery,
  ListLinkbacksResponse,
} from '../../contracts/linkbacks';
import { LINKBACK_STATUSES } from '../../core/types';
import { createLimit } from '../limit';
import { LISTED_COLUMNS, type LinkbackRow } from './rows';
import { scanLinkbacks, type Found, type Scanned } from './scan';

const PAGE_SIZE = 20;
/** Searches at a time: the others wait, since each of them takes the database for long. */
const AT_A_TIME = 2;

/** Lists linkbacks by what no index finds ({@link scanLinkbacks}). */
export type Search = (query: ListLinkbacksQuery) => Promise<ListLinkbacksResponse>;

export const createSearch = (o: {
  strapi: Core.Strapi;
  withTitles(rows: readonly LinkbackRow[]): Promise<Linkback[]>;
}): Search => {
  const { strapi, withTitles } = o;
  const limit = createLimit(AT_A_TIME);
  const running = new Map<string, Promise<Scanned>>();

  /** Once for all who look for the same at the same time, on whatever page. */
  const scan = ({ page: _page, pageSize: _size, ...query }: ListLinkbacksQuery): Promise<Scanned> => {
    const key = JSON.stringify(query);
    const scanning =
      running.get(key) ?? limit(() => scanLinkbacks(strapi, query)).finally(() => running.delete(key));
    running.set(key, scanning);
    return scanning;
  };

  const read = async (ids: readonly number[]): Promise<LinkbackRow[]> => {
    if (ids.length === 0) return [];
    const rows: LinkbackRow[] = await strapi.db
      .query(LINKBACK_UID)
      .findMany({ select: LISTED_COLUMNS, where: { id: { $in: [...ids] } } });
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  };

  return async (query) => {
    const { page = 1, pageSize = PAGE_SIZE } = query;
    const scanned = await scan(query);
    const listed = listedOf(scanned, query);
    const ids = listed.slice((page - 1) * pageSize, page * pageSize).map(({ id }) => id);
    const total = listed.length;
    return {
      results: await withTitles(await read(ids)),
      pagination: { page, pageSize, pageCount: Math.ceil(total / pageSize), total },
      counts: countsOf(scanned),
      onlyNewest: scanned.onlyNewest,
    };
  };
};

/** What was found in the status that is asked for, in order; `pending` has the updates that wait, too. */
const listedOf = ({ found, proposed }: Scanned, { status, sort }: ListLinkbacksQuery): Found[] => {
  const listed = status ? [...found[status]] : LINKBACK_STATUSES.flatMap((each) => found[each]);
  if (status === 'pending') listed.push(...proposed);
  return listed.sort(comparing(sort));
};

const comparing = (sort = 'received:desc'): ((a: Found, b: Found) => number) => {
  const [field, direction] = sort.split(':');
  const sign = direction === 'asc' ? 1 : -1;
  const byTime = (a: Found, b: Found): number => a.receivedAt - b.receivedAt;
  const bySource = (a: Found, b: Found): number => Number(a.source > b.source) - Number(a.source < b.source);
  const compare = field === 'source' ? bySource : byTime;
  return (a, b) => sign * (compare(a, b) || a.id - b.id);
};

const countsOf = ({ found, proposed }: Scanned): LinkbackCounts => ({
  pending: found.pending.length + proposed.length,
  approved: found.approved.length,
  spam: found.spam.length,
  trash: found.trash.length,
  gone: found.gone.length,
});
