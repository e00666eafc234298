import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Delivered, SendFailure } from '../../../server/src/core/delivery/types';
import { sendPingback } from '../../../server/src/core/pingback/send';
import { parseMethodCall, serializeFault, serializeValue } from '../../../server/src/core/pingback/wire';
import type { PeerHandler } from '../../helpers/http-peer';
import {
  drips,
  hangs,
  hangsAfter,
  neverEnds,
  redirects,
  redirectsForEver,
  resets,
  says,
  withPeer,
} from '../delivery/peers';

const SOURCE = 'https://ours.example/post?x=1&y=2';
const TARGET = 'http://Peer.example/%7Epage#part';
const THANKS = serializeValue('Thanks.');
const FAULT_17 = serializeFault({ code: 17, message: 'No <b>link</b>.' });

/** 50 kB that become 50 MB. */
const BOMB = gzipSync(Buffer.alloc(50_000_000, ' '));

const ping = (answer: PeerHandler) =>
  withPeer(answer, ({ http, endpoint }) => sendPingback(http, { endpoint, source: SOURCE, target: TARGET }));
const delivered = (outcome: Delivered['outcome'], answer: string) => ({
  ok: true,
  value: { outcome, answer },
});
const failed = (error: SendFailure) => ({ ok: false, error });
const status = (code: number, answer: string, retryAfter: number | null = null) =>
  failed({ kind: 'status', status: code, retryAfter, answer });
const fault = (code: number, answer: string) => failed({ kind: 'fault', code, answer });

