import { describe, expect, it } from 'vitest';
import { isOwnSoftware } from '../../../server/src/core/url/own-software';
import { ownSoftwareAt } from '../../../server/src/services/inbound/own-software';

const isOwn = (url: string, { paths = ['/api', '/admin', '/linkbacks'], shared = true } = {}) =>
  isOwnSoftware(url, {
    ...ownSoftwareAt({ roots: ['https://example.com', null], paths }),
    siteHosts: new Set(shared ? ['example.com'] : ['www.example.com']),
    port: '1337',
  });

describe('our own software', () => {
  it.each([
    'https://example.com/api',
    'https://example.com/api/articles',
    'https://example.com/ADMIN/',
    'https://example.com/%61dmin',
    'https://example.com./admin',
  ])('is %s, on the host of the public site', (url) => {
    expect(isOwn(url)).toBe(true);
  });

  it.each([
    'https://example.com/apiary-tips',
    'https://example.com/administration',
    'https://example.com/linkbacks-explained',
    'https://example.com/blog/api/',
    'https://other.example/api/',
  ])('is not %s', (url) => {
    expect(isOwn(url)).toBe(false);
  });

  it.each(['/', ''])('is not every page, where the API has the prefix "%s"', (prefix) => {
    const paths = [prefix, '/admin', '/linkbacks'];

    expect(isOwn('https://example.com/blog/post', { paths })).toBe(false);
    expect(isOwn('https://example.com/linkbacks/xmlrpc', { paths })).toBe(true);
  });

  it.each(['https://example.com/anything', 'https://example.com./', 'http://localhost:1337/x'])(
    'is all of a host that the public site does not share: %s',
    (url) => {
      expect(isOwn(url, { shared: false })).toBe(true);
    }
  );

  it.each(['http://localhost.:1337/admin', 'http://127.0.0.1:1337/', 'http://[::1]:1337/'])(
    'is what listens here: %s',
    (url) => {
      expect(isOwn(url)).toBe(true);
      expect(isOwn(url.replace('1337', '8080'))).toBe(false);
    }
  );
});
