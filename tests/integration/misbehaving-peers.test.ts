import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ping } from '../../server/src/contracts/pings';
import { openPingLog, type PingLog } from '../helpers/admin-pings';
import {
  bombs,
  byPath,
  drips,
  endless,
  floods,
  hangs,
  inTurn,
  page,
  peer,
  redirects,
  resets,
  says,
} from '../helpers/bad-peers';
import { fault } from '../helpers/blog';
import { anchors, documents, linking } from '../helpers/entries';
import { startPeer, type Peer, type PeerHandler, type PeerRequest } from '../helpers/http-peer';
import { startSite, type Site } from '../helpers/site';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

/** What becomes of a link to a peer that behaves in one way. */
interface Row {
  readonly name: string;
  readonly peer: PeerHandler;
  /** Path of the linked page. */
  readonly at?: string;
  /** What the editor sees in the end: status, protocol, reason and the peer's words. */
  readonly sees: readonly [Ping['status'], Ping['protocol'], RegExp, (string | RegExp)?];
  /** The methods that the peer was asked with, in order. */
  readonly asked: string;
  /** Seconds until the next attempt, at least and at most; nothing more happens where there are none. */
  readonly again?: readonly [number, number];
  /** A request that it got. */
  readonly got?: Partial<PeerRequest>;
}

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const FILLER = `<p>${'word '.repeat(12)}\n`;
/** A body that was announced longer than it comes. */
const CUT = { 'content-length': '1000' };
const MINUTE = 60;
/** Milliseconds that a peer gets, enough for those that answer while others keep this process busy. */
const PATIENCE = 10_000;
/** Seconds: an attempt at the longest, on a slow machine. A delay is counted from its beginning. */
const ATTEMPT = 30;
/** `seconds` with up to a quarter of jitter. */
const after = (seconds: number) => [seconds, 1.25 * seconds + ATTEMPT] as const;
const SOON = after(MINUTE);
/** After fault 0. */
const IN_AN_HOUR = after(60 * MINUTE);
/** WordPress takes one ping in 15 seconds. */
const AFTER_FLOOD = after(15);

/** Listens, at an address that `http.allowAddresses` does not open. */
const PRIVATE = '127.0.2.1';
let dialled = 0;
const guarded = createServer((socket) => {
  dialled += 1;
  socket.destroy();
});
guarded.listen(0, PRIVATE);
await once(guarded, 'listening');
const PRIVATE_URL = `http://${PRIVATE}:${(guarded.address() as AddressInfo).port}/`;

const pingback = page('<link rel="pingback" href="/xmlrpc">');
const trackback = page('<link rel="trackback" href="/trackback">');
const webmention = page('<link rel="webmention" href="/webmention">');
const both = page('<link rel="webmention" href="/webmention"><link rel="pingback" href="/xmlrpc">');

const value = (text: string) =>
  `<?xml version="1.0"?><methodResponse><params><param><value><string>${text}</string></value></param></params></methodResponse>`;
const response = (body: string) => `<?xml version="1.0" encoding="utf-8"?><response>${body}</response>`;
const taken = says(value('Thanks.'));
const ACCEPTED = /^Accepted\.$/;
const TIMEOUT = /did not answer in time/;
const UNREACHED = /could not be reached/;
const NOT_PUBLIC = /not on the public internet/;
const UNCLEAR = /neither yes nor no/;
const UNSUPPORTED = /accepts neither/;

