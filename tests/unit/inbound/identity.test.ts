import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinkbackWords } from '../../../server/src/contracts/linkbacks';
import { claimedAddress, identityOf } from '../../../server/src/services/inbound/identity';
import { leadsElsewhere } from '../../../server/src/services/inbound/leads-elsewhere';
import { contentKeyOf } from '../../../server/src/services/linkbacks/content-key';

const SHARED = ['medium.com'];
const ref = { uid: 'api::article.article', documentId: 'a', locale: 'en' };
const keysOf = (source: string, canonical: string | null = null) =>
  identityOf({ source, ref }, { finalUrl: source, canonical, hops: [] }, SHARED);
const keyOf = (url: string) => keysOf(url).source;

describe('who a source is', () => {
  it.each([
    ['http://a.example/post', 'https://a.example/post', true],
    ['https://a.example/post/?utm_source=x', 'https://a.example/post', true],
    ['https://www.a.example/post', 'https://a.example/post/', true],
    ['https://a.example/print/post', 'https://a.example/post', false],
    ['https://a.example/?p=1', 'https://a.example/?p=2', false],
    ['https://forum.example/~eve/post', 'https://forum.example/~jane/post', false],
    ['https://medium.com/@eve/post', 'https://medium.com/@jane/post', false],
    ['https://a.example/post', 'https://b.example/post', false],
  ])('%s that says to be %s is at home there: %s', (source, canonical, expected) => {
    const home = keyOf(canonical);

    expect(keysOf(source, canonical).home === home).toBe(expected);
    expect(keysOf(source, canonical).passed.includes(home)).toBe(expected);
    expect(claimedAddress({ finalUrl: source, canonical })).toBe(expected ? null : canonical);
  });

  it.each([
    ['#comment-1', '#comment-2', false],
    ['#c1', '', false],
    ['#comments', '', true],
    ['#respond', '#comments', true],
    ['#:~:text=2', '', true],
    ['#%63omment-1', '#comment-1', true],
  ])('with the fragment %j is the same as with %j: %s', (one, other, expected) => {
    expect(keyOf(`https://a.example/post${one}`) === keyOf(`https://a.example/post${other}`)).toBe(expected);
  });
});

describe('a source that redirects', () => {
  const led = (source: string, finalUrl: string) =>
    identityOf({ source, ref }, { finalUrl, canonical: null, hops: [source] }, SHARED);

  it.each([
    ['http://a.example/post', 'https://a.example/post', true],
    ['https://www.a.example/post', 'https://a.example/post', true],
    ['https://a.example/post', 'http://www.a.example/2026/post', true],
    ['https://www.medium.com/@jane/post', 'https://medium.com/@jane/post', true],
    ['https://medium.com/@eve/post', 'https://medium.com/@jane/post', false],
    ['https://a.example/post', 'https://b.example/post', false],
    ['https://a.example/post', 'https://blog.a.example/post', false],
    ['https://a.example:8080/post', 'https://a.example/post', false],
  ])('%s to %s is at home there: %s', (source, finalUrl, expected) => {
    const { home, same } = led(source, finalUrl);

    expect(home).toBe(keyOf(expected ? finalUrl : source));
    // What is stored under the address that it leads to is the same, whosever that is.
    expect(same).toEqual([keyOf(source), keyOf(finalUrl)]);
  });

  it('keeps its fragment', () => {
    const { home } = led('http://a.example/post#comment-7', 'https://a.example/post');
    expect(home).toBe(keyOf('https://a.example/post#comment-7'));
  });
});

const WORDS: LinkbackWords = {
  title: 'A post',
  excerpt: 'See this now.',
  siteName: 'A blog',
  author: { name: 'Jane', url: null, photo: null },
  type: 'mention',
};
const SILENT: LinkbackWords = {
  ...WORDS,
  title: null,
  excerpt: null,
  author: { ...WORDS.author, name: null },
};
const said = (source: string, words: LinkbackWords = WORDS, entry = ref) =>
  contentKeyOf({ source, ref: entry, words, sharedHosts: SHARED });

