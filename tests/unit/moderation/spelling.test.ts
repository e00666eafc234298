import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isSpelled,
  plainAddress,
  relationOf,
  spellingOf,
} from '../../../server/src/core/moderation/spelling';

const SHARED = ['medium.com'];
const OWN = 'https://honest.example/2026/a-post';

const kindOf = (source: string, said: { canonical?: string; permalink?: string; finalUrl?: string } = {}) =>
  spellingOf(source, { finalUrl: source, canonical: null, permalink: null, ...said }, SHARED);

/** What a stranger may put into the URL of a page that its server answers to all the same. */
const word = fc.stringMatching(/^[a-z]{1,12}$/);
const foreign = fc.oneof(
  word.map((text) => `${OWN}?x=${text}`),
  word.map((text) => `${OWN}?utm_source=${text}`),
  word.map((text) => `${OWN}#${text}-1`),
  word.map((text) => `${OWN};${text}`),
  word.map((text) => `https://honest.example/2026;${text}/a-post`),
  fc.integer({ min: 1, max: 5 }).map((more) => OWN.replace('/2026', `${'/'.repeat(more)}/2026`)),
  fc.integer({ min: 1, max: 5 }).map((more) => `${OWN}/${'/'.repeat(more)}`)
);
/** What makes no difference worth the name. */
const own = fc
  .tuple(fc.constantFrom('http', 'https'), fc.boolean(), fc.boolean())
  .map(
    ([scheme, www, slash]) => `${scheme}://${www ? 'www.' : ''}honest.example/2026/a-post${slash ? '/' : ''}`
  );

describe('the spelling of a URL', () => {
  it('is foreign wherever a stranger added something, whether its page says where it is at home or nothing', () => {
    fc.assert(
      fc.property(foreign, fc.constantFrom('canonical', 'permalink', null), (source, name) => {
        const { kind, address } = kindOf(source, name === null ? {} : { [name]: OWN });
        expect([source, kind]).toEqual([source, 'foreign']);
        expect(isSpelled(address, OWN)).toBe(true);
      })
    );
  });

  it('is its own with another scheme, www, or slash at the end', () => {
    fc.assert(
      fc.property(own, own, (source, canonical) => {
        expect(kindOf(source).kind).toBe('plain');
        expect(kindOf(source, { canonical }).kind).toBe('declared');
        expect(kindOf(source, { permalink: canonical }).kind).toBe('declared');
      })
    );
  });

  it('is what the page says, also where that has a query', () => {
    fc.assert(
      fc.property(word, (text) => {
        const canonical = `${OWN}?p=${text}`;
        expect(kindOf(canonical, { canonical }).kind).toBe('declared');
        expect(kindOf(OWN, { canonical })).toEqual({ kind: 'foreign', address: canonical });
      })
    );
  });

  it('is what the page says without tracking parameters', () => {
    fc.assert(
      fc.property(word, (text) => {
        const canonical = `${OWN}?utm_source=${text}`;
        expect(kindOf(OWN, { canonical })).toEqual({ kind: 'declared', address: OWN });
        expect(kindOf(canonical, { permalink: canonical })).toEqual({ kind: 'foreign', address: OWN });
      })
    );
  });

  it.each([
    ['another site', 'https://thief.example/post'],
    ['another port', 'https://honest.example:8443/2026/a-post'],
    ['no page', 'mailto:jane@honest.example'],
  ])('is not what a page says of %s', (_what, canonical) => {
    expect(kindOf(OWN, { canonical })).toEqual({ kind: 'plain', address: OWN });
    expect(kindOf(OWN, { canonical, permalink: OWN }).kind).toBe('declared');
  });

  it('is not what one user says of another on a host of many', () => {
    const source = 'https://medium.com/@eve/post';
    const canonical = 'https://medium.com/@jane/post';
    expect(kindOf(source, { canonical }).kind).toBe('plain');
  });

  it('of what redirects is that of the page on its own site, and its own elsewhere', () => {
    const go = 'https://honest.example/go?to=7';
    expect(kindOf(go, { finalUrl: OWN })).toEqual({ kind: 'foreign', address: OWN });
    const away = 'https://short.example/s?u=7';
    expect(kindOf(away, { finalUrl: OWN, canonical: OWN })).toEqual({
      kind: 'foreign',
      address: 'https://short.example/s',
    });
  });

  it('is never the one that a redirect on its site started from, whatever its path', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.constantFrom('', '?id=7'), (path, query) => {
        const source = `https://honest.example/~evil/${path.join('/')}`;
        expect(kindOf(source, { finalUrl: `${OWN}${query}` })).toEqual({
          kind: 'foreign',
          address: `${OWN}${query}`,
        });
        expect(kindOf(source, { finalUrl: `${OWN}?utm_source=x` }).address).toBe(OWN);
        expect(kindOf(`${OWN}/`, { finalUrl: OWN }).kind).toBe('plain');
        expect(kindOf(OWN, { finalUrl: `${OWN}?session=1` })).toEqual({ kind: 'foreign', address: OWN });
      })
    );
  });

  it('is plain once nothing is left that says nothing, whatever the URL was', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        const plain = plainAddress(url);
        expect(plainAddress(plain)).toBe(plain);
        expect(kindOf(plain).kind).toBe('plain');
      })
    );
  });
});