const pingbackAnswers: Row[] = [
  {
    name: 'a fault over HTTP 400',
    peer: peer(pingback, says(fault(17, 'No link to us.'), { status: 400 })),
    sees: ['failed', 'pingback', /found no link to its page on ours \(fault 17\)/, 'No link to us.'],
    asked: 'GET POST',
  },
  {
    name: 'warnings printed before the XML',
    peer: peer(pingback, says(`<br />\n<b>Warning</b>: mysql_connect() in /srv/x.php\n${value('Thanks.')}`)),
    sees: ['sent', 'pingback', ACCEPTED, 'Thanks.'],
    asked: 'GET POST',
  },
  {
    name: 'a fault without its struct',
    peer: peer(
      pingback,
      says('<methodResponse><fault><value><string>Closed.</string></value></fault></methodResponse>')
    ),
    sees: ['queued', 'pingback', /fault 0/, 'Closed.'],
    asked: 'GET POST',
    again: IN_AN_HOUR,
  },
  {
    name: 'a raw & in the answer',
    peer: peer(pingback, says(value('Registered http://x.example/?a=1&b=2 & more'))),
    sees: ['sent', 'pingback', ACCEPTED, 'Registered http://x.example/?a=1&b=2 & more'],
    asked: 'GET POST',
  },
  {
    name: 'utf-16 declared over UTF-8 bytes',
    peer: peer(pingback, says(value('Schönen Dank.').replace('"1.0"', '"1.0" encoding="utf-16"'))),
    sees: ['sent', 'pingback', ACCEPTED, 'Schönen Dank.'],
    asked: 'GET POST',
  },
  {
    name: 'an answer called text/html',
    peer: peer(pingback, says(value('Thanks.'), { headers: HTML })),
    sees: ['sent', 'pingback', ACCEPTED, 'Thanks.'],
    asked: 'GET POST',
  },
  {
    name: 'a page in place of an answer',
    peer: peer(pingback, says('<h1>Welcome</h1><script>x()</script>', { headers: HTML })),
    sees: ['failed', 'pingback', UNCLEAR, 'Welcome'],
    asked: 'GET POST',
  },
  {
    name: 'an empty answer',
    peer: peer(pingback, says('')),
    sees: ['failed', 'pingback', /empty answer/],
    asked: 'GET POST',
  },
  {
    name: 'fault 48: it has the link already',
    peer: peer(pingback, says(fault(48, 'Already registered.'))),
    sees: ['sent', 'pingback', /knew of this link already/, 'Already registered.'],
    asked: 'GET POST',
  },
  {
    name: 'fault 50: trouble behind it',
    peer: peer(pingback, says(fault(50, 'Upstream.'))),
    sees: ['queued', 'pingback', /a server that it depends on \(fault 50\)/, 'Upstream.'],
    asked: 'GET POST',
    again: SOON,
  },
  {
    name: 'fault 429: a flood, in WordPress’ words',
    peer: peer(pingback, says(fault(429, 'You are posting comments too quickly. Slow down.'))),
    sees: ['queued', 'pingback', /more slowly \(fault 429\)/, /Slow down/],
    asked: 'GET POST',
    again: AFTER_FLOOD,
  },
  {
    name: 'markup in a fault',
    peer: peer(pingback, says(fault(33, '&lt;b&gt;Closed&lt;/b&gt;&lt;script&gt;x()&lt;/script&gt; here.'))),
    sees: ['failed', 'pingback', /does not accept pingbacks \(fault 33\)/, /^Closed\s+here\.$/],
    asked: 'GET POST',
  },
];

