import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  ARTICLE,
  callXml,
  createArticle,
  forgetAll,
  readXmlRpc,
  seedLinkback,
  setEntry,
  setSettings,
  SITE,
  XMLRPC,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

const TARGET = `${SITE}/blog/hello`;
const PUBLIC_URL = 'https://cms.example.com/base/';

let app: TestApp;
let documentId: string, draftId: string;

beforeAll(async () => {
  app = await startStrapi({ config: { publicUrl: PUBLIC_URL } });
  documentId = await createArticle(app, { slug: 'hello', title: 'Hello --> & "you"' });
  await createArticle(app, { slug: 'bonjour', title: 'Bonjour', locale: 'fr', documentId });
  draftId = await createArticle(app, { slug: 'draft', status: 'draft' });
});
afterAll(() => app?.stop());
beforeEach(() => forgetAll(app));

const entry = { uid: ARTICLE, locale: 'en' };
const seed = (over: Record<string, unknown> = {}) =>
  seedLinkback(app, { ...entry, documentId }, { status: 'approved', ...over });
const read = async (query: Record<string, unknown>) => {
  const answer = await app.request.get('/api/linkbacks').query(query);
  expect(answer.status).toBe(200);
  return answer.body;
};

describe('GET /api/linkbacks', () => {
  it('gives the approved linkbacks of a page, newest first, and nothing that is private', async () => {
    await seed({ source: 'https://a.example/old', receivedAt: '2024-01-01T00:00:00.000Z' });
    await seed({
      source: 'https://b.example/new',
      receivedAt: '2024-02-01T00:00:00.000Z',
      title: 'New',
      excerpt: 'Some words',
      siteName: 'B',
      protocol: 'trackback',
      address: '203.0.113.9',
      reason: 'Approved by Jane.',
    });
    const body = await read({ target: TARGET });

    expect(body).toEqual({
      data: [
        {
          id: expect.stringMatching(/^[a-z0-9]{24}$/),
          protocol: 'trackback',
          type: 'mention',
          source: 'https://b.example/new',
          target: TARGET,
          title: 'New',
          excerpt: 'Some words',
          siteName: 'B',
          author: { name: null, url: null, photo: null },
          published: null,
          received: '2024-02-01T00:00:00.000Z',
        },
        expect.objectContaining({ source: 'https://a.example/old' }),
      ],
      meta: {
        pagination: { page: 1, pageSize: 25, pageCount: 1, total: 2 },
        count: { total: 2, pingback: 1, trackback: 1, webmention: 0 },
      },
    });
  });

  it.each(['pending', 'spam', 'trash', 'gone'])(
    'never shows what is %s, whatever the query asks',
    async (status) => {
      await seed({ status });

      for (const query of [{}, { status }, { 'filters[status]': status }]) {
        const body = await read({ target: TARGET, ...query });
        expect(body.data).toEqual([]);
        expect(body.meta.count.total).toBe(0);
      }
    }
  );

  it('finds the page by another address of it, and by its ids', async () => {
    await seed();

    expect(
      (await read({ target: `${TARGET.replace('http:', 'https:')}/?utm_source=x#top` })).data
    ).toHaveLength(1);
    expect((await read({ contentType: 'articles', documentId, locale: 'en' })).data).toHaveLength(1);
    expect((await read({ contentType: 'articles', documentId })).data).toHaveLength(1);
  });

  it('keeps locales apart', async () => {
    await seed();
    await seed({ entryLocale: 'fr', source: 'https://fr.example/' });

    expect((await read({ contentType: 'articles', documentId, locale: 'fr' })).data).toMatchObject([
      { source: 'https://fr.example/' },
    ]);
  });

  it('is read page by page', async () => {
    for (const day of [1, 2, 3]) await seed({ receivedAt: `2024-01-0${day}T00:00:00.000Z` });
    const body = await read({ target: TARGET, 'pagination[page]': 2, 'pagination[pageSize]': 2 });

    expect(body.data).toMatchObject([{ received: '2024-01-01T00:00:00.000Z' }]);
    expect(body.meta.pagination).toEqual({ page: 2, pageSize: 2, pageCount: 2, total: 3 });
  });

  it.each<[string, () => Record<string, string>]>([
    ['a draft', () => ({ contentType: 'articles', documentId: draftId })],
    ['a page that does not exist', () => ({ target: `${SITE}/blog/nothing` })],
    ['a page that is not ours', () => ({ target: 'https://elsewhere.example/' })],
    ['an address with a control character', () => ({ target: `${SITE}/blog/%00` })],
    ['a locale that is not there', () => ({ contentType: 'articles', documentId, locale: 'de' })],
  ])('is empty for %s', async (_what, query) => {
    await seedLinkback(app, { ...entry, documentId: draftId }, { status: 'approved' });
    const body = await read(query());

    expect(body).toEqual({
      data: [],
      meta: {
        pagination: { page: 1, pageSize: 25, pageCount: 0, total: 0 },
        count: { total: 0, pingback: 0, trackback: 0, webmention: 0 },
      },
    });
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['nothing', {}, /`target`.*`contentType`.*`documentId`/],
    ['half of the ids', { contentType: 'articles' }, /`documentId`/],
    ['both', { target: TARGET, contentType: 'articles', documentId: 'x' }, /either/],
    ['a relative target', { target: '/blog/hello' }, /`target`.*"\/blog\/hello".*http\(s\) URL/],
    ['a target twice', { 'target[0]': TARGET, 'target[1]': TARGET }, /`target`/],
    [
      'a type that takes no part',
      { contentType: 'categories', documentId: 'x' },
      /`contentType`.*articles, notes/,
    ],
    [
      'a page size of 1000',
      { target: TARGET, 'pagination[pageSize]': '1000' },
      /`pagination.pageSize`.*1 to 100/,
    ],
    ['page 0', { target: TARGET, 'pagination[page]': '0' }, /`pagination.page`/],
    ['a control character', { contentType: 'articles', documentId: '\0' }, /`documentId`/],
    ['operators', { contentType: 'articles', 'documentId[$ne]': 'x' }, /`documentId`/],
  ])('answers a query of %s with 400 and says which', async (_what, query, message) => {
    const answer = await app.request.get('/api/linkbacks').query(query);

    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(message);
  });

  it.each(['/api/linkbacks/', '/API/Linkbacks'])('is found at %s', async (path) => {
    expect((await app.request.get(path).query({ target: TARGET })).status).toBe(200);
  });
});

