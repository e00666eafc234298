import { inputReason } from '../../config/explain';
import { MOST_PAGED } from '../../services/linkbacks/approved-pages';
import { invalid } from '../refusals';

/**
 * Returns the page that is asked for. Throws a refusal (HTTP 400) when it lies beyond the first {@link MOST_PAGED}
 * linkbacks: databases count off all that stands before a page.
 *
 * @param o.key how the query names the page
 * @param o.first the number of the first page
 */
export const readPage = (o: { key: string; page: number; first: 0 | 1; pageSize: number }): number => {
  const last = Math.floor(MOST_PAGED / o.pageSize) - 1 + o.first;
  if (o.page <= last) return o.page;
  const allowed = { code: 'allowed.number', values: { least: o.first, most: last } } as const;
  throw invalid(inputReason({ key: o.key, value: String(o.page), allowed }));
};
