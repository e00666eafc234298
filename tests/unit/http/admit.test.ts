import { describe, expect, it } from 'vitest';
import type { HttpGuard, HttpHop } from '../../../server/src/core/ports';
import { client, codeOf, get, serve, serveNames } from './serving';

/** A guard that notes what it is asked and told. */
const guardOf = (admit: (hop: HttpHop) => boolean | Promise<boolean>) => {
  const asked: HttpHop[] = [];
  const spent: (readonly [url: string, bytes: number])[] = [];
  const guard: HttpGuard = {
    admit(hop) {
      asked.push(hop);
      return admit(hop);
    },
    spent: ({ url }, bytes) => void spent.push([url, bytes]),
  };
  return { guard, asked, spent };
};

describe('the guard of a request', () => {
  it('is asked with the address that is dialled, before that is done', async () => {
    const peer = await serve((_request, response) => response.end('hello'));
    const names = await serveNames(() => ['127.0.0.1']);
    const http = client([peer.port], { resolver: names.resolver });
    const url = `http://a.test:${peer.port}/`;
    const no = guardOf(() => false);
    const yes = guardOf(() => true);

    expect(await get(http, url, { guard: no.guard })).toMatchObject({
      error: { code: 'busy', requestSent: false },
    });
    expect(peer.requests).toHaveLength(0);
    expect(await get(http, url, { guard: yes.guard })).toEqual({ ok: true, value: 'hello' });
    expect([no.asked, yes.asked]).toEqual([[{ url, address: '127.0.0.1' }], [{ url, address: '127.0.0.1' }]]);
  });

  it('may take its time, and says no to the second as to the first', async () => {
    const peer = await serve((_request, response) => response.end('hello'));
    const slowly = (answer: boolean) => () => new Promise<boolean>((yes) => setTimeout(yes, 50, answer));
    const http = client([peer.port]);

    expect(codeOf(await get(http, peer.url, { guard: guardOf(slowly(true)).guard }))).toBe('ok');
    expect(codeOf(await get(http, peer.url, { guard: guardOf(slowly(false)).guard }))).toBe('busy');
    expect(peer.requests).toHaveLength(1);
  });

  it('is asked for another address of the name when one is refused or does not answer, for four at most', async () => {
    const peer = await serve((_request, response) => response.end('hello'), '127.0.0.9');
    const many = Array.from({ length: 60 }, (_, index) => `127.0.${index + 1}.1`);
    const names = await serveNames((name) => (name === 'many.test' ? many : ['127.0.0.8', '127.0.0.9']));
    const http = client([peer.port], { resolver: names.resolver });
    const one = guardOf(({ address }) => address === '127.0.0.9');
    const none = guardOf(() => false);
    const dead = guardOf(() => true);

    const two = `http://two.test:${peer.port}/`;
    expect(codeOf(await get(http, two, { guard: one.guard }))).toBe('ok');
    expect(new Set(one.asked.map(({ address }) => address))).toContain('127.0.0.9');
    expect(codeOf(await get(http, `http://many.test:${peer.port}/`, { guard: none.guard }))).toBe('busy');
    expect(none.asked).toHaveLength(4);
    expect(codeOf(await get(http, `http://many.test:${peer.port}/`, { guard: dead.guard }))).toBe(
      'connect-failed'
    );
    expect(dead.asked).toHaveLength(4);
  });

  it('is asked for literals too, and again at a redirect', async () => {
    const inside = await serve((_request, response) => response.end('secret'), '127.0.0.2');
    const peer = await serve((_request, response) => {
      response.writeHead(302, { location: `${inside.url}/there` }).end();
    });
    const http = client([peer.port, inside.port]);
    const { guard, asked } = guardOf(({ address }) => address === '127.0.0.1');

    expect(codeOf(await get(http, peer.url, { guard }))).toBe('busy');
    expect(asked).toEqual([
      { url: `${peer.url}/`, address: '127.0.0.1' },
      { url: `${inside.url}/there`, address: '127.0.0.2' },
    ]);
    expect(inside.requests).toHaveLength(0);
  });

  it('is told what each hop cost, headers included', async () => {
    const page = await serve((_request, response) => response.end('x'.repeat(90_000)), '127.0.0.2');
    const peer = await serve((_request, response) => response.writeHead(302, { location: page.url }).end());
    const { guard, spent } = guardOf(() => true);
    await get(client([peer.port, page.port]), peer.url, { guard });
    const of = (url: string) => spent.reduce((sum, [at, bytes]) => sum + (at === `${url}/` ? bytes : 0), 0);

    expect(of(peer.url)).toBeGreaterThan(100);
    expect(of(peer.url)).toBeLessThan(1_000);
    expect(of(page.url)).toBeGreaterThan(90_000);
    expect(of(page.url)).toBeLessThan(91_000);
  });

  it('knows its own connections from those of others, at the same time and to the same host', async () => {
    const peer = await serve((_request, response) => response.end('hello'));
    const names = await serveNames(() => ['127.0.0.1']);
    const http = client([peer.port], { resolver: names.resolver });
    const url = `http://a.test:${peer.port}/`;
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        get(http, url, { guard: guardOf(() => index % 2 === 0).guard })
      )
    );

    expect(results.map(codeOf)).toEqual(Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'ok' : 'busy')));
    expect(peer.requests).toHaveLength(20);
  });

  it('is not asked about an address that is not allowed, nor about any beside one', async () => {
    const names = await serveNames(() => ['127.0.0.1', '127.0.0.2', '10.0.0.1']);
    const http = client([80], { resolver: names.resolver });
    const { guard, asked } = guardOf(() => true);

    expect(codeOf(await get(http, 'http://a.test/', { guard }))).toBe('address-refused');
    expect(asked).toEqual([]);
  });
});

describe('URLs that a request refuses', () => {
  it('are not asked for, neither at the start nor on the way', async () => {
    const own = await serve((_request, response) => response.end('our own'), '127.0.0.2');
    const peer = await serve((_request, response) => response.writeHead(302, { location: own.url }).end());
    const http = client([peer.port, own.port]);
    const refuses = {
      hosts: [`127.0.0.2:${own.port}`],
      paths: [],
      siteHosts: new Set<string>(),
      port: null,
    };

    expect(codeOf(await get(http, own.url, { refuses }))).toBe('address-refused');
    expect(codeOf(await get(http, peer.url, { refuses: structuredClone(refuses) }))).toBe('address-refused');
    expect(own.requests).toHaveLength(0);
  });
});