const endings: Row[] = [
  {
    name: 'an answer that never ends and says nothing',
    peer: peer(pingback, floods('<methodResponse>')),
    sees: ['failed', 'pingback', UNCLEAR],
    asked: 'GET POST',
  },
  {
    name: 'an answer that never ends once it has said yes',
    peer: peer(pingback, floods(value('Thanks.'))),
    sees: ['sent', 'pingback', ACCEPTED, 'Thanks.'],
    asked: 'GET POST',
  },
  {
    name: 'a gzip bomb as answer',
    peer: peer(pingback, bombs('Boom.')),
    sees: ['failed', 'pingback', UNCLEAR, 'Boom.'],
    asked: 'GET POST',
  },
  {
    name: 'a gzip bomb as page',
    peer: peer(bombs('<!doctype html><title>Boom</title>', { headers: HTML })),
    sees: ['unsupported', null, UNSUPPORTED],
    asked: 'GET',
  },
  {
    name: 'an endpoint that hangs',
    peer: peer(pingback, hangs),
    sees: ['queued', 'pingback', TIMEOUT],
    asked: 'GET POST',
    again: SOON,
  },
  {
    name: 'a page that hangs',
    peer: peer(hangs),
    sees: ['queued', null, TIMEOUT],
    asked: 'GET',
    again: SOON,
  },
  {
    name: 'an endpoint that drips',
    peer: peer(pingback, drips('<methodResponse>')),
    sees: ['queued', 'pingback', TIMEOUT],
    asked: 'GET POST',
    again: SOON,
  },
  {
    name: 'a page that drips',
    peer: peer(drips('<!doctype html>', { headers: HTML })),
    sees: ['queued', null, TIMEOUT],
    asked: 'GET',
    again: SOON,
  },
  {
    name: 'a page that drips below a header with its endpoint',
    peer: peer(drips('<!doctype html>', { headers: { ...HTML, 'x-pingback': '/xmlrpc' } }), taken),
    sees: ['sent', 'pingback', ACCEPTED],
    asked: 'GET POST',
  },
  {
    name: 'a reset in the middle of the answer',
    peer: peer(pingback, resets('<methodResponse><params>', { headers: CUT })),
    sees: ['queued', 'pingback', UNREACHED],
    asked: 'GET POST',
    again: SOON,
  },
  {
    name: 'a reset in the middle of the page',
    peer: peer(resets('<!doctype html><p>Words', { headers: { ...HTML, ...CUT } })),
    sees: ['queued', null, UNREACHED],
    asked: 'GET',
    again: SOON,
  },
  {
    name: 'a reset in the middle of a chunked answer',
    peer: peer(pingback, resets('<methodResponse><params>')),
    sees: ['queued', 'pingback', UNREACHED],
    asked: 'GET POST',
    again: SOON,
  },
  {
    name: 'a reset in the middle of a chunked page',
    peer: peer(resets('<!doctype html><p>Words', { headers: HTML })),
    sees: ['queued', null, UNREACHED],
    asked: 'GET',
    again: SOON,
  },
  {
    name: 'a page that never ends, its endpoint in its head',
    peer: peer(
      floods('<!doctype html><link rel="webmention" href="/webmention">', { headers: HTML, filler: FILLER }),
      says('', { status: 202 })
    ),
    sees: ['sent', 'webmention', ACCEPTED],
    asked: 'GET POST',
  },
  {
    name: 'a page that never ends, an endpoint that is not the most wanted in its head',
    peer: peer(
      floods('<!doctype html><link rel="pingback" href="/xmlrpc">', { headers: HTML, filler: FILLER }),
      taken
    ),
    sees: ['sent', 'pingback', ACCEPTED],
    asked: 'GET POST',
  },
  {
    name: 'a page that never ends and has no endpoint',
    peer: peer(floods('<!doctype html>', { headers: HTML, filler: FILLER })),
    sees: ['unsupported', null, UNSUPPORTED],
    asked: 'GET',
  },
];

