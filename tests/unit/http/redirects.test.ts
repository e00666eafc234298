import { describe, expect, it } from 'vitest';
import { follow } from '../../../server/src/core/http/redirect';
import { client, codeOf, freePort, get, serve, type Peer } from './serving';

const redirecting = (status: number, location: string | string[]): Promise<Peer> =>
  serve((request, response) => {
    if (request.url === '/end') return void response.end('arrived');
    response.statusCode = status;
    response.setHeader('location', location);
    response.end();
  });

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('%i of a GET is followed, and the final URL is told', async (status) => {
    const peer = await redirecting(status, '/end');
    const read = await client([peer.port]).request({ url: `${peer.url}/start` }, async ({ url }) => url);
    expect(read).toEqual({ ok: true, value: `${peer.url}/end` });
  });

  it.each([301, 302, 307, 308])('%i repeats a POST', async (status) => {
    const peer = await redirecting(status, '/end');
    const sent = await get(client([peer.port]), peer.url, { method: 'POST', body: 'a=b' });
    expect(sent).toEqual({ ok: true, value: 'arrived' });
    expect(peer.requests.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['POST', '/', 'a=b'],
      ['POST', '/end', 'a=b'],
    ]);
  });

  it('303 makes a GET of a POST', async () => {
    const peer = await redirecting(303, '/end');
    const headers = { 'content-type': 'text/xml' };
    await get(client([peer.port]), peer.url, { method: 'POST', body: 'a=b', headers });
    expect(peer.requests[1]).toMatchObject({ method: 'GET', url: '/end', body: '' });
    expect(peer.requests[1]?.headers).not.toHaveProperty('content-type');
  });

  it('is not followed a third time with a POST', async () => {
    const peer = await redirecting(307, '/again');
    const sent = await get(client([peer.port]), peer.url, { method: 'POST', body: 'a' });
    expect(codeOf(sent)).toBe('redirect-invalid');
    expect(peer.requests).toHaveLength(3);
  });

  it.each([301, 302, 303, 307, 308])('%i of a POST from https to http: only 303 is followed', (status) => {
    const hop = { url: new URL('https://example.com/'), method: 'POST' as const, body: 'a' };
    const followed = follow({ hop, status, location: 'http://example.com/', hops: 0 });
    expect(followed.ok).toBe(status === 303);
  });

  it('is not followed for ever', async () => {
    const peer = await redirecting(302, '/again');
    expect(codeOf(await get(client([peer.port]), peer.url))).toBe('too-many-redirects');
    expect(peer.requests).toHaveLength(4);
  });

  it.each([
    ['file:///etc/passwd', 'redirect-invalid'],
    ['javascript:alert(1)', 'redirect-invalid'],
    ['http://user:secret@127.0.0.1/', 'redirect-invalid'],
    ['http://', 'redirect-invalid'],
    ['http://10.0.0.1/', 'address-refused'],
    ['http://[::1]/', 'address-refused'],
    ['//169.254.169.254/latest/meta-data', 'address-refused'],
    ['http://127.0.0.1:22/', 'port-refused'],
  ])('to %s is refused: %s', async (location, code) => {
    const peer = await redirecting(302, location);
    expect(codeOf(await get(client([peer.port, 80]), peer.url))).toBe(code);
  });

  it('without a Location, or with two, is refused', async () => {
    const two = await redirecting(302, ['/end', '/end']);
    const none = await serve((_request, response) => response.writeHead(302).end());
    const http = client([two.port, none.port]);
    expect(codeOf(await get(http, two.url))).toBe('redirect-invalid');
    expect(codeOf(await get(http, none.url))).toBe('redirect-invalid');
  });

  it('with unescaped letters means UTF-8', async () => {
    const peer = await redirecting(302, Buffer.from('/bücher').toString('latin1'));
    await get(client([peer.port]), peer.url);
    expect(peer.requests[1]?.url).toBe('/b%C3%BCcher');
  });
});

describe('a request that is sent elsewhere, where nobody answers', () => {
  it.each([
    [307, 'has reached nobody', false],
    [303, 'was taken by the first peer', true],
  ])('by %i %s', async (status, _what, requestSent) => {
    const dead = await freePort();
    const peer = await redirecting(status, `http://127.0.0.1:${dead}/`);
    const sent = await get(client([peer.port, dead]), peer.url, { method: 'POST', body: 'a' });
    expect(sent).toMatchObject({ ok: false, error: { code: 'connect-failed', requestSent } });
  });
});
