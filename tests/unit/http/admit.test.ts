import { describe, expect, it } from 'vitest';
import { client, codeOf, get, serve, serveNames } from './serving';

describe('a request that decides by address', () => {
  it('is asked with all addresses of the name, before anything is dialled', async () => {
    const peer = await serve((_request, response) => response.end('hello'));
    const names = await serveNames(() => ['127.0.0.1', '127.0.0.5']);
    const http = client([peer.port], { resolver: names.resolver });
    const asked: (readonly string[])[] = [];
    const admit = (answer: boolean) => (addresses: readonly string[]) => {
      asked.push([...addresses].sort());
      return answer;
    };
    const url = `http://a.test:${peer.port}/`;

    expect(await get(http, url, { admit: admit(false) })).toMatchObject({
      error: { code: 'busy', requestSent: false },
    });
    expect(peer.requests).toHaveLength(0);
    expect(await get(http, url, { admit: admit(true) })).toEqual({ ok: true, value: 'hello' });
    expect(asked).toEqual([
      ['127.0.0.1', '127.0.0.5'],
      ['127.0.0.1', '127.0.0.5'],
    ]);
  });

  it('is asked for literals too, and again at a redirect', async () => {
    const inside = await serve((_request, response) => response.end('secret'), '127.0.0.2');
    const peer = await serve((_request, response) => {
      response.writeHead(302, { location: inside.url }).end();
    });
    const http = client([peer.port, inside.port]);
    const admit = ([address]: readonly string[]) => address === '127.0.0.1';

    expect(codeOf(await get(http, peer.url, { admit }))).toBe('busy');
    expect(inside.requests).toHaveLength(0);
  });

  it('knows its own connections from those of others, at the same time and to the same host', async () => {
    const peer = await serve((_request, response) => response.end('hello'));
    const names = await serveNames(() => ['127.0.0.1']);
    const http = client([peer.port], { resolver: names.resolver });
    const url = `http://a.test:${peer.port}/`;
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, index) => get(http, url, { admit: () => index % 2 === 0 }))
    );

    expect(results.map(codeOf)).toEqual(Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'ok' : 'busy')));
    expect(peer.requests).toHaveLength(20);
  });

  it('is not asked about an address that is not allowed at all', async () => {
    const names = await serveNames(() => ['10.0.0.1']);
    const http = client([80], { resolver: names.resolver });
    let asked = 0;

    expect(codeOf(await get(http, 'http://a.test/', { admit: () => (asked += 1) > 0 }))).toBe(
      'address-refused'
    );
    expect(asked).toBe(0);
  });
});

describe('URLs that a request refuses', () => {
  it('are not asked for, neither at the start nor on the way', async () => {
    const own = await serve((_request, response) => response.end('our own'), '127.0.0.2');
    const peer = await serve((_request, response) => response.writeHead(302, { location: own.url }).end());
    const http = client([peer.port, own.port]);
    const refuses = (url: string) => url.startsWith(own.url);

    expect(codeOf(await get(http, own.url, { refuses }))).toBe('address-refused');
    expect(codeOf(await get(http, peer.url, { refuses }))).toBe('address-refused');
    expect(own.requests).toHaveLength(0);
  });
});
