import { afterEach, describe, expect, it } from 'vitest';
import { changedUrl } from '../../../admin/src/components/url';
import { entryOfValue, entryValue } from '../../../admin/src/components/entry-value';
import {
  beginOf,
  endOf,
  entryOf,
  onlyEntry,
  tidied,
  withoutDoubles,
} from '../../../admin/src/features/inbox/filters';
import {
  beginsWithNewest,
  inboxSearch,
  isFiltered,
  listQueryOf,
  newestOf,
} from '../../../admin/src/features/inbox/query';

describe('a URL of the inbox', () => {
  it('without anything asks for the first page of what is pending, the newest first', () => {
    expect(listQueryOf({})).toEqual({ status: 'pending', sort: 'received:desc', page: 1, pageSize: 20 });
  });

  it('passes on tab, search, entry, page and the order that a table header wrote', () => {
    const url = {
      status: 'spam',
      _q: ' casino ',
      contentType: 'api::article.article',
      documentId: 'abc',
      locale: 'fr',
      sort: 'received:ASC',
      page: '3',
      pageSize: '50',
    };
    expect(listQueryOf(url)).toEqual({
      status: 'spam',
      q: 'casino',
      contentType: 'api::article.article',
      documentId: 'abc',
      locale: 'fr',
      sort: 'received:asc',
      page: 3,
      pageSize: 50,
    });
  });

  it('passes on the filters that Strapi’s own component wrote', () => {
    const filters = {
      $and: [
        { protocol: { $eq: 'pingback' } },
        { type: { $eq: 'reply' } },
        { contentType: { $eq: 'api::article.article' } },
        { locale: { $eq: 'fr' } },
        { host: { $eq: ' blog.example ' } },
        { received: { $gte: '2024-05-01T00:00:00.000Z' } },
        { received: { $lte: '2024-05-31' } },
      ],
    };
    expect(listQueryOf({ filters })).toMatchObject({
      protocol: 'pingback',
      type: 'reply',
      contentType: 'api::article.article',
      locale: 'fr',
      host: 'blog.example',
      from: new Date(2024, 4, 1).toISOString(),
      to: new Date(2024, 4, 31, 23, 59, 59, 999).toISOString(),
    });
    expect(isFiltered({ filters })).toBe(true);
    expect(isFiltered({ status: 'spam', sort: 'received:ASC', page: '2' })).toBe(false);
  });

  it.each([
    { status: 'nice' },
    { page: '-1' },
    { page: '1.5' },
    { page: 'x' },
    { pageSize: '0' },
    { sort: 'password:asc' },
    { _q: '  ' },
    { filters: { $and: [{ protocol: { $eq: 'gopher' } }] } },
    { filters: { $and: [{ received: { $gte: 'yesterday' } }] } },
    { filters: { $and: [{ secret: { $eq: 'x' } }] } },
    { filters: { $and: ['protocol', null, { protocol: 'pingback' }, {}] } as never },
    { filters: 'protocol' as never },
  ])('that makes no sense (%o) counts as not given', (url) => {
    expect(listQueryOf(url)).toEqual(listQueryOf({}));
  });

  it('never asks for more than the server gives at once', () => {
    expect(listQueryOf({ pageSize: '100000' }).pageSize).toBe(100);
  });

  it('can be written for one entry, and is read back as that', () => {
    const search = inboxSearch({ status: 'approved', uid: 'api::a.a', documentId: 'x1', locale: '' });
    const read = listQueryOf(Object.fromEntries(new URLSearchParams(search)));
    expect(read).toMatchObject({ status: 'approved', contentType: 'api::a.a', documentId: 'x1' });
    expect(read).not.toHaveProperty('locale');
  });

  it('asks for the newest under the same filters', () => {
    const request = listQueryOf({ _q: 'x', sort: 'source:ASC', page: '4' });
    expect(newestOf(request)).toMatchObject({ q: 'x', sort: 'received:desc', page: 1, pageSize: 1 });
    expect(beginsWithNewest(request)).toBe(false);
    expect(beginsWithNewest(listQueryOf({}))).toBe(true);
  });
});

