import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUrlPattern, patternsClash, type UrlPattern } from '../../../server/src/core/url/pattern';

const pattern = (text: string): UrlPattern => {
  const parsed = parseUrlPattern(text);
  if (!parsed.ok) throw new Error(parsed.error.code);
  return parsed.value;
};

describe('a URL pattern', () => {
  const blog = pattern('https://example.com/blog/:slug');

  it('builds the page of an entry', () => {
    expect(blog.build({ slug: 'hello' })).toBe('https://example.com/blog/hello');
    expect(blog.build({ slug: 'a b/ü' })).toBe('https://example.com/blog/a%20b%2F%C3%BC');
    expect(pattern('http://localhost:4321/:locale/p/:id').build({ locale: 'en', id: 7 })).toBe(
      'http://localhost:4321/en/p/7'
    );
    expect(pattern('https://example.com').build({})).toBe('https://example.com/');
  });

  it.each([
    [{}],
    [{ slug: '' }],
    [{ slug: null }],
    [{ slug: true }],
    [{ slug: '.' }],
    [{ slug: '..' }],
    [{ slug: '\ud800' }],
    [{ slug: 'a'.repeat(3_000) }],
  ])('has no page for %j', (values) => {
    expect(blog.build(values)).toBeNull();
  });

  it.each([
    'https://example.com/blog/hello',
    'http://example.com/blog/hello',
    'https://EXAMPLE.com:443/blog/hello/',
    'https://example.com/blog/hello#comments',
    'https://example.com/blog/hello?utm_source=x&fbclid=1',
    'https://example.com/blog/%68ello',
    'https://example.com/x/../blog/hello',
  ])('finds the entry in %s', (url) => {
    expect(blog.match(url)).toEqual({ slug: 'hello' });
  });

  it.each([
    'https://example.com/blog/',
    'https://example.com/blog/hello/more',
    'https://example.com/Blog/hello',
    'https://example.com/blog/hello?page=2',
    'https://example.com:8443/blog/hello',
    'https://example.com.evil.test/blog/hello',
    'https://evil.test/?https://example.com/blog/hello',
    'https://user:pass@example.com/blog/hello',
    'ftp://example.com/blog/hello',
    '/blog/hello',
    '',
  ])('finds nothing in %s', (url) => {
    expect(blog.match(url)).toBeNull();
  });

  it('takes parameters in the query', () => {
    const query = pattern('https://example.com/article?id=:documentId&view=full');
    expect(query.build({ documentId: 'a&b' })).toBe('https://example.com/article?id=a%26b&view=full');
    expect(query.match('https://example.com/article?view=full&id=a%26b&utm_medium=x')).toEqual({
      documentId: 'a&b',
    });
    expect(query.match('https://example.com/article?id=1')).toBeNull();
  });

  it('knows fixed text in any encoding', () => {
    const umlaut = pattern('https://example.com/bücher/:slug/');
    expect(umlaut.build({ slug: 'x' })).toBe('https://example.com/b%C3%BCcher/x/');
    expect(umlaut.match('https://example.com/b%c3%bccher/x')).toEqual({ slug: 'x' });

    const escaped = pattern('https://example.com/a%2fb/%7Eme/:slug');
    expect(escaped.build({ slug: 'x' })).toBe('https://example.com/a%2Fb/~me/x');
    expect(escaped.match('https://example.com/a%2Fb/%7eme/x')).toEqual({ slug: 'x' });
    expect(escaped.match('https://example.com/a/b/~me/x')).toBeNull();
  });

  it('never throws on a bad escape', () => {
    expect(blog.match('https://example.com/blog/%E0%A4%A')).toEqual({ slug: '%E0%A4%A' });
  });

  it.each([
    '/blog/:slug',
    'example.com/:slug',
    'ftp://example.com/:slug',
    'https://example.com/:slug#top',
    'https://u@example.com/',
  ])('refuses %s with a sentence', (text) => {
    expect(parseUrlPattern(text)).toEqual({ ok: false, error: { code: 'allowed.pattern-url' } });
  });

  it.each([
    'https://example.com/*rest',
    'https://example.com/a{/:b}',
    'https://example.com/:a/:a',
    'https://example.com/:',
    'https://example.com/?a=:b-c',
  ])('refuses %s', (text) => {
    expect(parseUrlPattern(text).ok).toBe(false);
  });

  it.each(['https://example.com/blog/:slug', 'https://example.com/:locale/x-:slug/?id=:id'])(
    'gives back what it was built from: %s',
    (text) => {
      const shape = pattern(text);
      const value = fc.oneof(fc.string({ unit: 'binary' }), fc.webPath(), fc.string({ unit: 'grapheme' }));
      const values = fc.record(Object.fromEntries(shape.params.map((name) => [name, value])));
      fc.assert(
        fc.property(values, (given) => {
          const url = shape.build(given);
          if (url !== null) expect(shape.match(url)).toEqual(given);
        })
      );
    }
  );

  it('has a page for every usual slug', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }), (slug) => {
        fc.pre(slug !== '.' && slug !== '..');
        expect(blog.build({ slug })).not.toBeNull();
      })
    );
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        parseUrlPattern(text);
        parseUrlPattern(`https://example.com/${text}`);
        blog.match(text);
        blog.match(`https://example.com/${text}`);
        blog.build({ slug: text });
      })
    );
  });
});