/** 301, 302, 307 and 308 repeat the POST, since an endpoint that moved means to be reached; 303 makes it a GET. */
const redirected: Row[] = [
  ...[301, 302, 307, 308].map((status): Row => ({
    name: `an endpoint that redirects with ${status}`,
    peer: peer(pingback, byPath({ '/xmlrpc': redirects(status, '/moved'), '/moved': taken })),
    sees: ['sent', 'pingback', ACCEPTED, 'Thanks.'],
    asked: 'GET POST POST',
    got: { path: '/moved', body: expect.stringContaining('pingback.ping') as string },
  })),
  {
    name: 'an endpoint that redirects with 303, which makes it a GET without a body',
    peer: peer(pingback, byPath({ '/xmlrpc': redirects(303, '/done'), '/done': taken })),
    sees: ['sent', 'pingback', ACCEPTED, 'Thanks.'],
    asked: 'GET POST GET',
    got: { path: '/done', method: 'GET', body: '' },
  },
  {
    name: 'an endpoint that redirects to itself',
    peer: peer(pingback, redirects(307, '/xmlrpc')),
    sees: ['failed', 'pingback', /redirects/],
    asked: 'GET POST POST POST',
  },
  {
    name: 'an endpoint three redirects away',
    peer: peer(
      pingback,
      byPath({
        '/xmlrpc': redirects(308, '/1'),
        '/1': redirects(308, '/2'),
        '/2': redirects(308, '/3'),
        '/3': taken,
      })
    ),
    sees: ['failed', 'pingback', /redirects/],
    asked: 'GET POST POST POST',
  },
  {
    name: 'an endpoint two redirects away',
    peer: peer(
      pingback,
      byPath({ '/xmlrpc': redirects(308, '/1'), '/1': redirects(308, '/2'), '/2': taken })
    ),
    sees: ['sent', 'pingback', ACCEPTED],
    asked: 'GET POST POST POST',
  },
  {
    name: 'an endpoint that redirects to a private address',
    peer: peer(pingback, redirects(307, PRIVATE_URL)),
    sees: ['failed', 'pingback', NOT_PUBLIC],
    asked: 'GET POST',
  },
  {
    name: 'an endpoint that redirects to the metadata of a cloud',
    peer: peer(pingback, redirects(303, 'http://169.254.169.254/latest/meta-data/')),
    sees: ['failed', 'pingback', NOT_PUBLIC],
    asked: 'GET POST',
  },
  {
    name: 'an endpoint that redirects to no address',
    peer: peer(pingback, redirects(302, 'javascript:alert(1)')),
    sees: ['failed', 'pingback', /redirects in a way that is not followed/],
    asked: 'GET POST',
  },
  {
    name: 'a page that redirects for ever',
    peer: peer(redirects(302, '/post')),
    sees: ['failed', null, /redirects too often/],
    asked: 'GET GET GET GET GET GET',
  },
  {
    name: 'a page that redirects to a private address',
    peer: peer(redirects(301, PRIVATE_URL)),
    sees: ['failed', null, NOT_PUBLIC],
    asked: 'GET',
  },
  {
    name: 'a page that has moved, its relative endpoint beside it',
    peer: byPath({
      '/post': redirects(301, '/2025/moved/post'),
      '/2025/moved/post': page('<link rel="pingback" href="../xmlrpc?p=1">'),
      '/2025/xmlrpc': taken,
    }),
    sees: ['sent', 'pingback', ACCEPTED],
    asked: 'GET GET POST',
    got: { path: '/2025/xmlrpc?p=1' },
  },
];

const addresses: Row[] = [
  ...[PRIVATE_URL, 'http://10.0.0.1/x', 'http://169.254.169.254/x', 'http://[::1]/x', 'http://0x7f.2.1/'].map(
    (endpoint): Row => ({
      name: `an endpoint at ${endpoint}`,
      peer: peer(page('', { headers: { 'x-pingback': endpoint } })),
      sees: ['failed', 'pingback', NOT_PUBLIC],
      asked: 'GET',
    })
  ),
  {
    name: 'a webmention endpoint at a private address, beside a pingback endpoint that is public',
    peer: peer(
      page(`<link rel="webmention" href="${PRIVATE_URL}"><link rel="pingback" href="/xmlrpc">`),
      taken
    ),
    sees: ['sent', 'pingback', ACCEPTED],
    asked: 'GET GET POST',
  },
  ...['javascript:alert(1)', 'ftp://127.0.1.1/x', 'http://[', 'data:,x'].map((endpoint): Row => ({
    name: `an endpoint that is ${endpoint}`,
    peer: peer(
      page(`<link rel="pingback" href="${endpoint}"><link rel="webmention" href="${endpoint}">`, {
        headers: { 'x-pingback': endpoint },
      })
    ),
    sees: ['unsupported', null, UNSUPPORTED],
    asked: 'GET',
  })),
  {
    name: 'an endpoint with a password in it',
    peer: peer(page('<link rel="pingback" href="http://user:password@127.0.1.1/x">')),
    sees: ['failed', 'pingback', /with a user name or password are not followed/],
    asked: 'GET',
  },
  {
    name: 'two X-Pingback headers',
    peer: peer(page('', { headers: { 'x-pingback': ['/first', '/second'] } }), taken),
    sees: ['sent', 'pingback', ACCEPTED],
    asked: 'GET POST',
    got: { path: '/first' },
  },
  {
    name: 'a relative endpoint',
    peer: peer(page('<link rel="pingback" href="../rpc/ping.php?a=1&amp;b=2">'), taken),
    at: '/post/2025/',
    sees: ['sent', 'pingback', ACCEPTED],
    asked: 'GET POST',
    got: { path: '/post/rpc/ping.php?a=1&b=2' },
  },
];

