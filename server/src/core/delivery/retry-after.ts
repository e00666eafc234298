import { firstHeader } from '../html/headers';
import type { HttpResponse } from '../ports';

/**
 * How many seconds a response asks to wait (RFC 9110 §10.2.3), never less than 0; null when it does not say. A date
 * counts from the response's own `Date`, so that a peer's wrong clock does no harm.
 */
export const retryAfterOf = (headers: HttpResponse['headers']): number | null => {
  const asked = firstHeader(headers, 'retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(asked)) return Number(asked);

  const until = Date.parse(asked);
  if (Number.isNaN(until)) return null;
  const now = Date.parse(firstHeader(headers, 'date') ?? '');
  return Math.max(0, Math.ceil((until - (Number.isNaN(now) ? Date.now() : now)) / 1000));
};