describe('GET /api/linkbacks/mentions.jf2', () => {
  const feed = async (query: Record<string, unknown> = {}) => {
    const answer = await app.request.get('/api/linkbacks/mentions.jf2').query({ target: TARGET, ...query });
    expect([answer.status, answer.type]).toEqual([200, 'application/jf2feed+json']);
    return answer.body;
  };
  const idsOf = async (query: Record<string, unknown>) =>
    (await feed(query)).children.map((child: Record<string, unknown>) => child['wm-source']);

  it("gives the approved linkbacks as webmention.io's API would", async () => {
    await seed({ status: 'pending' });
    const row = await seed({
      source: 'https://a.example/post',
      linkType: 'reply',
      title: 'A post',
      excerpt: '<b>words</b>',
      authorName: 'Ann',
      authorUrl: 'https://a.example/',
      receivedAt: '2024-01-01T00:00:00.000Z',
      sourcePublishedAt: '2023-12-31T00:00:00.000Z',
      address: '192.0.2.1',
    });

    expect(await feed()).toEqual({
      type: 'feed',
      name: 'Webmentions',
      children: [
        {
          type: 'entry',
          author: { type: 'card', name: 'Ann', photo: '', url: 'https://a.example/' },
          url: 'https://a.example/post',
          published: '2023-12-31T00:00:00.000Z',
          name: 'A post',
          content: { text: '<b>words</b>' },
          'wm-received': '2024-01-01T00:00:00.000Z',
          'wm-id': row.documentId,
          'wm-source': 'https://a.example/post',
          'wm-target': TARGET,
          'wm-property': 'in-reply-to',
          'in-reply-to': TARGET,
          'wm-private': false,
        },
      ],
    });
  });

  it.each([
    ['mention', 'mention-of'],
    ['like', 'like-of'],
    ['repost', 'repost-of'],
    ['bookmark', 'bookmark-of'],
  ])('calls a %s %s', async (linkType, property) => {
    await seed({ linkType });

    expect((await feed()).children).toMatchObject([{ 'wm-property': property, [property]: TARGET }]);
  });

  it('has pages that count from 0, both orders, several targets and kinds', async () => {
    for (const day of [1, 2, 3]) {
      await seed({
        source: `https://a.example/${day}`,
        receivedAt: `2024-01-0${day}T00:00:00.000Z`,
        linkType: day === 2 ? 'like' : 'mention',
      });
    }
    const source = (day: number) => `https://a.example/${day}`;

    expect(await idsOf({})).toEqual([3, 2, 1].map(source));
    expect(await idsOf({ 'per-page': 2, page: 0 })).toEqual([3, 2].map(source));
    expect(await idsOf({ 'per-page': 2, page: 1 })).toEqual([source(1)]);
    expect(await idsOf({ 'sort-dir': 'up' })).toEqual([1, 2, 3].map(source));
    expect(await idsOf({ 'wm-property': 'like-of' })).toEqual([source(2)]);
    expect(await idsOf({ 'wm-property': 'follow-of' })).toEqual([]);
    expect(await idsOf({ target: [TARGET, `${TARGET}/`] })).toEqual([3, 2, 1].map(source));
    expect(await idsOf({ target: [`${SITE}/blog/nothing`] })).toEqual([]);
  });

  it('is empty for what is not published', async () => {
    await seedLinkback(app, { ...entry, documentId: draftId }, { status: 'approved' });

    expect((await feed({ target: `${SITE}/blog/draft` })).children).toEqual([]);
  });

  it('says what is wrong with a query', async () => {
    const answer = await app.request.get('/api/linkbacks/mentions.jf2').query({ target: 'x' });

    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(/`target/);
  });
});

describe('pingback.extensions.getPingbacks', () => {
  const ask = async (...params: string[]) => {
    const answer = await app.request
      .post(XMLRPC)
      .set('content-type', 'text/xml')
      .send(callXml('pingback.extensions.getPingbacks', ...params));
    const { fault } = readXmlRpc(answer);
    return fault?.code ?? [...answer.text.matchAll(/<string>([^<]*)<\/string>/g)].map(([, text]) => text);
  };

  it('lists the sources of approved linkbacks', async () => {
    await seed({ source: 'https://a.example/?a=1&b=2', receivedAt: '2024-01-02T00:00:00.000Z' });
    await seed({ source: 'https://b.example/', receivedAt: '2024-01-01T00:00:00.000Z' });
    await seed({ source: 'https://c.example/', status: 'spam' });

    expect(await ask(TARGET)).toEqual(['https://a.example/?a=1&amp;b=2', 'https://b.example/']);
  });

  it.each([
    ['a page without linkbacks', [TARGET], []],
    ['a draft', [`${SITE}/blog/draft`], 32],
    ['no entry', [`${SITE}/blog/nothing`], 32],
    ['another site', ['https://elsewhere.example/'], 33],
    ['no URL', ['x'], -32602],
    ['two URLs', [TARGET, TARGET], -32602],
  ])('for %s', async (_what, params, expected) => {
    expect(await ask(...params)).toEqual(expected);
  });
});

describe('GET /api/linkbacks/discovery', () => {
  const NOTHING = {
    open: null,
    pingback: null,
    webmention: null,
    trackback: null,
    html: null,
    headers: null,
    rdf: null,
  };
  const discover = async (query: Record<string, string> = { target: TARGET }) =>
    (await app.request.get('/api/linkbacks/discovery').query(query).set('host', 'evil.example')).body.data;

  it('gives the endpoints of a page below publicUrl, never from the Host header', async () => {
    const data = await discover();

    expect(data).toMatchObject({
      open: true,
      pingback: 'https://cms.example.com/base/api/linkbacks/xmlrpc',
      trackback: `https://cms.example.com/base/api/linkbacks/trackback/articles/${documentId}/en`,
      webmention: 'https://cms.example.com/base/api/linkbacks/webmention',
      headers: {
        'X-Pingback': 'https://cms.example.com/base/api/linkbacks/xmlrpc',
        Link: '<https://cms.example.com/base/api/linkbacks/webmention>; rel="webmention"',
      },
    });
    expect(data.html).toContain(
      '<link rel="pingback" href="https://cms.example.com/base/api/linkbacks/xmlrpc" />'
    );
    expect(data.html).toMatch(/<meta name="linkbacks-revision" content="[0-9a-f]{16}" \/>/);
    expect(JSON.stringify(data)).not.toContain('evil.example');
  });

  it('gives RDF that cannot end its comment early', async () => {
    const { rdf } = await discover();

    expect(rdf.match(/-->/g)).toHaveLength(1);
    expect(rdf).toContain(`dc:identifier="${TARGET}"`);
  });

  it('changes the revision with each publish', async () => {
    const id = await createArticle(app, { slug: 'changing' });
    const before = await discover({ contentType: 'articles', documentId: id });
    await createArticle(app, { slug: 'changing', title: 'Changed', documentId: id });

    expect((await discover({ contentType: 'articles', documentId: id })).html).not.toBe(before.html);
  });

  it('is nothing for what is not published or not ours', async () => {
    expect(await discover({ target: `${SITE}/blog/nothing` })).toEqual(NOTHING);
    expect(await discover({ target: 'https://elsewhere.example/' })).toEqual(NOTHING);
    expect(await discover({ contentType: 'articles', documentId: draftId })).toEqual(NOTHING);
  });

  it('says only that it is closed where it is', async () => {
    await setEntry(app, { documentId }, { allowPings: 'closed' });
    const data = await discover();
    await setEntry(app, { documentId }, { allowPings: 'default' });

    expect(data).toEqual({ ...NOTHING, open: false });
  });

  it('leaves out a protocol that is switched off', async () => {
    await setSettings(app, { receive: { protocols: { pingback: false } } });
    const data = await discover();
    await setSettings(app, { receive: { protocols: { pingback: true } } });

    expect(data).toMatchObject({ open: true, pingback: null, headers: {} });
    expect(data.trackback).not.toBeNull();
  });
});
