import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockedBy, entryKeyOf, namesOneUser, trustedBy } from '../../../server/src/core/moderation/hosts';
import { SHARED_HOSTS, siteOf } from '../../../server/src/core/moderation/sites';
import { contentKeyOf } from '../../../server/src/services/linkbacks/content-key';
import { words } from '../linkbacks/row';

const site = (url: string): string => siteOf(url, SHARED_HOSTS);
const escaped = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** Names that no list of generic words has. */
const name = fc
  .array(fc.constantFrom('j', 'a', 'ö', 'ж', '字', '-', '.', '_', '7', '+', '~', '&'), { maxLength: 8 })
  .map((letters) => `@q${letters.join('')}`);
const host = fc.constantFrom(...SHARED_HOSTS);
const service = fc.constantFrom('', 'www.', 'm.', 'mobile.', 'old.', 'new.', 'amp.', 'np.', 'www.m.');
const slashes = fc.constantFrom('/', '//', '/./', '///', '/%2e/', '/x/../');
const spelling = fc.constantFrom(
  (letter: string) => letter,
  (letter: string) => letter.toUpperCase(),
  escaped,
  (letter: string) => escaped(letter).toUpperCase()
);
/** The same text, in any letter case and with any of its letters escaped. */
const spelled = (text: string): fc.Arbitrary<string> =>
  fc
    .array(spelling, { minLength: text.length, maxLength: text.length })
    .map((as) => Array.from(text, (letter, at) => as[at]?.(letter) ?? letter).join(''));
const rest = fc.constantFrom('', '/', '/post', '?a=1', '#top', '/2026/post?b#c');
const generic = fc.array(
  fc.constantFrom(
    'r',
    'u',
    'user',
    'users',
    'in',
    'photos',
    'view',
    'channel',
    'profile',
    'raw',
    'en',
    'pt-br',
    'c'
  ),
  { minLength: 1, maxLength: 3 }
);

describe('a user of a host of many', () => {
  it('is one, however the URL is spelled, and blocked and trusted as such', () => {
    const cases = fc.tuple(host, fc.oneof(fc.constant([]), generic), name).chain(([on, path, user]) => {
      const wanted = [...path, user].join('/');
      const parts = fc.tuple(...[...path, user].map((part) => fc.tuple(slashes, spelled(part))));
      return fc.record({
        plain: fc.constant(`${on}/${wanted}`),
        url: fc
          .tuple(fc.constantFrom('http', 'https'), service, parts, rest)
          .map(([scheme, sub, all, more]) => `${scheme}://${sub}${on}${all.flat().join('')}${more}`),
      });
    });
    fc.assert(
      fc.property(cases, ({ plain, url }) => {
        const entries = [plain, url.replace(/^https?:\/\//, ''), url];
        expect(site(url)).toBe(plain);
        for (const entry of entries) {
          expect(blockedBy(site(url), [entry])).toBe(entry);
          expect(trustedBy(site(url), [entry])).toBe(entry);
          expect(entryKeyOf(entry)?.split('/').slice(1).join('/')).toBe(plain.replace(/^[^/]*\//, ''));
        }
      })
    );
  });

  it('is another than the next, whatever generic words stand before them', () => {
    fc.assert(
      fc.property(host, generic, name, name, (on, path, one, other) => {
        fc.pre(one !== other);
        const [a = '', b = ''] = [one, other].map((user) =>
          site(`https://${on}/${path.join('/')}/${user}/post`)
        );
        expect(a).not.toBe(b);
        expect(blockedBy(a, [b])).toBeNull();
        expect(trustedBy(a, [b])).toBeNull();
      })
    );
  });

  it('has a site that is its own site again, whatever the path holds', () => {
    const part = fc.constantFrom(
      '%',
      '%2',
      '%25',
      '%34',
      '%31',
      '%2f',
      '%3F',
      '%23',
      '%ff',
      '%c3',
      '%A9',
      'z',
      '4',
      '@',
      '/',
      '\\'
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const once = site(`https://medium.com/${parts.join('')}`);
        expect(site(`https://${once}`)).toBe(once);
      })
    );
  });

  it.each([
    ['https://medium.com/%zz/x', 'medium.com/%zz'],
    ['https://medium.com/%ff%40Jane', 'medium.com/%ff@jane'],
    ['https://medium.com/@jane%2Fpost', 'medium.com/@jane%2fpost'],
    ['https://old.reddit.com/r/Cats/comments/1', 'reddit.com/r/cats'],
    ['https://reddit.com/r/', 'reddit.com/r'],
    ['https://sites.google.com/view/jane/home', 'sites.google.com/view/jane'],
    ['https://habr.com/en/articles/7/', 'habr.com/en/articles/7'],
    ['https://www.youtube.com/watch?v=Ab&utm_source=x', 'youtube.com/watch?v=Ab'],
    ['https://www.youtube.com/watch?t=1&v=Ab', 'youtube.com/watch?t=1&v=Ab'],
    ['https://www.youtube.com/watch?v=Ab&t=1', 'youtube.com/watch?t=1&v=Ab'],
    ['https://facebook.com/profile.php?id=7', 'facebook.com/profile.php?id=7'],
    ['https://steemit.com/hive-1/@jane/post', 'steemit.com/hive-1/@jane'],
    ['https://jane.tumblr.com/r/x', 'jane.tumblr.com'],
    ['https://m.a.example/r/x', 'm.a.example'],
  ])('%s is of %s', (url, expected) => {
    expect(site(url)).toBe(expected);
  });

  it('is blocked with all others by what names none of them', () => {
    expect(blockedBy('reddit.com/r/cats', ['reddit.com/r'])).toBe('reddit.com/r');
    expect(blockedBy('youtube.com/watch?v=1', ['youtube.com/watch'])).toBe('youtube.com/watch');
    expect(blockedBy('reddit.com/r/cats', ['old.reddit.com'])).toBe('old.reddit.com');
    expect(trustedBy('reddit.com/r/cats', ['reddit.com/r'])).toBeNull();
  });

  it.each([
    ['a.example', true],
    ['medium.com/@jane', true],
    ['medium.com/@jane/post', false],
    ['reddit.com/r/cats', true],
    ['reddit.com/r/cats?x=1', false],
    ['youtube.com/watch?v=1', true],
    ['a b', false],
  ])('is named by all of %s: %s', (written, expected) => {
    expect(namesOneUser(written)).toBe(expected);
  });

  it('says the same with any query where the page names nobody', () => {
    const said = (source: string): string =>
      contentKeyOf({
        source,
        ref: { uid: 'api::article.article', documentId: 'a', locale: 'en' },
        words: words(),
        sharedHosts: SHARED_HOSTS,
      });
    fc.assert(
      fc.property(fc.webQueryParameters(), (query) => {
        expect(said(`https://youtube.com/watch?${query}`)).toBe(said('https://m.youtube.com//WATCH'));
      })
    );
  });
});