const trackbackAnswers: Row[] = [
  {
    name: 'a trackback answered as HTML',
    peer: peer(trackback, says('<h1>Thank <b>you</b></h1><script>x()</script>', { headers: HTML })),
    sees: ['failed', 'trackback', UNCLEAR, /^Thank you$/],
    asked: 'GET POST',
  },
  {
    name: 'a trackback answered by nothing',
    peer: peer(trackback, says('')),
    sees: ['failed', 'trackback', /empty answer/],
    asked: 'GET POST',
  },
  {
    name: 'a trackback answered by 500',
    peer: peer(trackback, says('Down.', { status: 500 })),
    sees: ['queued', 'trackback', /HTTP status 500/, 'Down.'],
    asked: 'GET POST',
    again: SOON,
  },
  {
    name: 'a trackback refused, with markup in the message',
    peer: peer(
      trackback,
      says(response('<error>1</error><message>Sorry, <a href="x">closed</a><script>x()</script>.</message>'))
    ),
    sees: ['failed', 'trackback', /refused the trackback/, /^Sorry, closed ?\.$/],
    asked: 'GET POST',
  },
  {
    name: 'a trackback refused, with escaped markup in the message',
    peer: peer(trackback, says(response('<error>1</error><message>1 &lt; 2 &amp; closed</message>'))),
    sees: ['failed', 'trackback', /refused the trackback/, '1 < 2 & closed'],
    asked: 'GET POST',
  },
  {
    name: 'a trackback answered by 409',
    peer: peer(trackback, says(response('<error>1</error><message>Twice.</message>'), { status: 409 })),
    sees: ['sent', 'trackback', /knew of this link already/, 'Twice.'],
    asked: 'GET POST',
  },
  {
    name: 'a trackback whose answer is behind warnings',
    peer: peer(trackback, says(`<b>Notice</b>: Undefined index\n${response('<error>0</error>')}`)),
    sees: ['sent', 'trackback', ACCEPTED],
    asked: 'GET POST',
  },
  {
    name: 'a trackback that nobody answers: it may have arrived, and is never repeated',
    peer: peer(trackback, hangs),
    sees: ['sent', 'trackback', /answer was lost/],
    asked: 'GET POST',
  },
  {
    name: 'a trackback that a reset ends',
    peer: peer(trackback, resets('<?xml version="1.0"?>')),
    sees: ['sent', 'trackback', /answer was lost/],
    asked: 'GET POST',
  },
  {
    name: 'a trackback answered by a flood',
    peer: peer(trackback, says(response('<error>1</error><message>Slow.</message>'), { status: 429 })),
    sees: ['queued', 'trackback', /more slowly \(HTTP status 429\)/, 'Slow.'],
    asked: 'GET POST',
    again: AFTER_FLOOD,
  },
  {
    name: 'a trackback endpoint that redirects',
    peer: peer(
      trackback,
      byPath({ '/trackback': redirects(308, '/tb'), '/tb': says(response('<error>0</error>')) })
    ),
    sees: ['sent', 'trackback', ACCEPTED],
    asked: 'GET POST POST',
    got: { path: '/tb', body: expect.stringContaining('title=') as string },
  },
];