describe('filters that ask the same', () => {
  it('become the latest of them', () => {
    const filters = {
      $and: [
        { protocol: { $eq: 'pingback' } },
        { type: { $eq: 'like' } },
        { protocol: { $eq: 'trackback' } },
      ],
    };
    expect(withoutDoubles(filters)?.$and).toEqual([
      { protocol: { $eq: 'trackback' } },
      { type: { $eq: 'like' } },
    ]);
  });

  it('are not made from those that ask something else', () => {
    expect(withoutDoubles({ $and: [{ received: { $gte: 'a' } }, { received: { $lte: 'b' } }] })).toBeNull();
    expect(withoutDoubles(undefined)).toBeNull();
  });
});

describe('a list narrowed to one entry', () => {
  const entry = { uid: 'api::a.a', documentId: 'x1', locale: 'fr' };

  it('needs no filters by content type and locale, and keeps the others', () => {
    const filters = {
      $and: [{ contentType: { $eq: 'api::b.b' } }, { host: { $eq: 'a.example' } }, { locale: { $eq: 'en' } }],
    };
    const url = onlyEntry({ filters, page: '3' }, entry);
    expect(url).toEqual({
      contentType: 'api::a.a',
      documentId: 'x1',
      locale: 'fr',
      filters: { $and: [{ host: { $eq: 'a.example' } }] },
      page: 1,
    });
    expect(entryOf(url)).toEqual(entry);
    expect(entryOf({ contentType: 'api::a.a' })).toBeNull();
  });

  it('has the entry that Strapi’s own form wrote where links to the list have it', () => {
    const filters = { $and: [{ entry: { $eq: entryValue(entry) } }] };
    expect(entryOf(tidied({ filters }) ?? {})).toEqual(entry);
    expect(tidied(onlyEntry({ filters }, entry))).toBeNull();
  });

  it('knows an entry without a locale, and a text that is none', () => {
    const plain = { ...entry, locale: '' };
    expect(entryOfValue(entryValue(plain))).toEqual(plain);
    expect(entryOf(onlyEntry({}, plain))).toEqual(plain);
    expect([entryOfValue(''), entryOfValue('api::a.a'), entryOfValue('/x1')]).toEqual([null, null, null]);
  });
});

describe('a changed URL of the inbox', () => {
  it('keeps what was searched and filtered, encoded as it was typed', () => {
    const url: Parameters<typeof listQueryOf>[0] = {
      status: 'spam',
      _q: 'a & b=c',
      filters: { $and: [{ host: { $eq: 'a&b' } }] },
      page: '4',
    };
    expect(changedUrl(url, { status: 'trash', page: 1 })).toEqual({
      status: 'trash',
      _q: 'a%20%26%20b%3Dc',
      filters: { $and: [{ host: { $eq: 'a%26b' } }] },
      page: 1,
    });
  });

  it('drops what is taken out', () => {
    const url: Parameters<typeof listQueryOf>[0] = { documentId: 'x' };
    expect(changedUrl(url, { documentId: undefined }).documentId).toBeUndefined();
    expect(changedUrl<{ _q?: string }>({}, {})._q).toBeUndefined();
  });
});

describe('a day in the filters', () => {
  const zone = process.env.TZ;
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  it.each([
    ['Europe/Berlin', '2024-05-01', '2024-04-30T22:00:00.000Z', '2024-05-01T21:59:59.999Z'],
    ['America/New_York', '2024-05-01', '2024-05-01T04:00:00.000Z', '2024-05-02T03:59:59.999Z'],
    // The clocks go forward: a day of 23 hours.
    ['Europe/Berlin', '2024-03-31', '2024-03-30T23:00:00.000Z', '2024-03-31T21:59:59.999Z'],
  ])('is the day of whoever looks (%s)', (place, day, begin, end) => {
    process.env.TZ = place;
    expect([beginOf(day), endOf(day)]).toEqual([begin, end]);
  });

  it.each(['', 'yesterday', '2024-00-00'])('%j is none', (text) => expect(beginOf(text)).toBe(''));
});
