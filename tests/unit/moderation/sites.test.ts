import { describe, expect, it } from 'vitest';
import { isPublicSuffix, SHARED_HOSTS, siteOf } from '../../../server/src/core/moderation/sites';

describe('who publishes a page', () => {
  it.each([
    ['https://a.example:8443/jane/post', 'a.example'],
    ['https://a.example./', 'a.example'],
    ['https://medium.com/@jane/post?x#y', 'medium.com/@jane'],
    ['https://www.medium.com/@jane', 'medium.com/@jane'],
    ['https://medium.com/%40jane/', 'medium.com/@jane'],
    ['https://medium.com', 'medium.com/'],
    ['https://jane.medium.com/post', 'jane.medium.com'],
    ['https://jane.github.io/post', 'jane.github.io'],
    ['https://[2001:db8::1]/x', '[2001:db8::1]'],
    ['nonsense', ''],
  ])('%s is of %s', (url, site) => {
    expect(siteOf(url, SHARED_HOSTS)).toBe(site);
  });

  it('is the host alone where the project says so', () => {
    expect(siteOf('https://medium.com/@jane', [])).toBe('medium.com');
    expect(siteOf('https://a.example/jane/1', ['a.example'])).toBe('a.example/jane');
  });
});

describe('a public suffix', () => {
  it.each(['com', 'co.uk', 'github.io', 'blogspot.com'])('%s is one', (host) => {
    expect(isPublicSuffix(host)).toBe(true);
  });

  it.each(['a.com', 'jane.github.io', 'localhost', 'intranet', '127.0.0.1', '[::1]', ''])(
    '%s is none',
    (host) => {
      expect(isPublicSuffix(host)).toBe(false);
    }
  );
});