const webmentionAnswers: Row[] = [
  {
    name: 'a webmention that made a page of its own (201)',
    peer: peer(webmention, says('', { status: 201, headers: { location: '/status/1' } })),
    sees: ['sent', 'webmention', ACCEPTED],
    asked: 'GET POST',
  },
  {
    name: 'a webmention that is queued (202)',
    peer: peer(
      webmention,
      says('Queued.', { status: 202, headers: { 'content-type': 'text/plain; charset=utf-8' } })
    ),
    sees: ['sent', 'webmention', ACCEPTED, 'Queued.'],
    asked: 'GET POST',
  },
  {
    name: 'a webmention refused with a JSON error',
    peer: peer(
      webmention,
      says('{"error":"no_link_found","error_description":"No <b>link</b> was found."}', {
        status: 400,
        headers: { 'content-type': 'application/json' },
      })
    ),
    sees: ['failed', 'webmention', /HTTP status 400/, 'No link was found.'],
    asked: 'GET POST GET',
  },
  {
    name: 'a webmention endpoint that takes no POST (405)',
    peer: peer(webmention, says('', { status: 405 })),
    sees: ['failed', 'webmention', /does not accept pings \(HTTP status 405\)/],
    asked: 'GET POST GET',
  },
  {
    name: 'a webmention endpoint that is not there, beside a pingback endpoint',
    peer: peer(both, byPath({ '/xmlrpc': taken })),
    sees: ['sent', 'pingback', ACCEPTED, 'Thanks.'],
    asked: 'GET POST GET POST',
  },
  {
    name: 'a webmention endpoint that asks to wait (429)',
    peer: peer(webmention, says('', { status: 429, headers: { 'retry-after': '600' } })),
    sees: ['queued', 'webmention', /more slowly \(HTTP status 429\)/],
    asked: 'GET POST',
    again: after(600),
  },
  {
    name: 'a webmention endpoint in maintenance until a date (503)',
    peer: peer(webmention, (request, response) =>
      says('', {
        status: 503,
        headers: { 'retry-after': new Date(Date.now() + 1_800_000).toUTCString() },
      })(request, response)
    ),
    sees: ['queued', 'webmention', /HTTP status 503/],
    asked: 'GET POST',
    // The date is cut to seconds, and the answer takes its time.
    again: [1_700, after(1_800)[1]],
  },
  {
    name: 'a webmention endpoint in trouble (500), beside a pingback endpoint',
    peer: peer(both, byPath({ '/webmention': says('', { status: 500 }), '/xmlrpc': taken })),
    sees: ['queued', 'webmention', /HTTP status 500/],
    asked: 'GET POST',
    again: SOON,
  },
  {
    name: 'a webmention that is answered by a page that never ends',
    peer: peer(webmention, floods('<p>Thanks', { headers: HTML })),
    sees: ['sent', 'webmention', ACCEPTED],
    asked: 'GET POST',
  },
  {
    name: 'a webmention endpoint that redirects with 303 to its thanks',
    peer: peer(
      webmention,
      byPath({ '/webmention': redirects(303, '/thanks'), '/thanks': says('Thanks.', { headers: HTML }) })
    ),
    sees: ['sent', 'webmention', ACCEPTED],
    asked: 'GET POST GET',
  },
  {
    name: 'a page that is not there',
    peer: peer(says('Gone.', { status: 410, headers: HTML })),
    sees: ['failed', null, /HTTP status 410/],
    asked: 'GET',
  },
  {
    name: 'a page in maintenance',
    peer: peer(says('', { status: 503, headers: { 'retry-after': '600' } })),
    sees: ['queued', null, /HTTP status 503/],
    asked: 'GET',
    again: after(600),
  },
];

const GROUPS: [string, Row[]][] = [
  ['answers to a pingback', pingbackAnswers],
  ['redirects', redirected],
  ['endpoints and their addresses', addresses],
  ['answers to a trackback', trackbackAnswers],
  ['answers to a webmention', webmentionAnswers],
  ['answers and pages that do not end well', endings],
];

let app: TestApp;
let site: Site;
let log: PingLog;
/** By the name of the row. */
const peers = new Map<string, Peer>();
/** A ping when it first was at rest, and the methods that its peer was asked with until then. */
interface Seen {
  readonly ping: Ping;
  readonly asked: string;
}
const seen = new Map<string, Seen>();

const isAtRest = ({ status, nextAttempt, attempts }: Ping): boolean =>
  status === 'queued'
    ? attempts > 0 && nextAttempt !== null && Date.parse(nextAttempt) > Date.now() + 5_000
    : status !== 'waiting' && status !== 'sending';

beforeAll(async () => {
  site = await startSite({ address: '127.0.0.3' });
  for (const row of GROUPS.flatMap(([, rows]) => rows))
    peers.set(row.name, await startPeer(row.peer, { address: `127.0.1.${peers.size + 1}` }));
  app = await startStrapi({
    site: site.url,
    listen: true,
    // Peers stand in 127.0.1.0/24, the site in 127.0.0.0/24.
    config: { http: { timeout: PATIENCE, allowAddresses: ['127.0.0.0/23'] } },
  });
  log = await openPingLog(app);
});
afterAll(async () => {
  await app.stop();
  await Promise.all([site, ...peers.values()].map((one) => one.stop()));
  guarded.close();
});

