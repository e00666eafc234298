import { describe, expect, it } from 'vitest';
import { identityOf } from '../../../server/src/services/inbound/identity';

const ref = { uid: 'api::article.article', documentId: 'a', locale: 'en' };
const keysOf = (source: string, canonical: string | null) =>
  identityOf({ source, ref }, { finalUrl: source, canonical, hops: [] }, ['medium.com']);

describe('who a source is', () => {
  it.each([
    ['https://a.example/print/post', 'https://a.example/post', true],
    ['https://medium.com/@jane/post-1', 'https://medium.com/@jane/post', true],
    ['https://medium.com/@eve/post', 'https://medium.com/@jane/post', false],
  ])('%s is at home at %s: %s', (source, canonical, expected) => {
    const home = keysOf(canonical, null).source;

    expect(keysOf(source, canonical).home === home).toBe(expected);
    expect(keysOf(source, canonical).passed.includes(home)).toBe(expected);
  });
});

describe('a source that redirects', () => {
  const keyOf = (url: string) => keysOf(url, null).source;
  const led = (source: string, finalUrl: string) =>
    identityOf({ source, ref }, { finalUrl, canonical: null, hops: [source] }, ['medium.com']);

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
});
