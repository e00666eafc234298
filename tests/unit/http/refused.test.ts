import { describe, expect, it } from 'vitest';
import { client, codeOf, get, serve, serveNames } from './serving';

describe('a request that must not be made (server-side request forgery)', () => {
  it.each([
    ['http://93.184.216.34:22/', 'port-refused'],
    ['http://93.184.216.34:25/', 'port-refused'],
    ['http://93.184.216.34:3306/', 'port-refused'],
    ['http://93.184.216.34:6379/', 'port-refused'],
    ['https://93.184.216.34:1337/admin', 'port-refused'],
    ['ftp://93.184.216.34/', 'scheme-refused'],
    ['file:///etc/passwd', 'scheme-refused'],
    ['gopher://93.184.216.34/', 'scheme-refused'],
    ['data:text/html,x', 'scheme-refused'],
    ['http://user:password@93.184.216.34/', 'userinfo-refused'],
    ['http://user@93.184.216.34/', 'userinfo-refused'],
    ['http://93.184.216.34/\r\nx: y', 'url-invalid'],
    ['http://0x100000000/', 'url-invalid'],
    ['/relative', 'url-invalid'],
    ['nonsense', 'url-invalid'],
  ])('%s is refused: %s', async (url, code) => {
    const result = await get(client([80, 443], { allowAddresses: [] }), url);
    expect(result).toMatchObject({ ok: false, error: { code, requestSent: false } });
  });

  it('is caught by the redirect that leads there by name', async () => {
    const names = await serveNames((name) => [name === 'inside.test' ? '127.0.0.2' : '127.0.0.1']);
    const inside = await serve((_request, response) => response.end('secret'), '127.0.0.2');
    const outside = await serve((_request, response) => {
      response.writeHead(302, { location: `http://inside.test:${inside.port}/` }).end();
    });
    const http = client([outside.port, inside.port], {
      allowAddresses: ['127.0.0.1/32'],
      resolver: names.resolver,
    });
    expect(codeOf(await get(http, `http://outside.test:${outside.port}/`))).toBe('address-refused');
    expect(inside.requests).toHaveLength(0);
  });
});

describe('a name', () => {
  it.each([
    ['is unknown', 'unknown' as const],
    ['has no address', [] as string[]],
  ])('that %s is a failure of DNS', async (_what, answer) => {
    const names = await serveNames(() => answer);
    const result = await get(client([80], { resolver: names.resolver }), 'http://nowhere.test/');
    expect(result).toMatchObject({ ok: false, error: { code: 'dns-failed', requestSent: false } });
  });

  it('without dots is asked of the name servers, and only then of the system', async () => {
    const peer = await serve((_request, response) => response.end('hello'));
    const names = await serveNames((name) => (name === 'web' ? ['127.0.0.1'] : 'unknown'));
    const http = client([peer.port], { resolver: names.resolver });
    expect(await get(http, `http://web:${peer.port}/`)).toEqual({ ok: true, value: 'hello' });
    expect(codeOf(await get(http, `http://nobody-has-this-name:${peer.port}/`))).toBe('dns-failed');
    expect(names.asked).toEqual(['web', 'nobody-has-this-name']);
  });

  it('localhost works without any name server, where it is allowed', async () => {
    const peer = await serve((_request, response) => response.end('hello'));
    const names = await serveNames(() => 'silence');
    const http = client([peer.port], {
      allowAddresses: ['127.0.0.0/8', '::1/128'],
      resolver: names.resolver,
    });
    expect(await get(http, `http://localhost:${peer.port}/`)).toEqual({ ok: true, value: 'hello' });
    expect(names.asked).toEqual([]);
  });
});

describe('the hosts of our own pages', () => {
  it('may be private, for the requests that say so', async () => {
    const page = await serve((_request, response) => response.end('our page'));
    const names = await serveNames(() => ['127.0.0.1']);
    const http = client([], { allowAddresses: [], resolver: names.resolver });
    const url = `http://blog.test:${page.port}/`;
    expect(await get(http, url, { privateHosts: new Set([`blog.test:${page.port}`]) })).toEqual({
      ok: true,
      value: 'our page',
    });
    expect(codeOf(await get(http, url))).toBe('port-refused');
    expect(codeOf(await get(http, url, { privateHosts: new Set(['blog.test']) }))).toBe('port-refused');
  });

  it('are not left for another private host by a redirect, though it is ours, too', async () => {
    const other = await serve((_request, response) => response.end('secret'), '127.0.0.2');
    const page = await serve((_request, response) => {
      response.writeHead(302, { location: other.url });
      response.end();
    });
    const http = client([other.port], { allowAddresses: [] });
    const privateHosts = new Set([`127.0.0.1:${page.port}`, `127.0.0.2:${other.port}`]);
    expect(codeOf(await get(http, page.url, { privateHosts }))).toBe('address-refused');
    expect(other.requests).toHaveLength(0);
  });

  it('are not reached through a host that is not ours', async () => {
    const page = await serve((_request, response) => response.end('our page'), '127.0.0.2');
    const stranger = await serve((_request, response) => {
      response.writeHead(302, { location: page.url }).end();
    });
    const http = client([stranger.port], { allowAddresses: ['127.0.0.1/32'] });
    const privateHosts = new Set([`127.0.0.2:${page.port}`]);
    expect(codeOf(await get(http, stranger.url, { privateHosts }))).toBe('port-refused');
    expect(page.requests).toHaveLength(0);
  });

  it('may redirect within themselves', async () => {
    const page = await serve((request, response) => {
      if (request.url === '/end') return void response.end('our page');
      response.writeHead(301, { location: '/end' }).end();
    });
    const http = client([], { allowAddresses: [] });
    const privateHosts = new Set([`127.0.0.1:${page.port}`]);
    expect(await get(http, page.url, { privateHosts })).toEqual({ ok: true, value: 'our page' });
  });
});

describe('requests of our own', () => {
  it('may reach what is open to them, and by a name; a stranger may not, nor by a redirect of ours', async () => {
    const hook = await serve((_request, response) => response.end('our hook'), '127.0.0.2');
    const page = await serve((_request, response) => response.end('a page'), '127.0.0.1');
    const leaving = await serve(
      (_request, response) => response.writeHead(302, { location: hook.url }).end(),
      '127.0.0.3'
    );
    const names = await serveNames(() => ['127.0.0.2']);
    const http = client([hook.port, page.port, leaving.port], {
      allowAddresses: ['127.0.0.1/32'],
      allowOwnAddresses: ['127.0.0.2/31'],
      resolver: names.resolver,
    });
    const own = { own: true } as const;

    expect(codeOf(await get(http, hook.url, own))).toBe('ok');
    expect(codeOf(await get(http, `http://hook.test:${hook.port}/`, own))).toBe('ok');
    expect(codeOf(await get(http, page.url, own))).toBe('ok');
    expect(codeOf(await get(http, hook.url))).toBe('address-refused');
    expect(codeOf(await get(http, page.url))).toBe('ok');
    expect(codeOf(await get(http, leaving.url, own))).toBe('address-refused');
    expect(leaving.requests).toHaveLength(1);
    expect(hook.requests).toHaveLength(2);
  });

  it('go to allowed ports only', async () => {
    const hook = await serve((_request, response) => response.end('our hook'), '127.0.0.2');
    const http = client([], { allowAddresses: [], allowOwnAddresses: ['127.0.0.2/32'] });
    expect(codeOf(await get(http, hook.url, { own: true }))).toBe('port-refused');
  });
});
