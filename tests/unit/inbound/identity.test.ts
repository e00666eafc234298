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
    const home = keysOf(canonical, null).given;

    expect(keysOf(source, canonical).resolved === home).toBe(expected);
    expect(keysOf(source, canonical).passed.includes(home)).toBe(expected);
  });
});
