import { describe, expect, it } from 'vitest';
import {
  countOf,
  deliveriesSearch,
  isFiltered,
  pingsQueryOf,
  STATES,
  tabOf,
  TABS,
} from '../../../admin/src/features/deliveries/query';
import { refreshInterval } from '../../../admin/src/features/deliveries/refresh';
import { PING_GROUPS } from '../../../server/src/contracts/pings';
import type { ListPingsResponse, Ping } from '../../../server/src/contracts';
import { PING_STATUSES } from '../../../server/src/core/types';

describe('a URL of the delivery log', () => {
  it('without anything asks for the first page of all', () => {
    expect(pingsQueryOf({})).toEqual({ page: 1, pageSize: 20 });
  });

  it('passes on tab, state, host, entry and page', () => {
    const url = {
      group: 'failed',
      filters: { $and: [{ status: { $eq: 'failed' } }, { host: { $eq: 'a.example' } }] },
      contentType: 'api::a.a',
      documentId: 'x1',
      locale: 'fr',
      page: '2',
      pageSize: '50',
    };
    expect(pingsQueryOf(url)).toEqual({
      group: 'failed',
      status: 'failed',
      host: 'a.example',
      contentType: 'api::a.a',
      documentId: 'x1',
      locale: 'fr',
      page: 2,
      pageSize: 50,
    });
    expect(isFiltered(url)).toBe(true);
  });

  it.each([
    { group: 'lost' },
    { group: 'all' },
    { page: '0' },
    { filters: { $and: [{ status: { $eq: 'lost' } }] } },
  ])('that makes no sense (%o) counts as not given', (url) => {
    expect(pingsQueryOf(url)).toEqual(pingsQueryOf({}));
    expect(isFiltered(url)).toBe(false);
  });

  it('can be written for one entry', () => {
    const search = deliveriesSearch({ uid: 'api::a.a', documentId: 'x1', locale: '' });
    expect(pingsQueryOf(Object.fromEntries(new URLSearchParams(search)))).toMatchObject({
      contentType: 'api::a.a',
      documentId: 'x1',
    });
  });
});

describe('the tabs of the delivery log', () => {
  it('are the groups of the server, and all', () => {
    const { all, ...groups } = STATES;
    expect(groups).toEqual(PING_GROUPS);
    expect(all).toEqual(PING_STATUSES);
    expect(Object.keys(STATES)).toEqual([...TABS]);
    expect(tabOf({ group: 'open' })).toBe('open');
    expect(tabOf({ group: 'nonsense' })).toBe('all');
  });

  it('count their states', () => {
    const counts = { ...none, waiting: 1, queued: 2, sent: 5, skipped: 3, cancelled: 1 };
    expect(TABS.map((tab) => countOf(tab, counts))).toEqual([12, 3, 5, 0, 4]);
  });
});

const none = {
  waiting: 0,
  queued: 0,
  sending: 0,
  sent: 0,
  failed: 0,
  unsupported: 0,
  skipped: 0,
  cancelled: 0,
};

describe('the delivery log', () => {
  const list = (results: Partial<Ping>[], counts: Partial<typeof none> = {}) =>
    ({ results, counts: { ...none, ...counts } }) as ListPingsResponse;

  it('is looked at often while something is under way on the page', () => {
    expect(refreshInterval(list([{ status: 'sending', nextAttempt: null }]), 0)).toBe(3_000);
  });

  it('is looked at soon while something is under way on another page', () => {
    expect(refreshInterval(list([{ status: 'sent' }], { queued: 1 }), 0)).toBe(5_000);
  });

  it('is looked at now and then otherwise: somebody may publish', () => {
    expect(refreshInterval(list([{ status: 'sent' }]), 0)).toBe(30_000);
    expect(refreshInterval(undefined, 0)).toBe(30_000);
  });
});
