import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { deafPort } from './deaf-peer';
import { openDoors } from './doors';
import { client, codeOf, get, serve, serveNames, serveTcp } from './serving';

const BOMB = new URL('../../fixtures/bombs/one-gigabyte.br', import.meta.url);

describe('the time for a request', () => {
  it('ends a connection that is not taken, a silent peer and half a body long before the whole is over', async () => {
    const deaf = await deafPort();
    const silent = await serve(() => undefined);
    const half = await serve((_request, response) => void response.write('half'));
    const http = client([deaf, silent.port, half.port], { timeout: 60_000 });
    const results = await Promise.all(
      [`http://127.0.0.1:${deaf}/`, silent.url, half.url].map((url) => get(http, url))
    );
    expect(results).toMatchObject([
      { error: { code: 'timeout', message: expect.stringMatching(/connect/i), requestSent: false } },
      { error: { code: 'timeout', message: expect.stringMatching(/headers/i), requestSent: true } },
      { error: { code: 'timeout', message: expect.stringMatching(/body/i), requestSent: true } },
    ]);
  });

  it.each([
    ['a byte of the status line now and then', 'HTTP/1.1 200 OK\r\n', 'x'],
    ['a header now and then', 'HTTP/1.1 200 OK\r\n', 'x-more: x\r\n'],
    ['103 after 103', '', 'HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n'],
    [
      'a chunk of one byte now and then',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n',
      '1\r\nx\r\n',
    ],
  ])('ends %s by the clock for the whole', async (_what, beginning, more) => {
    const port = await serveTcp((socket) => {
      socket.once('data', () => {
        socket.write(beginning);
        const timer = setInterval(() => socket.write(more), 20);
        socket.once('close', () => clearInterval(timer));
      });
    });
    const result = await get(client([port], { timeout: 500 }), `http://127.0.0.1:${port}/`);
    expect(result).toMatchObject({ ok: false, error: { code: 'timeout' } });
  });

  it('is one for all hops together', async () => {
    const peer = await serve((_request, response) => {
      setTimeout(() => response.writeHead(302, { location: '/again' }).end(), 200);
    });
    const http = client([peer.port], { timeout: 500, maxRedirects: 50 });
    expect(codeOf(await get(http, peer.url))).toBe('timeout');
    expect(peer.requests.length).toBeLessThan(5);
  });
});

describe('the bytes of an answer', () => {
  it('of one kilobyte that stands for a gigabyte are not read: only brotli can, and it costs too much', async () => {
    const bomb = await readFile(BOMB);
    expect(bomb.length).toBeLessThan(1_000);
    const peer = await serve((_request, response) => {
      response.setHeader('content-encoding', 'br');
      response.end(bomb);
    });
    expect(codeOf(await get(client([peer.port]), peer.url))).toBe('encoding-refused');
  });

  it('of one megabyte that stands for a gigabyte are read up to the cap', async () => {
    const bomb = Buffer.concat(Array<Buffer>(1_024).fill(gzipSync(Buffer.alloc(1_048_576))));
    const peer = await serve((_request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(bomb);
    });
    let read = 0;
    const result = await client([peer.port], { maxBytes: 1_048_576 }).request(
      { url: peer.url },
      async ({ body }) => {
        for await (const chunk of body) read += chunk.length;
      }
    );
    expect(result.ok).toBe(true);
    expect(read).toBe(1_048_576);
  });

  it.each([
    ['in one of them', `x-large: ${'a'.repeat(17_000)}\r\n`],
    ['in two thousand', 'x-many: 0123456789\r\n'.repeat(2_000)],
  ])('are refused beyond 16 kB of headers, %s', async (_what, headers) => {
    const port = await serveTcp((socket) => {
      socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\n${headers}\r\nhello`));
    });
    const result = await get(client([port]), `http://127.0.0.1:${port}/`);
    expect(result).toMatchObject({ ok: false, error: { code: 'response-invalid', requestSent: true } });
  });
});

describe('what a request carries', () => {
  it('is no cookie, whatever the peer set before', async () => {
    const peer = await serve((request, response) => {
      response.setHeader('set-cookie', 'session=stolen; Path=/');
      if (request.url === '/end') response.end('hello');
      else response.writeHead(302, { location: '/end' }).end();
    });
    const http = client([peer.port]);
    await get(http, peer.url);
    await get(http, peer.url);
    expect(peer.requests).toHaveLength(4);
    for (const { headers } of peer.requests) expect(headers).not.toHaveProperty('cookie');
  });

  it('is no password, though the peer asks for one', async () => {
    const peer = await serve((_request, response) => {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end('no');
    });
    await get(client([peer.port]), peer.url);
    expect(peer.requests).toHaveLength(1);
    expect(peer.requests[0]?.headers).not.toHaveProperty('authorization');
    expect(peer.requests[0]?.headers).not.toHaveProperty('referer');
  });
});

describe('the proxy variables of the process', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('are not heard', async () => {
    const proxy = await openDoors();
    for (const name of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'])
      vi.stubEnv(name, `http://127.0.0.1:${proxy.port}`);
    vi.stubEnv('NODE_USE_ENV_PROXY', '1');
    const names = await serveNames(() => ['127.0.0.1']);
    const peer = await serve((_request, response) => response.end('direct'));
    const http = client([peer.port], { resolver: names.resolver });
    expect(await get(http, `http://blog.test:${peer.port}/`)).toEqual({ ok: true, value: 'direct' });
    expect(codeOf(await get(http, `https://blog.test:${peer.port}/`))).toBe('tls-failed');
    expect(proxy.knocks()).toBe(0);
  });
});
