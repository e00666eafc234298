import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looseKey, normaliseUrl, parseHttpUrl, samePage } from '../../../server/src/core/url/normalise';

describe('a URL from outside', () => {
  it.each([
    ['https://example.com/', true],
    ['HTTP://example.com', true],
    ['http://[2001:db8::1]:8080/x', true],
    ['javascript:alert(1)', 'url-scheme'],
    ['file:///etc/passwd', 'url-scheme'],
    ['gopher://example.com/', 'url-scheme'],
    ['https://user:password@example.com/', 'url-userinfo'],
    ['https:example.com', 'url-invalid'],
    ['//example.com/', 'url-invalid'],
    ['/relative', 'url-invalid'],
    ['', 'url-invalid'],
    ['https://example.com/a b', 'url-control-characters'],
    ['https://example.com/\r\nX: y', 'url-control-characters'],
    ['https://example.com/\u0000', 'url-control-characters'],
    [`https://example.com/${'a'.repeat(65_536)}`, 'url-too-long'],
    [`https://example.com/${'ü'.repeat(1_000)}`, 'url-too-long'],
  ])('%s is taken or refused with its reason', (text, outcome) => {
    const parsed = parseHttpUrl(text);
    expect(parsed.ok ? true : parsed.error).toBe(outcome);
  });
});

describe('the form for comparing URLs', () => {
  it.each([
    ['HTTP://Example.COM', 'http://example.com/'],
    ['https://example.com:443/a/./b/../c', 'https://example.com/a/c'],
    ['https://example.com/%7euser/%c3%bc%2f', 'https://example.com/~user/%C3%BC%2F'],
    ['https://example.com/?q=%61#part', 'https://example.com/?q=a'],
    ['https://example.com/?', 'https://example.com/'],
    ['https://example.com/?#', 'https://example.com/'],
    ['https://example.com/??', 'https://example.com/??'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
    ['https://example.com.:8443/a.', 'https://example.com:8443/a.'],
    ['https://example.com../', 'https://example.com/'],
    ['https://./', 'https://./'],
  ])('of %s is %s', (text, normal) => {
    expect(normaliseUrl(text)).toBe(normal);
  });

  it('keeps apart what are different pages', () => {
    expect(samePage('https://example.com/a', 'https://example.com/a/')).toBe(false);
    expect(samePage('https://example.com/a', 'https://example.com/A')).toBe(false);
    expect(samePage('https://example.com/a%2Fb', 'https://example.com/a/b')).toBe(false);
    expect(samePage('not a url', 'not a url')).toBe(false);
  });

  it('is the same when it is made twice, and never throws', () => {
    const escape = fc.constantFrom(
      '4',
      'e',
      '%34',
      '%61',
      '%2e',
      '%2E%2e',
      '%2F',
      '%7e',
      '%c3%bc',
      '%',
      '%zz',
      '%25',
      '%252e'
    );
    const piece = fc.oneof(
      escape,
      fc.constantFrom('/', '..', '.', '?', '#', '&', '=', ';', '|', "'", 'ü', 'a')
    );
    const url = fc.array(piece, { maxLength: 20 }).map((pieces) => `https://example.com/${pieces.join('')}`);
    fc.assert(
      fc.property(fc.oneof(url, fc.string({ unit: 'binary' }), fc.webUrl()), (text) => {
        const once = normaliseUrl(text);
        looseKey(text);
        expect(once === null ? null : normaliseUrl(once)).toBe(once);
      }),
      { numRuns: 1_000 }
    );
  });

  it('of whatever the parser takes is there', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true, size: 'small' }), (text) => {
        expect(normaliseUrl(text)).not.toBeNull();
      })
    );
  });

  it('has a coarser one for other addresses of a page', () => {
    const key = looseKey('https://example.com/a');
    expect(looseKey('http://example.com/a/?utm_source=x#y')).toBe(key);
    expect(looseKey('https://example.com/a?page=2')).not.toBe(key);
    expect(looseKey('https://example.com/ab')).not.toBe(key);
  });
});