const ARTICLE = 'api::article.article';
const publish = async (slug: string, targets: string[]): Promise<string> => {
  site.show(`/blog/${slug}`, anchors(...targets));
  const draft = await documents(app, ARTICLE).create({
    data: { title: 'Hello', slug, summary: 'In short.', body: linking(...targets) },
  });
  await documents(app, ARTICLE).publish({ documentId: draft.documentId });
  return draft.documentId;
};

/** Time has passed for a host: it no longer rests, and what was put off is due. */
const letTimePass = async ({ host }: Peer): Promise<void> => {
  const lane = `ping:${host}`;
  // A ping is written before its job: what still runs would be put off afterwards.
  await until(
    'no job of the host runs',
    async () =>
      !(await app.strapi.db.connection('linkbacks_jobs').where({ lane }).whereNotNull('token').first('id'))
  );
  await app.strapi.db.connection('linkbacks_hosts').where({ lane }).update({ next_at: 0 });
  await app.strapi.db.connection('linkbacks_jobs').where({ lane }).update({ due_at: 0 });
  app.strapi.plugin('linkbacks').service('worker').wake();
};

/** The pings of an entry that links to every peer of a group, once all are at rest; by the name of the row. */
const meet = async (slug: string, rows: readonly Row[]): Promise<void> => {
  const met = rows.map((row) => ({ row, peer: peers.get(row.name) }));
  const targets = met.map(({ row, peer: one }) => `${one?.url}${row.at ?? '/post'}`);
  const documentId = await publish(slug, targets);
  // Each by itself: some are tried again before the last one is at rest.
  await until('every ping has been at rest', async () => {
    const resting = (await log.of(documentId)).filter(isAtRest);
    met.forEach(({ row: { name }, peer: one }, index) => {
      const ping = resting.find(({ target }) => target === targets[index]);
      if (ping && !seen.has(name)) seen.set(name, { ping, asked: methodsOf(one) });
    });
    return rows.every(({ name }) => seen.has(name));
  });
};

const methodsOf = (one: Peer | undefined): string =>
  (one?.requests ?? []).map(({ method }) => method).join(' ');

describe('a link to a peer that misbehaves', () => {
  describe.each(GROUPS)('%s', (group, rows) => {
    // One group after the other: peers that keep this process busy must not make others look slow.
    beforeAll(() => meet(group.replaceAll(' ', '-'), rows));

    it.each(rows)('$name', ({ name, sees, asked, again, got }) => {
      const one = peers.get(name);
      const { ping, asked: methods } = seen.get(name) ?? {};
      const [status, protocol, reason, answer] = sees;
      expect(ping).toMatchObject({ status, protocol, reason: expect.stringMatching(reason) });
      if (answer instanceof RegExp) expect(ping?.answer).toMatch(answer);
      else if (answer !== undefined) expect(ping?.answer).toBe(answer);
      expect(methods).toBe(asked);
      if (got) expect(one?.requests).toContainEqual(expect.objectContaining(got));

      if (!again) return expect(ping?.nextAttempt).toBeNull();
      const delay = (Date.parse(ping?.nextAttempt ?? '') - Date.parse(ping?.lastAttempt ?? '')) / 1000;
      expect(delay).toBeGreaterThanOrEqual(again[0]);
      expect(delay).toBeLessThanOrEqual(again[1]);
    });
  });

  it('is not read on, and nothing private is dialled', async () => {
    await until('all endless answers were left', () => endless.size === 0);
    expect(guarded.listening).toBe(true);
    expect(dialled).toBe(0);
  });
});

