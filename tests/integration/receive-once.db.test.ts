import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import { redirects } from '../helpers/bad-peers';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import {
  ARTICLE,
  createArticle,
  forgetAll,
  pingback,
  seedLinkback,
  SITE,
  storedLinkbacks,
  trackback,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

/** What depends on the database: unique keys, races, search, retention. */
describe('received linkbacks in the database', () => {
  let app: TestApp;
  let blog: Peer;
  let documentId: string;

  beforeAll(async () => {
    const html = `<title>Caf\u00e9 \u{1F600}</title><p>See <a href="${SITE}/blog/hello">this</a>.</p>`;
    blog = await startPeer(
      (request, response) =>
        request.path.startsWith('/old')
          ? redirects(301, `${blog.url}/post`)(request, response)
          : sendPage(response, html),
      { address: '127.0.0.2' }
    );
    app = await startStrapi();
    documentId = await createArticle(app, { slug: 'hello' });
  });
  afterAll(async () => {
    await app?.stop();
    await blog?.stop();
  });
  beforeEach(() => forgetAll(app));

  const verifyJobOf = (source: string) => ({
    kind: 'verify',
    received: {
      protocol: 'pingback',
      source,
      target: `${SITE}/blog/hello`,
      ref: { uid: ARTICLE, documentId, locale: 'en' },
      address: null,
      receivedAt: new Date().toISOString(),
      claim: { title: null, excerpt: null, blogName: null },
    },
    host: blog.host,
  });

  it('are stored once when requests and processes race', async () => {
    const job = verifyJobOf(`${blog.url}/post`);
    const { received } = job;
    const { verifyJob } = app.strapi.plugin('linkbacks').service('inbound');
    const jobs = Array.from({ length: 10 }, () => verifyJob.run(job));
    const pings = Array.from({ length: 10 }, () => pingback(app, received.source, received.target));
    const trackbacks = Array.from({ length: 10 }, () =>
      trackback(app, `articles/${documentId}/en`, { url: received.source })
    );

    expect(await Promise.all(jobs)).toEqual(jobs.map(() => ({ kind: 'done' })));
    for (const { fault } of await Promise.all(pings)) expect([undefined, 48]).toContain(fault?.code);
    for (const { error } of await Promise.all(trackbacks)) {
      expect([null, 'This trackback is registered already.']).toContain(error);
    }
    expect(await storedLinkbacks(app)).toMatchObject([
      { source: received.source, title: 'Caf\u00e9 \u{1F600}' },
    ]);
  });

  it('are stored once when several addresses of one source come at the same moment', async () => {
    const { verifyJob } = app.strapi.plugin('linkbacks').service('inbound');
    const paths = ['/old-1', '/post', '/old-2', '/old-3'];
    const jobs = paths.map((path) => verifyJob.run(verifyJobOf(`${blog.url}${path}`)));
    const pings = paths.map((path) => pingback(app, `${blog.url}${path}`, `${SITE}/blog/hello`));

    expect(await Promise.all(jobs)).toEqual(jobs.map(() => ({ kind: 'done' })));
    for (const { fault } of await Promise.all(pings)) expect([undefined, 48]).toContain(fault?.code);
    expect(await storedLinkbacks(app)).toHaveLength(1);
    for (const path of paths) {
      expect((await pingback(app, `${blog.url}${path}`, `${SITE}/blog/hello`)).fault?.code).toBe(48);
    }
  });

  it('are stored once however the URL of their page is spelled, when all come at the same moment', async () => {
    const { verifyJob } = app.strapi.plugin('linkbacks').service('inbound');
    const paths = [
      '/post',
      '//post',
      '/post/',
      '/post?n=1',
      '/post?n=2',
      '/post?utm_source=x',
      '/a/../b/post',
    ];
    const jobs = paths.map((path) => verifyJob.run(verifyJobOf(`${blog.url}${path}`)));
    const pings = paths.map((path) => pingback(app, `${blog.url}${path}`, `${SITE}/blog/hello`));

    expect(await Promise.all(jobs)).toEqual(jobs.map(() => ({ kind: 'done' })));
    for (const { fault } of await Promise.all(pings)) expect([undefined, 48]).toContain(fault?.code);
    expect(await storedLinkbacks(app)).toHaveLength(1);
    for (const path of paths) {
      expect((await pingback(app, `${blog.url}${path}`, `${SITE}/blog/hello`)).fault?.code).toBe(48);
    }
    const [{ contentKey } = { contentKey: null }] = await storedLinkbacks(app);
    const entry = { uid: ARTICLE, documentId, locale: 'en' };
    // What one process has written, no other process writes.
    await expect(seedLinkback(app, entry, { contentKey })).rejects.toThrow();
  });

  it('change what they say when another one says it already, and keep what is theirs', async () => {
    const entry = { uid: ARTICLE, documentId, locale: 'en' };
    const { verifyJob, recheckJob } = app.strapi.plugin('linkbacks').service('inbound');
    await verifyJob.run(verifyJobOf(`${blog.url}/post`));
    const others = await Promise.all(
      [1, 2, 3].map((number) => {
        const source = `${blog.url}/other-${number}`;
        return seedLinkback(app, entry, {
          source,
          sourceHost: blog.host,
          title: `Other ${number}`,
          contentKey: String(number),
        });
      })
    );
    const rechecks = others.map(({ documentId: linkback }) =>
      recheckJob.run({ kind: 'recheck', linkback, by: null, host: blog.host })
    );

    expect(await Promise.all(rechecks)).toEqual(others.map(() => ({ kind: 'done' })));
    const [first, ...changed] = await storedLinkbacks(app);
    expect(first?.contentKey).toMatch(/^[\da-f]{64}$/);
    expect(changed.map(({ title, contentKey }) => [title, contentKey])).toEqual(
      others.map(() => ['Caf\u00e9 \u{1F600}', null])
    );
  });

  it('are kept with the longest values that are accepted', async () => {
    const source = `${blog.url}/${'x'.repeat(2048 - blog.url.length - 1)}`;

    expect((await pingback(app, source, `${SITE}/blog/hello`)).fault).toBeNull();
    expect(await storedLinkbacks(app)).toMatchObject([{ source }]);
  });

  it('are found by words in any letter case, and counted', async () => {
    const entry = { uid: ARTICLE, documentId, locale: 'en' };
    await seedLinkback(app, entry, { title: 'A Unicorn' });
    await seedLinkback(app, entry, { title: '100% sure_thing' });
    const list = (q: string) =>
      app.request.get('/linkbacks/linkbacks').query({ q }).set('Authorization', token);
    const token = await superAdminToken(app);

    expect((await list('unicorn')).body.results).toMatchObject([{ title: 'A Unicorn' }]);
    expect((await list('nothing')).body.counts.pending).toBe(0);
  });

  it('leave their traces when deleted for good, once however often', async () => {
    const linkbacks = app.strapi.plugin('linkbacks').service('linkbacks');
    // Of the pair with what it said, and of what was said at its path; none is above it.
    for (let i = 0; i < 2; i += 1) {
      await pingback(app, `${blog.url}/post`, `${SITE}/blog/hello`);
      for (const row of await storedLinkbacks(app))
        await linkbacks.act({ action: 'delete', ids: [row.documentId] }, 'a test');
    }

    expect(await storedLinkbacks(app)).toEqual([]);
    expect(await app.strapi.db.query('linkbacks::tombstone' as never).count({})).toBe(2);
  });

  it('lose their addresses, and spam and trash themselves, when they are old', async () => {
    const entry = { uid: ARTICLE, documentId, locale: 'en' };
    const then = new Date(Date.now() - 40 * 86_400_000).toISOString();
    const old = { receivedAt: then, movedAt: then };
    await seedLinkback(app, entry, { ...old, pairKey: randomUUID(), address: '203.0.113.9' });
    await seedLinkback(app, entry, { ...old, status: 'spam' });
    await seedLinkback(app, entry, { ...old, status: 'trash' });
    await app.strapi.plugin('linkbacks').service('linkbacks').purge();

    expect(await storedLinkbacks(app)).toMatchObject([{ status: 'pending', address: null }]);
  });
});