describe('a pingback', () => {
  it('goes out as one XML-RPC call with both URLs exactly as given', async () => {
    await withPeer(says(THANKS), async ({ http, endpoint, requests }) => {
      await sendPingback(http, { endpoint, source: SOURCE, target: TARGET });
      expect(requests).toHaveLength(1);
      expect(requests[0]).toMatchObject({ method: 'POST', path: '/endpoint?a=1&b=2' });
      expect(requests[0]?.headers['content-type']).toBe('text/xml');
      expect(await parseMethodCall(requests[0]?.body ?? '')).toEqual({
        ok: true,
        value: { method: 'pingback.ping', params: [SOURCE, TARGET] },
      });
    });
  });

  it.each<[string, PeerHandler, unknown]>([
    ['a string', says(THANKS), delivered('accepted', 'Thanks.')],
    ['no type', says(THANKS, { headers: { 'content-type': '' } }), delivered('accepted', 'Thanks.')],
    [
      'HTML for a type',
      says(THANKS, { headers: { 'content-type': 'text/html' } }),
      delivered('accepted', 'Thanks.'),
    ],
    ['status 202', says(THANKS, { status: 202 }), delivered('accepted', 'Thanks.')],
    ['markup in its words', says(serializeValue('<b>Ta</b>\n\u202e!')), delivered('accepted', 'Ta !')],
    [
      'gzip',
      says(gzipSync(THANKS), { headers: { 'content-encoding': 'gzip' } }),
      delivered('accepted', 'Thanks.'),
    ],
    [
      'a warning before the XML',
      says(`<br />\n<b>Warning</b>: x & y in <b>a.php</b>\n${THANKS}`),
      delivered('accepted', 'Thanks.'),
    ],
    [
      '"utf-16" over UTF-8',
      says(serializeValue('Merci é').replace('?>', ' encoding="utf-16"?>')),
      delivered('accepted', 'Merci é'),
    ],
    [
      'a charset nobody knows',
      says(THANKS, { headers: { 'content-type': 'text/xml; charset=klingon' } }),
      delivered('accepted', 'Thanks.'),
    ],
    ['fault 48', says(serializeFault({ code: 48, message: 'Twice.' })), delivered('known', 'Twice.')],
    [
      'fault 48 and HTTP 400',
      says(serializeFault({ code: 48, message: 'Twice.' }), { status: 400 }),
      delivered('known', 'Twice.'),
    ],
    ['a body that hangs after its end', hangsAfter(THANKS), delivered('accepted', 'Thanks.')],
    ['blanks without end', neverEnds(THANKS), delivered('accepted', 'Thanks.')],
    ['301', redirects(301, says(THANKS)), delivered('accepted', 'Thanks.')],
    ['302', redirects(302, says(THANKS)), delivered('accepted', 'Thanks.')],
    ['307', redirects(307, says(THANKS)), delivered('accepted', 'Thanks.')],
    ['308', redirects(308, says(THANKS)), delivered('accepted', 'Thanks.')],
  ])('is delivered when the peer answers with %s', async (_name, answer, expected) => {
    expect(await ping(answer)).toEqual(expected);
  });

  it.each<[string, PeerHandler, unknown]>([
    ['a fault', says(FAULT_17), fault(17, 'No link.')],
    ['a fault over HTTP 400', says(FAULT_17, { status: 400 }), fault(17, 'No link.')],
    ['a fault over HTTP 500', says(FAULT_17, { status: 500 }), fault(17, 'No link.')],
    ['WordPress’ empty fault 0', says(serializeFault({ code: 0, message: '' })), fault(0, '')],
    [
      'WordPress’ flood fault',
      says(serializeFault({ code: 429, message: 'Slow down.' })),
      fault(429, 'Slow down.'),
    ],
    ['a fault without struct', says(FAULT_17.replace(/<\/?struct>/g, '')), fault(17, 'No <b>link</b>.')],
    [
      'a fault 0 over HTTP 503',
      says(serializeFault({ code: 0, message: 'Busy.' }), { status: 503, headers: { 'retry-after': '30' } }),
      status(503, 'Busy.', 30),
    ],
    [
      'any fault over HTTP 429',
      says(serializeFault({ code: 49, message: 'Slow.' }), { status: 429, headers: { 'retry-after': '20' } }),
      status(429, 'Slow.', 20),
    ],
    ['a success over HTTP 500', says(THANKS, { status: 500 }), status(500, 'Thanks.')],
    [
      'a page that is not there',
      says('<title>x</title><h1>Not found</h1>', { status: 404 }),
      status(404, 'Not found'),
    ],
    ['a body that hangs behind status 404', hangsAfter('Gone', 404), status(404, 'Gone')],
    [
      'HTML',
      says('<p>Welcome!</p>', { headers: { 'content-type': 'text/html' } }),
      failed({ kind: 'unreadable', answer: 'Welcome!' }),
    ],
    ['nothing', says(''), failed({ kind: 'unreadable', answer: '' })],
    ['a success cut short', says(THANKS.slice(0, 70)), failed({ kind: 'unreadable', answer: 'Tha' })],
    ['something endless', neverEnds('<p>Hi'), failed({ kind: 'unreadable', answer: 'Hi' })],
    [
      'a redirect that turns the ping into a GET',
      redirects(303, says('<p>Home')),
      failed({ kind: 'unreadable', answer: 'Home' }),
    ],
    [
      'a gzip bomb',
      says(BOMB, { headers: { 'content-encoding': 'gzip' } }),
      failed({ kind: 'unreadable', answer: '' }),
    ],
    ['silence', hangs, failed({ kind: 'unreachable', code: 'timeout' })],
    [
      'half an answer, then silence',
      hangsAfter('<methodResponse>'),
      failed({ kind: 'unreachable', code: 'timeout' }),
    ],
    ['a drip', drips('<methodResponse>'), failed({ kind: 'unreachable', code: 'timeout' })],
    ['a broken connection', resets, failed({ kind: 'unreachable', code: 'connect-failed' })],
    [
      'a redirect to a private address',
      redirects(307, says(THANKS), 'http://169.254.169.254/'),
      failed({ kind: 'unreachable', code: 'port-refused' }),
    ],
    ['a redirect to itself', redirectsForEver, failed({ kind: 'unreachable', code: 'redirect-invalid' })],
  ])('fails when the peer answers with %s', async (_name, answer, expected) => {
    expect(await ping(answer)).toEqual(expected);
  });

  it('keeps 500 characters of what the peer says', async () => {
    const result = await ping(says(serializeValue('word '.repeat(10_000))));
    expect(result.ok && result.value.answer.length).toBeLessThanOrEqual(500);
    expect(result.ok && result.value.answer).toMatch(/^word word .*…$/);
  });

  it('never reaches an endpoint at a private address', async () => {
    await withPeer(says(THANKS), async ({ http, requests }) => {
      const endpoint = 'http://127.0.0.2/xmlrpc';
      const result = await sendPingback(http, { endpoint, source: SOURCE, target: TARGET });
      expect(result.ok).toBe(false);
      expect(requests).toHaveLength(0);
    });
  });

  it('gives up after the time it is given', async () => {
    const result = await withPeer(hangs, ({ http, endpoint }) =>
      sendPingback(http, { endpoint, source: SOURCE, target: TARGET, timeout: 100 })
    );
    expect(result).toEqual(failed({ kind: 'unreachable', code: 'timeout' }));
  });
});
