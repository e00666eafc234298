import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loopbackClient } from '../../helpers/http-client';
import type { HttpClient } from '../../../server/src/core/ports';
import { sendWebmention } from '../../../server/src/core/webmention/send';
import { startPeer, type Peer, type PeerHandler } from '../../helpers/http-peer';

const SOURCE = 'https://our.example/blog/é?a=1&b=%7E#frag';
const TARGET = 'https://they.example/Post?x=%20y';

const answers =
  (status: number, body = '', headers: Record<string, string> = {}): PeerHandler =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'text/plain', ...headers }).end(body);
const json = { 'content-type': 'application/json' };

const PEERS: Record<string, PeerHandler> = {
  '/201': answers(201, 'Queued.', { location: '/status/1' }),
  '/202': answers(202),
  '/200-page': answers(200, '<h1>Thanks</h1>', { 'content-type': 'text/html' }),
  '/204': (_, response) => response.writeHead(204).end(),
  '/400': answers(400, '{"error":"no_link_found","error_description":"There is no <b>link</b>."}', json),
  '/405': answers(405, 'No.'),
  '/429': answers(429, '', { 'retry-after': '30' }),
  '/500': answers(500, 'Oops.'),
  '/301': answers(301, '', { location: '/202' }),
  '/302': answers(302, '', { location: '/202' }),
  '/307': answers(307, '', { location: '/202' }),
  '/308': answers(308, '', { location: '/202' }),
  '/303': answers(303, '', { location: '/seen' }),
  '/seen': answers(200, 'Taken.'),
  '/twice': answers(307, '', { location: '/301' }),
  '/thrice': answers(307, '', { location: '/twice' }),
  '/away': answers(307, '', { location: 'http://10.0.0.1/' }),
  '/broken': (_, response) => {
    response.writeHead(202, { 'content-type': 'text/plain', 'content-length': '99' });
    response.write('Tha', () => response.destroy());
  },
  '/reset': (_, response) => {
    response.destroy();
  },
};

let peer: Peer;
let http: HttpClient;

beforeAll(async () => {
  peer = await startPeer((request, response) => PEERS[request.path]?.(request, response));
  http = loopbackClient({ allowPorts: [peer.port] });
});
afterAll(async () => {
  await http.close();
  await peer.stop();
});

const send = (path: string) =>
  sendWebmention(http, { endpoint: peer.url + path, source: SOURCE, target: TARGET });

describe('a webmention', () => {
  it('is a form with source and target as they are written', async () => {
    await send('/202');
    const { method, headers, body } = peer.requests.at(-1) ?? {};
    expect(method).toBe('POST');
    expect(headers?.['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({ source: SOURCE, target: TARGET });
  });

  it('keeps where a 201 says what becomes of it', async () => {
    expect(await send('/201')).toEqual({
      ok: true,
      value: { outcome: 'accepted', answer: 'Queued.', location: `${peer.url}/status/1` },
    });
  });

  it.each(['/202', '/204', '/200-page'])('is accepted by %s, and keeps no markup', async (path) => {
    expect(await send(path)).toEqual({ ok: true, value: { outcome: 'accepted', answer: '' } });
  });

  it('is accepted by a 2xx that breaks off', async () => {
    expect(await send('/broken')).toMatchObject({ ok: true, value: { outcome: 'accepted' } });
  });

  it.each(['/301', '/302', '/307', '/308', '/twice'])(
    'follows a redirect of %s with the same request',
    async (path) => {
      expect(await send(path)).toMatchObject({ ok: true });
      expect(peer.requests.at(-1)).toMatchObject({ method: 'POST', path: '/202' });
      expect(new URLSearchParams(peer.requests.at(-1)?.body).get('target')).toBe(TARGET);
    }
  );

  it('follows a 303 with a GET: it was taken', async () => {
    expect(await send('/303')).toMatchObject({ ok: true, value: { answer: 'Taken.' } });
    expect(peer.requests.at(-1)).toMatchObject({ method: 'GET', path: '/seen', body: '' });
  });

  it('follows no third redirect, and none to where it may not go', async () => {
    expect(await send('/thrice')).toEqual({
      ok: false,
      error: { kind: 'unreachable', code: 'redirect-invalid' },
    });
    expect(await send('/away')).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
  });

  it('fails with the status and what the peer says of it, as plain text', async () => {
    expect(await send('/400')).toEqual({
      ok: false,
      error: { kind: 'status', status: 400, retryAfter: null, answer: 'There is no link.' },
    });
    expect(await send('/405')).toMatchObject({ error: { status: 405, answer: 'No.' } });
    expect(await send('/429')).toMatchObject({ error: { status: 429, retryAfter: 30 } });
    expect(await send('/500')).toMatchObject({ error: { status: 500 } });
  });

  it('whose answer was lost may be repeated', async () => {
    expect(await send('/reset')).toEqual({
      ok: false,
      error: { kind: 'unreachable', code: 'connect-failed' },
    });
  });
});
