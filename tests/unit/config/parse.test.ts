import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../server/src/config/parse';

const type = { url: 'https://example.com/blog/:slug' };

describe('the configuration', () => {
  it('has the documented defaults', () => {
    const config = parseConfig({ contentTypes: { 'api::article.article': type } });

    expect(config.http).toEqual({
      allowAddresses: [],
      allowOwnAddresses: [],
      allowPorts: [80, 443, 8080, 8443],
      timeout: 10_000,
      maxBytes: 1_048_576,
      maxRedirects: 5,
    });
    expect(config.receive.inlineBudget).toBe(2_000);
    expect(config.receive.retention).toEqual({ addresses: 30, pending: 365, spam: 30, trash: 30, gone: 365 });
    expect(config.send).toEqual({ settle: 10, internalLinks: false, concurrency: 32, perHost: 1 });
    expect(config.queue.engine).toBe('embedded');
    expect(config.api.auth).toBe(false);
    expect(config.contentTypes['api::article.article']?.liveCheck).toBe(true);
  });

  it('replaces lists as a whole', () => {
    expect(parseConfig({ http: { allowPorts: [443] } }).http.allowPorts).toEqual([443]);
  });

  it('takes `rateLimit: false` as no limits', () => {
    const off = { client: false, sourceHost: false, target: false, total: false };
    expect(parseConfig({ receive: { rateLimit: false } }).receive.rateLimit).toEqual(off);
  });

  it('limits what is fetched at a time and a minute, as far as it is told', () => {
    const off = { host: false, domain: false, network: false };
    expect(parseConfig({}).receive.fetches).toEqual({
      total: 64,
      host: 4,
      domain: 8,
      network: 8,
      perMinute: { host: 120, domain: 240, network: 480 },
      bytesPerMinute: { host: 16_777_216, domain: 33_554_432, network: 67_108_864 },
    });
    const fetches = { perMinute: { host: 5, network: false }, bytesPerMinute: false };
    expect(parseConfig({ receive: { fetches } }).receive.fetches).toMatchObject({
      perMinute: { host: 5, domain: 240, network: false },
      bytesPerMinute: off,
    });
  });

  it('keeps functions by reference', () => {
    const url = () => null;
    const resolve = () => null;
    const parsed = parseConfig({ contentTypes: { 'api::a.a': { url, resolve } } }).contentTypes['api::a.a'];
    expect(parsed?.url).toBe(url);
    expect(parsed?.resolve).toBe(resolve);
  });

  it.each([
    [{ contentTypez: {} }, '`contentTypez` is {}; allowed: the keys siteName, publicUrl, contentTypes'],
    [{ http: { timeout: '5s' } }, '`http.timeout` is "5s"; allowed: a whole number above 0.'],
    [{ http: { allowPorts: [80, 99_999] } }, '`http.allowPorts[1]` is 99999; allowed: a port number.'],
    [
      { http: { allowAddresses: ['10.0.0.1'] } },
      '`http.allowAddresses[0]` is "10.0.0.1"; allowed: an address range such as "10.0.0.0/8".',
    ],
    [
      { receive: { fetches: { perMinute: { host: 0 } } } },
      '`receive.fetches.perMinute.host` is 0; allowed: a number a minute, or false.',
    ],
    [
      { receive: { fetches: { bytesPerMinute: { hosts: 1 } } } },
      '`receive.fetches.bytesPerMinute.hosts` is 1; allowed: the keys host, domain, network.',
    ],
    [
      { http: { allowOwnAddresses: ['localhost'] } },
      '`http.allowOwnAddresses[0]` is "localhost"; allowed: an address range such as "10.0.0.0/8".',
    ],
    [{ publicUrl: 'cms.example.com' }, '`publicUrl` is "cms.example.com"; allowed: an absolute http(s) URL.'],
    [{ queue: { engine: 'bullmq' } }, '`queue.engine` is "bullmq"; allowed: "embedded".'],
    [
      { contentTypes: { 'api::a.a': { url: 7 } } },
      "`contentTypes['api::a.a'].url` is 7; allowed: a URL pattern, an object of URL patterns by locale, or a function.",
    ],
    [
      { contentTypes: { 'api::a.a': { ...type, uri: 'x' } } },
      '`contentTypes[\'api::a.a\'].uri` is "x"; allowed: the keys url, resolve, title, excerpt, content, liveCheck.',
    ],
    [{ send: { enabled: 'yes' } }, '`send.enabled` is "yes"; allowed:'],
  ])('refuses %j with the key, what was found and what is allowed', (input, message) => {
    expect(() => parseConfig(input)).toThrow(`linkbacks config: ${message}`);
  });
});