describe('a ping that is tried again', () => {
  const pingOf = async (documentId: string, what: string, is: (ping: Ping) => boolean) =>
    until(what, async () => (await log.of(documentId)).find(is) ?? null);

  it('looks for a one-time endpoint anew, with one GET for each attempt', async () => {
    const given: string[] = [];
    const used: string[] = [];
    const one = await startPeer(
      peer(
        (request, answer) => {
          const token = `t${given.length + 1}`;
          given.push(token);
          return page(`<link rel="webmention" href="/webmention?token=${token}">`)(request, answer);
        },
        (request, answer) => {
          const token = request.path.split('token=')[1] ?? '';
          const isValid = given.at(-1) === token && !used.includes(token);
          used.push(token);
          // The first one is used up by an attempt that comes to nothing.
          return says('', { status: isValid ? (used.length === 1 ? 503 : 202) : 400 })(request, answer);
        }
      ),
      { address: '127.0.0.20' }
    );
    const documentId = await publish('one-time', [`${one.url}/post`]);
    await pingOf(documentId, 'it is queued again', (ping) => ping.attempts === 1 && isAtRest(ping));
    expect(used).toEqual(['t1']);

    await letTimePass(one);
    await pingOf(documentId, 'it is sent', ({ status }) => status === 'sent');
    expect([given, used]).toEqual([
      ['t1', 't2'],
      ['t1', 't2'],
    ]);
    await one.stop();
  });

  it('after fault 0 is tried once more, an hour later, and then given up', async () => {
    const one = await startPeer(peer(pingback, says(fault(0, ''))), { address: '127.0.0.21' });
    const documentId = await publish('fault-0', [`${one.url}/post`]);
    const first = await pingOf(
      documentId,
      'it is queued again',
      (ping) => ping.attempts === 1 && isAtRest(ping)
    );
    const again = Date.parse(first.nextAttempt ?? '') - Date.parse(first.lastAttempt ?? '');
    expect(again / 1000).toBeGreaterThanOrEqual(60 * MINUTE);

    const hourAgo = new Date(Date.now() - 3_700_000).toISOString();
    await app.strapi.db
      .query('plugin::linkbacks.ping')
      .updateMany({ where: { entryDocumentId: documentId }, data: { firstAttemptAt: hourAgo } });
    await letTimePass(one);
    const last = await pingOf(documentId, 'it has failed', ({ status }) => status === 'failed');
    expect(last).toMatchObject({ attempts: 2, nextAttempt: null, reason: expect.stringMatching(/fault 0/) });
    expect(one.requests.filter(({ method }) => method === 'POST')).toHaveLength(2);
    await one.stop();
  });

  it.each([
    ['fault 429', '127.0.0.22', says(fault(429, 'Slow down.'))],
    ['HTTP status 429', '127.0.0.23', says('Slow down.', { status: 429 })],
  ])('waits with its whole host after %s; nothing is lost', async (name, address, slowDown) => {
    const one = await startPeer(peer(pingback, inTurn(taken, slowDown, taken)), { address });
    const targets = [1, 2, 3].map((n) => `${one.url}/post/${n}`);
    const documentId = await publish(address.replaceAll('.', '-'), targets);
    const flooded = await pingOf(
      documentId,
      'one is queued again',
      (ping) => ping.status === 'queued' && ping.attempts === 1 && isAtRest(ping)
    );
    expect(flooded.reason).toContain(name);
    const pause = Date.parse(flooded.nextAttempt ?? '') - Date.parse(flooded.lastAttempt ?? '');
    expect(pause).toBeGreaterThanOrEqual(15_000);

    const host = async () =>
      app.strapi.db
        .connection('linkbacks_hosts')
        .where({ lane: `ping:${one.host}` })
        .first('next_at', 'gap');
    const { next_at: nextAt, gap } = await host();
    expect(Number(nextAt) - Date.parse(flooded.lastAttempt ?? '')).toBeGreaterThanOrEqual(15_000);
    expect(Number(gap)).toBeGreaterThanOrEqual(15_000);
    // The third one is due, and waits all the same: that is no attempt.
    expect((await log.of(documentId)).map(({ status }) => status).sort()).toEqual([
      'queued',
      'queued',
      'sent',
    ]);
    expect(one.requests.filter(({ method }) => method === 'POST')).toHaveLength(2);

    await until(
      'all are sent, each after its pause',
      async () => {
        await letTimePass(one);
        return (await log.of(documentId)).every(({ status }) => status === 'sent');
      },
      { every: 300 }
    );
    const told = one.requests.flatMap(
      ({ body }) => /<string>([^<]*\/post\/\d)<\/string>/.exec(body)?.[1] ?? []
    );
    expect(told).toHaveLength(4);
    expect([...new Set(told)].sort()).toEqual(targets);
    await one.stop();
  });
});
