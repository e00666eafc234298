import { normaliseEscapes } from '../../server/src/core/url/normalise';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import {
  ARTICLE,
  createArticle,
  forgetAll,
  pingback,
  seedLinkback,
  setSettings,
  storedLinkbacks,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

/** Many sites of one machine: 127.0.7.1, 127.0.7.2, … */
let sites: Peer;
let app: TestApp;
let documentId: string;
let pages: (path: string) => string;

const SITE_ADDRESS = '127.0.7.200';
const site = () => `http://${SITE_ADDRESS}:${sites.port}`;
const target = () => `${site()}/blog/hello`;
const link = () => `<a href="${target()}">hello</a>`;
const LONG = 'These words are exactly the same wherever they stand, and long enough to tell.';

beforeAll(async () => {
  sites = await startPeer(({ path }, response) => sendPage(response, pages(path)), { address: '0.0.0.0' });
  app = await startStrapi({
    site: `http://${SITE_ADDRESS}:${sites.port}`,
    config: { spam: { sharedHosts: ['127.0.7.100'] } },
  });
  documentId = await createArticle(app, { slug: 'hello' });
  await createArticle(app, { slug: 'other' });
});
afterAll(async () => {
  await app?.stop();
  await sites?.stop();
});
beforeEach(async () => {
  await forgetAll(app);
  await setSettings(app, {
    moderation: { policy: 'hold-unknown', trustedHosts: [], blockedHosts: [], maxLinks: 0 },
  });
  pages = (path) => `<title>Post ${path}</title><p>${path} ${link()}</p>`;
});

const source = (host: string, path: string) => `http://${host}:${sites.port}${path}`;
/** Sends a pingback; gives what is stored of it. */
const ping = async (host: string, path: string) => {
  const url = source(host, path);
  const { fault } = await pingback(app, url, target());
  // As it is stored: without escapes that say nothing.
  const row = (await storedLinkbacks(app)).find((one) => one.source === normaliseEscapes(url));
  return { fault: fault?.code ?? null, status: row?.status ?? null, reason: row?.['reason'] ?? null };
};
const seedApproved = (url: string) =>
  seedLinkback(
    app,
    { uid: ARTICLE, documentId, locale: 'en' },
    { status: 'approved', source: url, sourceHost: new URL(url).host }
  );

describe('a host of many users', () => {
  it('is known by its users, not by its name', async () => {
    await seedApproved(source('127.0.7.100', '/jane/first'));

    expect((await ping('127.0.7.100', '/jane/second')).status).toBe('approved');
    expect(await ping('127.0.7.100', '/john/first')).toEqual({
      fault: null,
      status: 'pending',
      reason: 'No linkback from 127.0.7.100/john was approved before.',
    });
    // Wildcards of LIKE in a name are no way to be somebody else.
    expect((await ping('127.0.7.100', '/j_ne/first')).status).toBe('pending');
    expect((await ping('127.0.7.100', '/')).status).toBe('pending');
  });

  it('knows its users in every spelling, and none by what names no user', async () => {
    await seedApproved(source('127.0.7.100', '//%4Aane/first'));
    await seedApproved(source('127.0.7.100', '/r/cats/first'));
    await seedApproved(source('127.0.7.100', '/watch?v=1'));

    expect((await ping('127.0.7.100', '/jane/second')).status).toBe('approved');
    expect((await ping('127.0.7.100', '/JANE/third')).status).toBe('approved');
    expect((await ping('127.0.7.100', '/R/%63ats/second')).status).toBe('approved');
    expect((await ping('127.0.7.100', '/r/dogs/first')).status).toBe('pending');
    expect((await ping('127.0.7.100', '/watch?v=2')).status).toBe('pending');
  });

  it('is trusted and blocked by its users', async () => {
    await setSettings(app, {
      moderation: {
        policy: 'hold',
        trustedHosts: ['127.0.7.100/jane'],
        blockedHosts: ['127.0.7.100/spammer'],
      },
    });

    expect((await ping('127.0.7.100', '/jane/1')).status).toBe('approved');
    expect((await ping('127.0.7.100', '/john/1')).status).toBe('pending');
    expect(await ping('127.0.7.100', '/spammer/1')).toEqual({ fault: 49, status: null, reason: null });
    expect(sites.requests.filter(({ path }) => path === '/spammer/1')).toEqual([]);
  });
});

describe('a page of our own', () => {
  it('is approved where it shows an entry, and is like any other where it does not', async () => {
    await setSettings(app, { moderation: { policy: 'hold' } });

    expect(await ping(SITE_ADDRESS, '/blog/other')).toMatchObject({
      status: 'approved',
      reason: 'It is one of our own pages.',
    });
    expect((await ping(SITE_ADDRESS, '/forum/topic')).status).toBe('pending');
  });

  it('is shown without a fragment that its sender wrote', async () => {
    await setSettings(app, { moderation: { policy: 'hold' } });
    pages = () => `<title>Ours</title><p>${link()}</p>`;
    await ping(SITE_ADDRESS, '/blog/other#buy-casino-1');
    expect(await storedLinkbacks(app)).toMatchObject([
      { status: 'approved', source: source(SITE_ADDRESS, '/blog/other') },
    ]);
    for (const path of ['/blog/other', '/blog/other#buy-casino-2'])
      expect([path, (await ping(SITE_ADDRESS, path)).fault]).toEqual([path, 48]);
  });
});

describe('links to other sites', () => {
  it('hold a page that has more than may be, wherever they stand', async () => {
    await setSettings(app, { moderation: { policy: 'approve', maxLinks: 3 } });
    const others = Array.from({ length: 5 }, (_, i) => `<a href="https://s${i}.example/">x</a>`).join(' ');
    pages = (path) =>
      path === '/many'
        ? `<title>Many</title><p>${link()}</p>${'<p>words</p>'.repeat(500)}${others}`
        : `<title>Few</title><p>${link()}</p>${'<a href="/own">own</a>'.repeat(20)}`;

    expect(await ping('127.0.7.1', '/many')).toMatchObject({
      status: 'pending',
      reason: 'Its page links to other sites 6 times, more than 3.',
    });
    expect((await ping('127.0.7.1', '/few')).status).toBe('approved');
  });
});

describe('the same text', () => {
  beforeEach(async () => {
    pages = () => `<title>Buy</title><p>${LONG} ${link()}</p>`;
    await setSettings(app, { moderation: { policy: 'approve' } });
  });

  it('from other sites is held, from however many; from one site it is one linkback', async () => {
    expect((await ping('127.0.7.1', '/1')).status).toBe('approved');
    expect(await ping('127.0.7.1', '/2')).toMatchObject({ status: null });
    expect(await ping('127.0.7.2', '/1')).toMatchObject({
      status: 'pending',
      reason: 'The same text came from 127.0.7.1 lately.',
    });
    expect((await ping('127.0.7.3', '/1')).status).toBe('pending');
    expect(await ping('127.0.7.4', '/1')).toMatchObject({
      status: 'pending',
      reason: 'The same text came from 3 other sites lately.',
    });
  });

  it('is forgotten after a week, and short words say nothing', async () => {
    await ping('127.0.7.1', '/1');
    const old = new Date(Date.now() - 8 * 86_400_000).toISOString();
    const rows = app.strapi.db.query('plugin::linkbacks.linkback');
    await rows.updateMany({ where: {}, data: { receivedAt: old } });
    expect((await ping('127.0.7.2', '/1')).status).toBe('approved');

    pages = () => `<title>Short</title><p>${link()}</p>`;
    expect((await ping('127.0.7.5', '/1')).status).toBe('approved');
    expect((await ping('127.0.7.6', '/1')).status).toBe('approved');
  });
});
