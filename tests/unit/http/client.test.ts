import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { client, codeOf, get, serve, text } from './serving';

describe('the guarded client', () => {
  it('fetches a page and says who it is', async () => {
    const peer = await serve((_request, response) => response.end('hello'));
    const read = await client([peer.port]).request({ url: `${peer.url}/a?b` }, async (response) => ({
      status: response.status,
      url: response.url,
      body: await text(response),
    }));
    expect(read).toEqual({ ok: true, value: { status: 200, url: `${peer.url}/a?b`, body: 'hello' } });
    expect(peer.requests[0]?.headers).toMatchObject({ 'user-agent': 'test', 'accept-encoding': 'gzip' });
    expect(peer.requests[0]?.headers).not.toHaveProperty('cookie');
  });

  it('sends what it is given, under the name that it is given', async () => {
    const peer = await serve((_request, response) => response.end());
    const headers = { 'User-Agent': 'another', 'Content-Type': 'text/xml' };
    await get(client([peer.port]), peer.url, { method: 'POST', body: '<x/>', headers });
    expect(peer.requests[0]).toMatchObject({
      method: 'POST',
      body: '<x/>',
      headers: { 'user-agent': 'another', 'content-type': 'text/xml', 'content-length': '4' },
    });
  });

  it('gives the headers: lower-case names, several of one name apart', async () => {
    const peer = await serve((_request, response) => {
      response.setHeader('X-Pingback', 'https://example.com/xmlrpc');
      response.setHeader('Link', ['<a>; rel=a', '<b>; rel=b']);
      response.end();
    });
    const read = await client([peer.port]).request({ url: peer.url, method: 'HEAD' }, async (r) => r.headers);
    expect(read).toMatchObject({
      value: { 'x-pingback': 'https://example.com/xmlrpc', link: ['<a>; rel=a', '<b>; rel=b'] },
    });
  });

  it('waits for the answer that comes after early hints', async () => {
    const peer = await serve((_request, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' });
      response.writeEarlyHints({ link: '</font.woff>; rel=preload; as=font' }, () => response.end('hello'));
    });
    expect(await get(client([peer.port]), peer.url)).toEqual({ ok: true, value: 'hello' });
  });

  it('inflates gzip, and takes an empty body under that name', async () => {
    const peer = await serve((request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(request.url === '/empty' ? '' : gzipSync('hello'));
    });
    const http = client([peer.port]);
    expect(await get(http, peer.url)).toEqual({ ok: true, value: 'hello' });
    expect(await get(http, `${peer.url}/empty`)).toEqual({ ok: true, value: '' });
  });

  it.each(['deflate', 'br', 'gzip, gzip', 'gzip, br', 'zstd'])('refuses the coding %s', async (coding) => {
    const peer = await serve((_request, response) => {
      response.setHeader('content-encoding', coding);
      response.end('x');
    });
    expect(codeOf(await get(client([peer.port]), peer.url))).toBe('encoding-refused');
  });

  it('lets a reader stop early, also in a compressed body', async () => {
    const page = Buffer.alloc(90_000, 'a');
    const peer = await serve((request, response) => {
      if (request.url === '/gzip') response.setHeader('content-encoding', 'gzip');
      response.end(request.url === '/gzip' ? gzipSync(page) : page);
    });
    const http = client([peer.port]);
    for (const path of ['/', '/gzip']) {
      const read = await http.request({ url: peer.url + path }, async ({ body }) => {
        for await (const chunk of body) return chunk[0];
        return null;
      });
      expect(read).toEqual({ ok: true, value: 97 });
    }
  });

  it('lets a reader leave the body alone, and the connection ends', async () => {
    const closed: string[] = [];
    const peer = await serve((request, response) => {
      response.once('close', () => closed.push(request.url ?? ''));
      if (request.url === '/gzip') response.setHeader('content-encoding', 'gzip');
      response.write(request.url === '/gzip' ? gzipSync(Buffer.alloc(90_000)) : Buffer.alloc(90_000));
    });
    const http = client([peer.port]);
    for (const path of ['/plain', '/gzip']) {
      const read = await http.request({ url: peer.url + path }, async ({ status }) => status);
      expect(read).toEqual({ ok: true, value: 200 });
    }
    await expect.poll(() => closed).toEqual(['/plain', '/gzip']);
  });

  it('throws on what the reader throws', async () => {
    const peer = await serve((_request, response) => response.end('x'));
    const request = client([peer.port]).request({ url: peer.url }, () => Promise.reject(new Error('a bug')));
    await expect(request).rejects.toThrow('a bug');
  });

  it('closes while a request is under way, and takes no more', async () => {
    const peer = await serve(() => undefined);
    const http = client([peer.port]);
    const hanging = get(http, peer.url);
    await expect.poll(() => peer.requests.length).toBe(1);
    await http.close();
    expect(await hanging).toMatchObject({ error: { code: 'aborted', requestSent: true } });
    expect(await get(http, peer.url)).toMatchObject({ error: { code: 'aborted', requestSent: false } });
  });
});

describe('a dispatcher that the process set for all', () => {
  const before = getGlobalDispatcher();
  afterEach(() => setGlobalDispatcher(before));

  it('is not used', async () => {
    const detour = await serve((_request, response) => response.end('detour'));
    setGlobalDispatcher(
      new Agent().compose((dispatch) => (o, handler) => dispatch({ ...o, origin: detour.url }, handler))
    );
    const peer = await serve((_request, response) => response.end('direct'));
    expect(await get(client([peer.port]), peer.url)).toEqual({ ok: true, value: 'direct' });
    expect(detour.requests).toHaveLength(0);
  });
});
