import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loopbackClient } from '../helpers/http-client';
import { readOwnPage, shows, type OwnPage } from '../../server/src/core/own-page';
import type { HttpClient } from '../../server/src/core/ports';
import { samePage } from '../../server/src/core/url/normalise';
import { verifySource } from '../../server/src/core/verification';
import { sendPage, startPeer, type Peer, type PeerHandler } from '../helpers/http-peer';

const TARGET = 'https://they.example/post?a=1&b';

const html: Record<string, string> = {
  anchor: `<a href="${TARGET}">x</a>`,
  'in other words': '<a href="HTTPS://They.example:443/./post?a=1&amp;b#top">x</a>',
  image: `<img src="${TARGET}">`,
  'link element': `<link rel=related href="${TARGET}">`,
  quote: `<blockquote cite="${TARGET}">x</blockquote>`,
  'with a base': '<base href="https://they.example/a/b"><a href="../post?a=1&b">x</a>',
  'in a comment': `<!-- <a href="${TARGET}">x</a> -->`,
  'in a script': `<script>'<a href="${TARGET}">'</script>`,
  'in a template': `<template><a href="${TARGET}">x</a></template>`,
  'in a noscript': `<noscript><a href="${TARGET}">x</a></noscript>`,
  'as text': `<p>${TARGET}</p>`,
  longer: `<a href="${TARGET}c">x</a>`,
  shorter: '<a href="https://they.example/post">x</a>',
  'in another attribute': `<a data-href="${TARGET}" href="/">x</a>`,
  unclosed: `<p><a href=${TARGET}>x`,
};

const PAGES: Record<string, PeerHandler> = {
  ...Object.fromEntries(
    Object.entries(html).map(([name, text]): [string, PeerHandler] => [
      name,
      (_, response) => sendPage(response, text),
    ])
  ),
  revision: (_, response) => sendPage(response, '<meta name="linkbacks-revision" content=" abc "><p>x</p>'),
  gone: (_, response) => sendPage(response, html['anchor'] ?? '', { status: 410 }),
  moved: (_, response) => response.writeHead(301, { location: '/anchor' }).end(),
  json: (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ url: TARGET })),
};

let site: Peer;
let http: HttpClient;

beforeAll(async () => {
  site = await startPeer((request, response) =>
    PAGES[decodeURIComponent(request.path.slice(1))]?.(request, response)
  );
  http = loopbackClient({ allowAddresses: [], allowPorts: [] });
});
afterAll(async () => {
  await http.close();
  await site.stop();
});

const urlOf = (name: string) => `${site.url}/${encodeURIComponent(name)}`;
const read = async (name: string): Promise<OwnPage> => {
  const page = await readOwnPage(http, { url: urlOf(name), privateHosts: new Set([site.host]) });
  if (!page.ok) throw new Error(page.error.code);
  return page.value;
};

describe('our own page', () => {
  it.each(Object.keys(html))('shows a link exactly when a receiver would find it: %s', async (name) => {
    const verified = await verifySource(http, {
      source: urlOf(name),
      isTarget: (url) => samePage(url, TARGET),
      privateHosts: new Set([site.host]),
    });
    expect(shows(await read(name), TARGET)).toBe(verified.ok);
  });

  it('is read at all: some of these pages show the link, some do not', async () => {
    expect(shows(await read('anchor'), TARGET)).toBe(true);
    expect(shows(await read('in a comment'), TARGET)).toBe(false);
  });

  it('never shows a link to itself', async () => {
    const self = await read('anchor');
    expect(shows({ ...self, links: new Set([urlOf('anchor')]) }, urlOf('anchor'))).toBe(false);
  });

  it('says which revision it shows, and changes its hash with its bytes', async () => {
    const [one, again, other] = [await read('revision'), await read('revision'), await read('anchor')];
    expect(one.revision).toBe('abc');
    expect(other.revision).toBeNull();
    expect(one.hash).toBe(again.hash);
    expect(one.hash).not.toBe(other.hash);
  });

  it('says its status, and reads nothing of an error page', async () => {
    expect(await read('gone')).toMatchObject({ status: 410, isPage: false, links: new Set(), hash: null });
  });

  it('says where it was found, and that other content is no page', async () => {
    expect(await read('moved')).toMatchObject({ status: 200, finalUrl: urlOf('anchor'), isPage: true });
    expect(await read('json')).toMatchObject({ status: 200, isPage: false, links: new Set() });
  });

  it('may be at a private address only where our URL patterns say so', async () => {
    const page = await readOwnPage(http, { url: urlOf('anchor'), privateHosts: new Set() });
    expect(page).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
  });
});
