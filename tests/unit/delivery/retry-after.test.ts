import { describe, expect, it } from 'vitest';
import { retryAfterOf } from '../../../server/src/core/delivery/retry-after';

const DATE = 'Wed, 21 Oct 2026 07:28:00 GMT';

describe('Retry-After', () => {
  it.each<[Record<string, string | string[]>, number | null]>([
    [{ 'retry-after': '120' }, 120],
    [{ 'retry-after': ' 0 ' }, 0],
    [{ 'retry-after': ['30', '60'] }, 30],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:29:30 GMT', date: DATE }, 90],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:00:00 GMT', date: DATE }, 0],
    [{}, null],
    [{ 'retry-after': '' }, null],
    [{ 'retry-after': 'soon' }, null],
    [{ 'retry-after': '99999999999999999999' }, null],
  ])('%o is %s seconds', (headers, seconds) => {
    expect(retryAfterOf(headers)).toBe(seconds);
  });

  it('counts from now where the response has no date', () => {
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    expect(retryAfterOf({ 'retry-after': inAnHour })).toBeGreaterThan(3_500);
  });
});