describe('a ping for what a site says already', () => {
  const ping = (source: string, canonical?: string) => ({
    source,
    ...kindOf(source, canonical === undefined ? {} : { canonical }),
  });
  const stored = (source: string, canonical?: string) => {
    const { kind, address } = ping(source, canonical);
    return {
      source,
      spelling: kind === 'plain' ? null : kind,
      ownAddress: kind === 'foreign' ? address : null,
    };
  };

  it('takes over from every foreign spelling of its page, in its own only', () => {
    fc.assert(
      fc.property(
        foreign,
        foreign,
        own,
        fc.constantFrom(OWN, undefined),
        (first, second, mine, canonical) => {
          const there = stored(first, canonical);
          expect(relationOf(ping(mine, canonical), there)).toBe('takes-over');
          expect(relationOf(ping(second, canonical), there)).toBe('same');
          expect(relationOf(ping(first, canonical), stored(mine, canonical))).toBe('same');
        }
      )
    );
  });

  it('never takes over from another page', () => {
    fc.assert(
      fc.property(foreign, fc.webPath(), fc.boolean(), (first, path, declares) => {
        const source = `https://honest.example/other${path}`;
        const relation = relationOf(ping(source, declares ? source : undefined), stored(first, OWN));
        expect(relation).not.toBe('takes-over');
      })
    );
  });

  it('is another page above what was sent first, and none below it, where nothing is declared', () => {
    const behind = fc.array(word, { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(behind, fc.constantFrom('', '?x=1', ';x'), (segments, rest) => {
        const below = `${OWN}/${segments.join('/')}`;
        expect(relationOf(ping(OWN), stored(`${below}${rest}`))).toBe('another');
        expect(relationOf(ping(below), stored(OWN))).toBe('same');
        expect(relationOf(ping(`${OWN}?x=1`), stored(below))).toBe('same');
      })
    );
    // The root is above everything, and says nothing by that.
    expect(relationOf(ping('https://honest.example/'), stored(OWN))).toBe('same');
    expect(relationOf(ping(OWN), stored(`${OWN}s/casino`))).toBe('same');
    expect(relationOf(ping(OWN), stored('https://honest.example/other'))).toBe('same');
    expect(relationOf(ping(OWN), stored(`${OWN}/casino`, `${OWN}/casino`))).toBe('same');
  });

  it('is another page where it says to be at home at another path, and not with another query', () => {
    const copy = 'https://honest.example/evil/post';
    expect(relationOf(ping(copy, copy), stored(OWN, OWN))).toBe('another');
    expect(relationOf(ping(copy, copy), stored(OWN))).toBe('another');
    expect(relationOf(ping(copy), stored(OWN, OWN))).toBe('same');
    expect(relationOf(ping(copy, OWN), stored(OWN, OWN))).toBe('same');
    const query = `${OWN}?n=1`;
    expect(relationOf(ping(query, query), stored(OWN, OWN))).toBe('same');
  });
});
