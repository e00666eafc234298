import { describe, expect, it } from 'vitest';
import type { Delivered, SendFailure } from '../../../server/src/core/delivery/types';
import type { HttpFailureCode } from '../../../server/src/core/ports';
import { sendTrackback } from '../../../server/src/core/trackback/send';
import { parseTrackbackForm, serializeTrackbackResponse } from '../../../server/src/core/trackback/wire';
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

const PING = {
  url: 'https://ours.example/post?x=1&y=2',
  title: 'Title & more',
  excerpt: 'Words 😀',
  blogName: 'Blog',
};
const TAKEN = serializeTrackbackResponse(null);
const REFUSED = serializeTrackbackResponse('Trackbacks are <closed>.');

const ping = (answer: PeerHandler) =>
  withPeer(answer, ({ http, endpoint }) => sendTrackback(http, { ...PING, endpoint }));
const delivered = (outcome: Delivered['outcome'], answer = '') => ({ ok: true, value: { outcome, answer } });
const failed = (error: SendFailure) => ({ ok: false, error });
const refused = (answer: string) => failed({ kind: 'refused', answer });
const unreadable = (answer: string) => failed({ kind: 'unreadable', answer });
const unreachable = (code: HttpFailureCode) => failed({ kind: 'unreachable', code });
const status = (code: number, answer: string, retryAfter: number | null = null) =>
  failed({ kind: 'status', status: code, retryAfter, answer });

describe('a trackback', () => {
  it('goes out as a form in UTF-8', async () => {
    await withPeer(says(TAKEN), async ({ http, endpoint, requests }) => {
      await sendTrackback(http, { ...PING, endpoint });
      expect(requests).toHaveLength(1);
      expect(requests[0]).toMatchObject({ method: 'POST', path: '/endpoint?a=1&b=2' });
      const type = requests[0]?.headers['content-type'] ?? null;
      expect(type).toBe('application/x-www-form-urlencoded; charset=utf-8');
      expect(parseTrackbackForm(requests[0]?.bytes ?? Buffer.of(), type)).toEqual({ ok: true, value: PING });
    });
  });

  it('leaves out what it does not have', async () => {
    await withPeer(says(TAKEN), async ({ http, endpoint, requests }) => {
      await sendTrackback(http, {
        endpoint,
        url: 'https://a.example/',
        title: 'T',
        excerpt: '',
        blogName: null,
      });
      expect(requests[0]?.body).toBe('title=T&url=https%3A%2F%2Fa.example%2F');
    });
  });

  it.each<[string, PeerHandler, unknown]>([
    ['error 0', says(TAKEN), delivered('accepted')],
    [
      'error 0 and words',
      says('<response><error>0</error><message>Ta</message></response>'),
      delivered('accepted', 'Ta'),
    ],
    ['error 0 as HTML', says(TAKEN, { headers: { 'content-type': 'text/html' } }), delivered('accepted')],
    ['junk before the XML', says(`<b>Warning</b>: x & y\n\n${TAKEN}`), delivered('accepted')],
    [
      'other letter case and CDATA',
      says('<RESPONSE><ERROR> <![CDATA[0]]></ERROR></RESPONSE>'),
      delivered('accepted'),
    ],
    [
      'status 409',
      says('<response><error>1</error><message>Twice</message></response>', { status: 409 }),
      delivered('known', 'Twice'),
    ],
    ['a body that hangs after error 0', hangsAfter(TAKEN), delivered('accepted')],
    ['blanks without end', neverEnds(TAKEN), delivered('accepted')],
    ['a redirect that it answers', redirects(307, says(TAKEN)), delivered('accepted')],
    ['silence', hangs, delivered('answer-lost')],
    ['a broken connection', resets, delivered('answer-lost')],
    ['half an answer, then silence', hangsAfter('<response>'), delivered('answer-lost')],
    ['a drip', drips('<response>'), delivered('answer-lost')],
  ])('counts as delivered when the peer answers with %s', async (_name, answer, expected) => {
    expect(await ping(answer)).toEqual(expected);
  });

  it.each<[string, PeerHandler, unknown]>([
    ['error 1', says(REFUSED), refused('Trackbacks are <closed>.')],
    [
      'error 1 in CDATA',
      says('<response><error>1</error><message><![CDATA[No <i>way</i>]]></message>'),
      refused('No way'),
    ],
    ['error 1 without a message', says('<response><error>1</error></response>'), refused('')],
    ['another error', says('<response><error>7</error></response>'), refused('')],
    ['error 1 over HTTP 403', says(REFUSED, { status: 403 }), refused('Trackbacks are <closed>.')],
    ['error 1 over HTTP 500', says(REFUSED, { status: 500 }), status(500, 'Trackbacks are <closed>.')],
    ['error 0 over HTTP 500', says(TAKEN, { status: 500 }), status(500, '')],
    [
      'WordPress’ flood answer',
      says('<?xml version="1.0"?><error><code>0</code><message>Slow down.</message></error>', {
        status: 429,
        headers: { 'retry-after': '15' },
      }),
      status(429, 'Slow down.', 15),
    ],
    ['nothing, as WordPress does without a title', says(''), unreadable('')],
    ['HTML', says('<h1>Welcome</h1>', { headers: { 'content-type': 'text/html' } }), unreadable('Welcome')],
    ['something endless', neverEnds('<p>Hi'), unreadable('Hi')],
    ['a page that is not there', says('<h1>Not found</h1>', { status: 404 }), status(404, 'Not found')],
    ['a body that hangs behind status 404', hangsAfter('Gone', 404), status(404, 'Gone')],
    [
      'a redirect to a private address',
      redirects(307, says(TAKEN), 'http://10.0.0.1/'),
      unreachable('port-refused'),
    ],
    ['a redirect to itself', redirectsForEver, unreachable('redirect-invalid')],
  ])('fails when the peer answers with %s', async (_name, answer, expected) => {
    expect(await ping(answer)).toEqual(expected);
  });

  it('is not lost but unreachable when nothing ever left', async () => {
    await withPeer(says(TAKEN), async ({ http }) => {
      const result = await sendTrackback(http, { ...PING, endpoint: 'http://127.0.0.2/tb' });
      expect(result).toEqual(unreachable('port-refused'));
    });
  });

  it('keeps 500 characters of what the peer says', async () => {
    const result = await ping(says(serializeTrackbackResponse('word '.repeat(10_000))));
    expect(!result.ok && 'answer' in result.error && result.error.answer.length).toBeLessThanOrEqual(500);
  });
});
