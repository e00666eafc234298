import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import { revisionsOf } from '../helpers/moderation';
import {
  createArticle,
  forgetAll,
  jobsOf,
  pingback,
  readTrackback,
  setEntry,
  setSettings,
  SITE,
  storedLinkbacks,
  trackback,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

const TARGET = `${SITE}/blog/hello`;

let app: TestApp;
let blog: Peer;
let documentId: string, closedId: string, draftId: string;

const page = (body: string, head = '<title>My post</title>') =>
  `<html><head>${head}</head><body>${body}</body></html>`;

const PAGES: Record<string, string> = {
  '/post': page(
    `<p>I read <a href="${TARGET}">a good article</a> today.</p><p>Written by the Corner Blog.</p>`
  ),
  '/untitled': page(`<p>Here is <a href="${TARGET}">the link</a>.</p><h1>Notes of May</h1>`, ''),
  '/without-link': page('<p>Nothing here.</p>'),
  '/cafe': page(`<p>Un caf\u00e9, <a href="${TARGET}">ici</a>.</p>`, ''),
};

beforeAll(async () => {
  blog = await startPeer(
    ({ path }, response) => {
      const html = PAGES[path];
      sendPage(response, html ?? '', { status: html === undefined ? 404 : 200 });
    },
    { address: '127.0.0.2' }
  );
  app = await startStrapi({ config: { receive: { inlineBudget: 4_000 } } });
  documentId = await createArticle(app, { slug: 'hello', title: 'Hello & welcome' });
  await createArticle(app, { slug: 'bonjour', title: 'Bonjour', locale: 'fr', documentId });
  closedId = await createArticle(app, { slug: 'closed' });
  await setEntry(app, { documentId: closedId }, { allowPings: 'closed' });
  draftId = await createArticle(app, { slug: 'draft', status: 'draft' });
});
afterAll(async () => {
  await app?.stop();
  await blog?.stop();
});
beforeEach(async () => {
  await forgetAll(app);
  blog.requests.length = 0;
});

const entry = () => `articles/${documentId}/en`;
const nothingStored = async () => {
  expect(await storedLinkbacks(app)).toEqual([]);
  expect(await jobsOf(app, 'verify')).toEqual([]);
};

describe('a trackback from a page that links to the entry', () => {
  it('is taken, verified and held for a moderator', async () => {
    const answer = await trackback(app, entry(), { url: `${blog.url}/post`, title: 'My post' });

    expect(answer).toEqual({ status: 200, error: null });
    expect(await storedLinkbacks(app)).toMatchObject([
      {
        status: 'pending',
        protocol: 'trackback',
        entryDocumentId: documentId,
        entryLocale: 'en',
        source: `${blog.url}/post`,
        target: TARGET,
        title: 'My post',
        excerpt: 'I read a good article today.',
      },
    ]);
  });

  it('is answered in XML, as TrackBack 1.2 says', async () => {
    const answer = await app.request
      .post(`/api/linkbacks/trackback/${entry()}`)
      .type('form')
      .send({ url: `${blog.url}/post` });

    expect(answer.headers['content-type']).toBe('text/xml; charset=utf-8');
    expect(answer.text.replace(/\s/g, '')).toBe(
      '<?xmlversion="1.0"encoding="utf-8"?><response><error>0</error></response>'
    );
  });

  it('is for the default locale where the URL names none', async () => {
    expect(await trackback(app, `articles/${documentId}`, { url: `${blog.url}/post` })).toMatchObject({
      error: null,
    });
    expect(await storedLinkbacks(app)).toMatchObject([{ entryLocale: 'en' }]);
  });

  it.each([
    [
      'in other letter case',
      (path: string) => path.replace('/api/linkbacks/trackback', '/API/LinkBacks/Trackback'),
    ],
    ['with a slash at the end', (path: string) => `${path}/`],
  ])('is understood %s', async (_what, change) => {
    const answer = await app.request
      .post(change(`/api/linkbacks/trackback/${entry()}`))
      .type('form')
      .send({ url: `${blog.url}/post` });

    expect(readTrackback(answer)).toEqual({ status: 200, error: null });
  });

  it('is known the second time', async () => {
    await trackback(app, entry(), { url: `${blog.url}/post` });
    const again = await trackback(app, entry(), { url: `${blog.url}/post#again` });

    expect(again).toEqual({ status: 200, error: 'This trackback is registered already.' });
    expect(await storedLinkbacks(app)).toHaveLength(1);
    expect(blog.requests).toHaveLength(1);
  });

  it('is noted once in a while when it comes again, also in turn with a pingback', async () => {
    await trackback(app, entry(), { url: `${blog.url}/post` });
    for (let times = 0; times < 3; times += 1) {
      await pingback(app, `${blog.url}/post`, TARGET);
      await trackback(app, entry(), { url: `${blog.url}/post` });
    }

    expect((await storedLinkbacks(app))[0]?.['history']).toMatchObject([
      { event: 'received', protocol: 'trackback' },
      { event: 'again', protocol: 'pingback' },
      { event: 'again', protocol: 'trackback' },
    ]);
  });
});

describe('the words of a trackback', () => {
  it('are not shown where the source does not contain them', async () => {
    const lies = { title: 'Buy pills', excerpt: 'Cheap pills', blog_name: 'Pills' };
    await trackback(app, entry(), { url: `${blog.url}/untitled`, ...lies });

    expect(await storedLinkbacks(app)).toMatchObject([
      { title: null, excerpt: expect.stringContaining('Here is the link'), siteName: null },
    ]);
  });

  it('are shown where the source has them and says nothing better itself', async () => {
    const words = { title: 'Notes of May', blog_name: 'Corner Blog' };
    await trackback(app, entry(), { url: `${blog.url}/untitled`, ...words });
    await trackback(app, entry(), { url: `${blog.url}/post`, ...words });

    expect(await storedLinkbacks(app)).toMatchObject([
      { title: 'Notes of May', siteName: null },
      { title: 'My post', siteName: 'Corner Blog' },
    ]);
  });

  it('never replace what was taken from the source', async () => {
    await trackback(app, entry(), { url: `${blog.url}/post`, title: 'today', excerpt: 'a good article' });

    expect(await storedLinkbacks(app)).toMatchObject([
      { title: 'My post', excerpt: 'I read a good article today.' },
    ]);
  });

  it('are read in the charset of the form', async () => {
    const body = Buffer.from(`url=${encodeURIComponent(`${blog.url}/cafe`)}&title=Un+caf%E9`, 'latin1');
    const answer = await app.request
      .post(`/api/linkbacks/trackback/${entry()}`)
      .set('content-type', 'application/x-www-form-urlencoded; charset=iso-8859-1')
      .send(body.toString('latin1'));

    expect(readTrackback(answer).error).toBeNull();
    expect(await storedLinkbacks(app)).toMatchObject([{ title: 'Un caf\u00e9' }]);
  });
});

describe('a trackback that is refused', () => {
  it.each<[string, () => string, () => Record<string, string>, string, string[]]>([
    ['without a url', entry, () => ({ title: 'My post' }), 'Invalid parameters', []],
    ['with a javascript: url', entry, () => ({ url: 'javascript:alert(1)' }), 'Invalid parameters', []],
    [
      'in an unknown charset',
      entry,
      () => ({ url: `${blog.url}/post`, charset: 'utf-7' }),
      'Invalid parameters',
      [],
    ],
    ['with several urls', entry, () => ({ 'url[]': `${blog.url}/post` }), 'Invalid parameters', []],
    ['from the page itself', entry, () => ({ url: `${TARGET}/#x` }), 'Invalid parameters', []],
    [
      'for a closed entry',
      () => `articles/${closedId}/en`,
      () => ({ url: `${blog.url}/post` }),
      'does not accept',
      [],
    ],
    [
      'for a draft',
      () => `articles/${draftId}/en`,
      () => ({ url: `${blog.url}/post` }),
      'does not exist',
      [],
    ],
    ['for no entry', () => 'articles/nothing/en', () => ({ url: `${blog.url}/post` }), 'does not exist', []],
    ['for no type', () => `nothing/${documentId}`, () => ({ url: `${blog.url}/post` }), 'does not exist', []],
    [
      'for no locale',
      () => `articles/${documentId}/de`,
      () => ({ url: `${blog.url}/post` }),
      'does not exist',
      [],
    ],
    [
      'for another locale than the link',
      () => `articles/${documentId}/fr`,
      () => ({ url: `${blog.url}/post` }),
      'does not contain a link',
      ['/post'],
    ],
    [
      'from a source without the link',
      entry,
      () => ({ url: `${blog.url}/without-link` }),
      'does not contain a link',
      ['/without-link'],
    ],
    [
      'from a source that is not there',
      entry,
      () => ({ url: `${blog.url}/gone` }),
      'could not be fetched',
      ['/gone'],
    ],
    ['from a private address', entry, () => ({ url: 'http://10.0.0.1/post' }), 'could not be fetched', []],
  ])('%s', async (_what, to, fields, message, requests) => {
    const answer = await trackback(app, to(), fields());

    expect(answer.status).toBe(200);
    expect(answer.error).toContain(message);
    expect(blog.requests.map(({ path }) => path)).toEqual(requests);
    await nothingStored();
  });

  it('when trackbacks are switched off', async () => {
    await setSettings(app, { receive: { protocols: { trackback: false } } });
    const answer = await trackback(app, entry(), { url: `${blog.url}/post` });
    await setSettings(app, { receive: { protocols: { trackback: true } } });

    expect(answer.error).toContain('does not accept trackbacks');
    await nothingStored();
  });

  it.each([
    ['too large', Buffer.alloc(70_000, 'x'), {}, 413],
    [
      'that inflates to too much',
      gzipSync(Buffer.alloc(10_000_000, 'x')),
      { 'content-encoding': 'gzip' },
      413,
    ],
  ])('with a body %s', async (_what, body, headers, status) => {
    const answer = await app.request
      .post(`/api/linkbacks/trackback/${entry()}`)
      .set('content-type', 'application/x-www-form-urlencoded')
      .set(headers)
      .serialize((sent: unknown) => sent as string)
      .send(body);

    expect(answer.status).toBe(status);
    await nothingStored();
  });

  it('in a body that is no form', async () => {
    const answer = await app.request
      .post(`/api/linkbacks/trackback/${entry()}`)
      .send({ url: `${blog.url}/post` });

    expect(readTrackback(answer).error).toContain('Invalid parameters');
    await nothingStored();
  });
});

describe('a trackback URL that somebody follows', () => {
  it('leads to the page of the entry', async () => {
    const answer = await app.request.get(`/api/linkbacks/trackback/articles/${documentId}/fr`);

    expect(answer.status).toBe(302);
    expect(answer.headers.location).toBe(`${SITE}/fr/blog/bonjour`);
  });

  it('stores nothing, whatever its query says', async () => {
    const answer = await app.request
      .get(`/api/linkbacks/trackback/${entry()}`)
      .query({ url: `${blog.url}/post`, title: 'My post' });

    expect(answer.status).toBe(302);
    expect(blog.requests).toEqual([]);
    await nothingStored();
  });

  it.each([
    ['a draft', () => `articles/${draftId}/en`],
    ['nothing', () => 'articles/nothing/en'],
    ['a type that takes no part', () => `categories/${documentId}`],
  ])('is not found for %s', async (_what, to) => {
    expect((await app.request.get(`/api/linkbacks/trackback/${to()}`)).status).toBe(404);
  });

  it('gives the approved linkbacks as RSS', async () => {
    await trackback(app, entry(), { url: `${blog.url}/post` });
    await trackback(app, entry(), { url: `${blog.url}/untitled` });
    const ids = (await storedLinkbacks(app)).slice(0, 1).map((row) => row.documentId);
    const request = { action: 'approve', ids, revisions: await revisionsOf(app, ids) };
    await app.strapi.plugin('linkbacks').service('linkbacks').act(request, 'a test');
    const answer = await app.request.get(`/api/linkbacks/trackback/${entry()}`).query({ __mode: 'rss' });

    expect(answer.status).toBe(200);
    expect(answer.text).toContain('<title>Hello &amp; welcome</title>');
    expect(answer.text).toContain(`<link>${blog.url}/post</link>`);
    expect(answer.text).not.toContain('/untitled');
  });

  it.each(['put', 'delete', 'patch'] as const)('answers %s with 405', async (verb) => {
    const answer = await app.request[verb](`/api/linkbacks/trackback/${entry()}`);

    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD, POST, OPTIONS');
  });
});
