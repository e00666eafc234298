import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loopbackClient } from '../helpers/http-client';
import type { HttpClient } from '../../server/src/core/ports';
import { verifySource } from '../../server/src/core/verification';
import type { VerifyOptions } from '../../server/src/core/verification';
import { sendPage, startPeer } from '../helpers/http-peer';
import type { Peer, PeerHandler } from '../helpers/http-peer';
import { fixture, TARGET } from './html/support';

const LINK = `<title>A source</title><p>It says <a href="${TARGET}">this</a> there.</p>`;

const pages: Record<string, PeerHandler> = {
  '/post': (_, response) => sendPage(response, LINK),
  '/untyped': (_, response) => response.writeHead(200).end(LINK),
  '/xhtml': (_, response) => response.writeHead(200, { 'content-type': 'application/xhtml+xml' }).end(LINK),
  '/latin1': (_, response) => {
    const page = Buffer.from(`<title>Caf\xe9 \x93quoted\x94</title>${LINK}`, 'latin1');
    response.writeHead(200, { 'content-type': 'text/html; charset=iso-8859-1' }).end(page);
  },
  '/gzip': (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(gzipSync(LINK));
  },
  '/pdf': (_, response) => response.writeHead(200, { 'content-type': 'application/pdf' }).end(LINK),
  '/text': (_, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end(TARGET),
  '/none': (_, response) => sendPage(response, fixture('hidden-links.html').toString()),
  '/empty': (_, response) => sendPage(response, ''),
  '/not-found': (_, response) => sendPage(response, LINK, { status: 404 }),
  '/gone': (_, response) => sendPage(response, LINK, { status: 410 }),
  '/error': (_, response) => sendPage(response, LINK, { status: 500 }),
  '/moved': (_, response) => response.writeHead(301, { location: '/blog/post' }).end(),
  '/blog/post': (_, response) => sendPage(response, '<a href="">self</a> <a href="../relative">x</a>'),
  '/endless': (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    const more = () =>
      !response.destroyed && response.write(`<p>${'word '.repeat(5000)}`, () => setImmediate(more));
    more();
  },
};

let site: Peer;
let http: HttpClient;

beforeAll(async () => {
  site = await startPeer((request, response) => {
    const page = pages[request.path];
    return page ? page(request, response) : sendPage(response, 'not found', { status: 404 });
  });
  http = loopbackClient({ allowPorts: [site.port] });
});

afterAll(async () => {
  await http.close();
  await site.stop();
});

const verify = (path: string, options: Partial<VerifyOptions> = {}) =>
  verifySource(http, { source: site.url + path, isTarget: (url) => url === TARGET, ...options });

describe('a source', () => {
  it('is verified when it links to the target, with what it says', async () => {
    expect(await verify('/post')).toEqual({
      ok: true,
      value: {
        finalUrl: `${site.url}/post`,
        link: TARGET,
        excerptMark: { start: 8, end: 12 },
        hops: [],
        canonical: null,
        permalink: null,
        refresh: null,
        author: { name: null, url: null, photo: null },
        type: 'mention',
        published: null,
        content: null,
        title: 'A source',
        siteName: null,
        excerpt: 'It says this there.',
        otherSites: null,
        revision: null,
        words: expect.any(Function),
      },
    });
  });

  it.each(['/untyped', '/xhtml', '/gzip'])('may come as %s', async (path) => {
    expect(await verify(path)).toMatchObject({ ok: true, value: { title: 'A source' } });
  });

  it('is read in its own charset', async () => {
    expect(await verify('/latin1')).toMatchObject({ ok: true, value: { title: 'Café “quoted”' } });
  });

  it('is seen from where it was found', async () => {
    const isTarget = (url: string) => url === `${site.url}/relative`;
    expect(await verify('/moved', { isTarget })).toMatchObject({
      ok: true,
      value: { finalUrl: `${site.url}/blog/post`, link: `${site.url}/relative` },
    });
  });

  it('is refused without a real link', async () => {
    for (const path of ['/none', '/empty']) {
      expect(await verify(path)).toEqual({ ok: false, error: { kind: 'no-link' } });
    }
  });

  it('is refused when it turns out to be the target itself', async () => {
    const isTarget = (url: string) => url === `${site.url}/blog/post`;
    expect(await verify('/moved', { isTarget })).toEqual({ ok: false, error: { kind: 'no-link' } });
  });

  it("is refused when it turns out to be another address of the target's page, which links to it", async () => {
    const isTarget = (url: string) => url === `${site.url}/relative`;
    const isItself = (url: string) => url === `${site.url}/blog/post`;
    expect(await verify('/moved', { isTarget, isItself })).toEqual({ ok: false, error: { kind: 'no-link' } });
  });

  it.each([
    ['/not-found', 404],
    ['/gone', 410],
    ['/error', 500],
  ])('is refused with a status other than 2xx, whatever the page says: %s', async (path, status) => {
    expect(await verify(path)).toEqual({ ok: false, error: { kind: 'status', status } });
  });

  it.each([
    ['/pdf', 'application/pdf'],
    ['/text', 'text/plain'],
  ])('is refused when it is no page: %s', async (path, contentType) => {
    expect(await verify(path)).toEqual({ ok: false, error: { kind: 'not-a-page', contentType } });
  });

  it('is not fetched from an address that the guard refuses', async () => {
    const before = site.requests.length;
    const guarded = loopbackClient({ allowAddresses: [], allowPorts: [site.port] });
    const refused = await verifySource(guarded, { source: `${site.url}/post`, isTarget: () => true });
    await guarded.close();
    expect(refused).toEqual({ ok: false, error: { kind: 'unreachable', code: 'address-refused' } });
    expect(site.requests).toHaveLength(before);
  });

  it('may be endless', async () => {
    expect(await verify('/endless')).toEqual({ ok: false, error: { kind: 'no-link' } });
  });

  it('is given up when the caller runs out of patience', async () => {
    expect(await verify('/endless', { signal: AbortSignal.abort() })).toMatchObject({
      error: { code: 'aborted' },
    });
  });

  it('is asked for a page, with the headers of the caller', async () => {
    await verify('/post', { headers: { 'x-pingback-forwarded-for': '192.0.2.1' } });
    const { headers } = site.requests.at(-1) ?? {};
    expect(headers).toMatchObject({ 'x-pingback-forwarded-for': '192.0.2.1' });
    expect(headers?.accept).toMatch(/^text\/html, /);
  });

  it('keeps its words when they are wanted', async () => {
    const verified = await verify('/post', { keepText: true });
    expect(verified.ok && verified.value.words('it SAYS this&#8230;')).toBe(true);
    expect(verified.ok && verified.value.words('it says that')).toBe(false);
  });
});