describe('what a source says', () => {
  const paths = fc.webPath().map((path) => path || '/');
  const queries = fc.webQueryParameters();

  it('is the same at all addresses of a site, however they are spelled', () => {
    fc.assert(
      fc.property(
        paths,
        queries,
        fc.constantFrom('http', 'https'),
        fc.boolean(),
        (path, query, scheme, www) => {
          const url = `${scheme}://${www ? 'www.' : ''}a.example${path}?${query}#${query}`;
          expect(said(url)).toBe(said('https://a.example/post'));
        }
      )
    );
  });

  it.each<[string, LinkbackWords, boolean]>([
    ['letter case and white space', { ...WORDS, title: ' a  POST ' }, true],
    ['the name of the site', { ...WORDS, siteName: 'Another' }, true],
    ['the title', { ...WORDS, title: 'Another post' }, false],
    ['the words around the link', { ...WORDS, excerpt: 'See that.' }, false],
    ['the author', { ...WORDS, author: { ...WORDS.author, name: 'Eve' } }, false],
    ['what the link is', { ...WORDS, type: 'like' }, false],
  ])('with another %s is the same: %s', (_what, words, expected) => {
    expect(said('https://a.example/post', words) === said('https://a.example/post')).toBe(expected);
  });

  it('is not the same on another site, of another user, or for another entry', () => {
    const one = said('https://medium.com/@jane/post');
    expect(said('https://medium.com/@eve/post')).not.toBe(one);
    expect(said('https://b.example/post')).not.toBe(said('https://a.example/post'));
    expect(said('https://a.example:8443/post')).not.toBe(said('https://a.example/post'));
    expect(said('https://a.example/', WORDS, { ...ref, documentId: 'b' })).not.toBe(
      said('https://a.example/')
    );
  });

  it('without words is told apart by the path alone', () => {
    const one = said('https://a.example/feed/1.json', SILENT);
    expect(said('https://a.example//feed/1.json?n=8', SILENT)).toBe(one);
    expect(said('https://a.example/feed/2.json', SILENT)).not.toBe(one);
  });
});

describe('a source that leads elsewhere', () => {
  const A = 'https://a.example/post';
  const why = { code: 'verdict.hold-all' } as const;
  const leads = (
    row: { finalUrl?: string; claimedAddress?: string; spelling?: 'foreign'; ownAddress?: string },
    finalUrl: string,
    canonical: string | null,
    refresh: string | null = null,
    place: { source?: string; ownAddress?: string | null } = {}
  ) =>
    leadsElsewhere({
      row: { source: A, finalUrl: null, claimedAddress: null, spelling: null, ownAddress: null, ...row },
      source: A,
      place,
      verified: { finalUrl, canonical, refresh },
      sharedHosts: SHARED,
    })?.(why).code ?? null;

  it.each([
    ['to another site', {}, 'https://casino.example/', null, 'source.leads-away'],
    [
      'to another user of a shared host',
      { finalUrl: 'https://medium.com/@jane/1' },
      'https://medium.com/@eve/1',
      null,
      'source.leads-away',
    ],
    ['back from there', { finalUrl: 'https://b.example/' }, A, null, 'source.leads-away'],
    ['on its site', {}, 'https://www.a.example/2026/post', null, null],
    ['where it led before', { finalUrl: 'https://b.example/1' }, 'https://b.example/2', null, null],
    ['nowhere', {}, A, null, null],
    ['to itself', {}, A, 'http://a.example/post/', null],
    ['by its canonical address to another page', {}, A, 'https://a.example/other', 'source.claims'],
    ['by its canonical address to another site', {}, A, 'https://casino.example/', 'source.claims'],
    [
      'by the same canonical address as before',
      { claimedAddress: 'https://a.example/x' },
      A,
      'http://a.example/x/',
      null,
    ],
    [
      'by another canonical address than before',
      { claimedAddress: 'https://a.example/x' },
      A,
      'https://a.example/y',
      'source.claims',
    ],
    ['no longer by a canonical address', { claimedAddress: 'https://a.example/x' }, A, null, null],
    [
      'to what it claimed',
      { claimedAddress: 'https://a.example/x' },
      'https://a.example/x',
      'https://a.example/x',
      null,
    ],
  ])('%s', (_what, row, finalUrl, canonical, expected) => {
    expect(leads(row, finalUrl, canonical)).toBe(expected);
  });

  it('to another address that it is or may be shown under, and not to one that was decided about', () => {
    const other = 'https://a.example/casino';
    const at = (place: object, row: object = {}) => leads(row, A, null, null, place);
    for (const place of [{ source: other }, { source: A, ownAddress: other }])
      expect(at(place)).toBe('source.address');
    expect(at({ source: 'http://www.a.example/post/', ownAddress: null })).toBeNull();
    for (const row of [{ spelling: 'foreign', ownAddress: other }, { finalUrl: other }]) {
      expect(at({ source: other, ownAddress: null }, row)).toBeNull();
      expect(at({ source: `${other}?x=1` }, row)).toBe('source.address');
    }
    expect(at({ source: other }, { spelling: 'foreign', finalUrl: other })).toBe('source.address');
  });

  it('to another site by itself, as by a redirect, and not on its own', () => {
    const away = 'https://casino.example/';
    expect(leads({}, A, null, away)).toBe('source.leads-away');
    expect(leads({ finalUrl: away }, A, null, away)).toBeNull();
    expect(leads({}, A, null, 'https://www.a.example/other')).toBeNull();
  });
});