describe('two URL patterns', () => {
  const clashing = [
    ['/:slug', '/:id'],
    ['/:slug', '/:slug/'],
    ['/:slug', '/about'],
    ['/:a/:b', '/blog/:slug'],
    ['/:locale/:slug', '/blog/:slug'],
    ['/:locale/blog/:slug', '/en/:section/:slug'],
    ['/', ''],
    ['/a-:slug', '/:slug-b'],
    ['/:a-:b', '/x-y'],
    ['/:a.html', '/:b'],
    ['/b%C3%BCcher/:slug', '/bücher/:slug'],
    ['/?id=:id', '/?id=:documentId'],
    ['/?id=:id', '/?id=7'],
    ['/?a=:a&b=1', '/?b=:b&a=2'],
  ] as const;
  const apart = [
    ['/a/:slug', '/b/:slug'],
    ['/blog/:slug', '/blog'],
    ['/blog/:slug', '/blog/:year/:slug'],
    ['/blog/:slug', '/Blog/:slug'],
    ['/:slug.html', '/:slug.xml'],
    ['/a-:slug', '/b-:slug'],
    ['/a-:slug', '/a-'],
    ['/:slug', '/'],
    ['/?id=:id', '/'],
    ['/?id=:id', '/?slug=:slug'],
    ['/?id=:id', '/?id=:id&view=full'],
    ['/?id=:id', '/?id='],
    ['/?id=1', '/?id=2'],
    ['/p?id=:id', '/q?id=:id'],
  ] as const;
  const clash = (a: string, b: string): boolean =>
    patternsClash(pattern(`https://example.com${a}`), pattern(`https://example.com${b}`));

  it.each(clashing)('%s and %s clash', (a, b) => {
    expect([clash(a, b), clash(b, a)]).toEqual([true, true]);
  });

  it.each(apart)('%s and %s do not', (a, b) => {
    expect([clash(a, b), clash(b, a)]).toEqual([false, false]);
  });

  it.each([
    ['https://example.com/:slug', 'http://EXAMPLE.com/:slug', true],
    ['https://example.com/:slug', 'https://example.com:443/:slug', true],
    ['https://example.com/:slug', 'https://example.com:8443/:slug', false],
    ['https://example.com/:slug', 'https://example.org/:slug', false],
  ])('%s and %s clash: %s', (a, b, expected) => {
    expect(patternsClash(pattern(a), pattern(b))).toBe(expected);
  });

  it('clash whenever a URL of the one is matched by the other', () => {
    const piece = fc.constantFrom('a', 'b', 'ab', '-', '/', '/', ':x', ':y', '?q=a', '?q=:z');
    const text = fc.array(piece, { maxLength: 7 }).map((pieces) => `https://example.com/${pieces.join('')}`);
    const value = fc.constantFrom('a', 'b', 'ab', 'a-b', '-', '/', 'a/b', 'é');
    fc.assert(
      fc.property(text, text, fc.record({ x: value, y: value, z: value }), (one, other, values) => {
        const [a, b] = [parseUrlPattern(one), parseUrlPattern(other)];
        fc.pre(a.ok && b.ok);
        const url = a.ok ? a.value.build(values) : null;
        fc.pre(url !== null && b.ok && b.value.match(url) !== null);
        expect(clash(one.slice(19), other.slice(19))).toBe(true);
      }),
      { numRuns: 500, maxSkipsPerRun: 1_000 }
    );
  });
});
