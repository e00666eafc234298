import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import { usualTurn } from '../helpers/event-loop';
import { seedMany } from '../helpers/many-linkbacks';
import { ARTICLE, callXml, createArticle, forgetAll, seedLinkback, SITE, XMLRPC } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

/** The longest that anything may hold up the event loop, in milliseconds. */
const BLOCK = 50;
const ROWS = 20_000;
const TARGET = `${SITE}/blog/hello`;

let app: TestApp;
let documentId: string;
let authorization: string;

/** A linkback that fills everything: the longest of each text. */
const widest = (number: number) => ({
  title: `Post ${number} ${'t'.repeat(240)}`,
  excerpt: `${'words '.repeat(160)}${number === 17_000 ? 'a Unicorn' : ''}`,
  site_name: 's'.repeat(100),
  author_name: 'a'.repeat(100),
  author_url: `https://blog.example/${'a'.repeat(900)}`,
  author_photo: `https://blog.example/${'p'.repeat(900)}`,
  source: `https://blog-${number % 50}.example/${number}/${'x'.repeat(1_900)}`,
  source_host: `blog-${number % 50}.example`,
});

beforeAll(async () => {
  app = await startStrapi();
  await forgetAll(app);
  documentId = await createArticle(app, { slug: 'hello' });
  await createArticle(app, { slug: 'bonjour', locale: 'fr', documentId });
  await seedLinkback(
    app,
    { uid: ARTICLE, documentId, locale: 'fr' },
    { status: 'approved', source: 'https://fr.example/', receivedAt: '2020-01-01T00:00:00.000Z' }
  );
  authorization = await superAdminToken(app);
  await seedMany(app, ROWS, (number) => ({
    ...widest(number),
    entry_document_id: documentId,
    status: number % 10 < 6 ? 'approved' : number % 10 < 9 ? 'pending' : 'spam',
    protocol: number % 1_000 === 0 ? 'trackback' : 'pingback',
    link_type: number % 5_000 === 0 ? 'reply' : 'mention',
  }));
});
afterAll(() => app?.stop());

const inbox = async (query: Record<string, unknown>) => {
  const answer = await app.request
    .get('/linkbacks/linkbacks')
    .query(query)
    .set('Authorization', authorization);
  expect(answer.status).toBe(200);
  return answer.body;
};

describe('the inbox over twenty thousand of the widest linkbacks', () => {
  it.each<[string, Record<string, unknown>, number]>([
    ['words that nothing has', { status: 'pending', q: 'nothing has these words' }, 0],
    ['words that one has, in any letter case', { status: 'approved', q: 'a uniCORN' }, 1],
    ['words that all have', { status: 'pending', q: 'words' }, 6_000],
    ['signs that databases read as wildcards', { q: '%_%', status: 'pending' }, 0],
    ['a protocol', { status: 'approved', protocol: 'trackback' }, 20],
    ['a type', { status: 'approved', type: 'reply' }, 4],
    ['a host', { status: 'approved', host: 'blog-0.example' }, 400],
    ['a host and words', { status: 'approved', host: 'blog-0.example', q: 'words' }, 400],
    ['an entry and words', { status: 'approved', documentId: 'ours', locale: 'fr', q: 'fr.example' }, 1],
    ['the order of sources', { status: 'pending', sort: 'source:asc' }, 6_000],
    ['the last page', { status: 'approved', page: 600 }, 12_001],
    ['a page that is not there', { status: 'approved', page: 1_000_000 }, 12_001],
  ])('is listed by %s without holding up the event loop', async (_what, query, total) => {
    const wanted = query['documentId'] === 'ours' ? { ...query, documentId, contentType: ARTICLE } : query;
    await inbox(wanted);
    const answers: { pagination: { total: number } }[] = [];
    const turn = await usualTurn(async () => answers.push(await inbox(wanted)), BLOCK);

    expect(answers[0]?.pagination.total).toBe(total);
    expect(turn).toBeLessThan(BLOCK);
  });

  it('says when it looked through the newest only', async () => {
    expect((await inbox({ status: 'pending', q: 'words' })).onlyNewest).toBeNull();
    const { onlyNewest, counts, results } = await inbox({ q: 'words', pageSize: 1 });
    expect(onlyNewest).toBe(5_000);
    expect(counts).toMatchObject({ approved: 5_000, pending: 5_000 });
    expect(results).toHaveLength(1);
  });

  it('lists what its pages should, in their order', async () => {
    const first = await inbox({ status: 'pending', q: 'words', pageSize: 100 });
    const second = await inbox({ status: 'pending', q: 'words', pageSize: 100, page: 2 });
    const listed = [...first.results, ...second.results] as { received: string; id: string }[];
    expect(new Set(listed.map(({ id }) => id)).size).toBe(200);
    expect(listed.map(({ received }) => received)).toEqual(
      listed
        .map(({ received }) => received)
        .sort()
        .reverse()
    );
  });
});

describe('what anybody may read of an entry with twelve thousand linkbacks', () => {
  const jf2 = '/api/linkbacks/mentions.jf2';
  const spellings = Array.from({ length: 20 }, (_, number) => `${TARGET}/?utm_source=${number}#${number}`);

  it.each<[string, string, Record<string, unknown>]>([
    ['its largest page', '/api/linkbacks', { 'pagination[pageSize]': 100 }],
    ['the last page', '/api/linkbacks', { 'pagination[page]': 50, 'pagination[pageSize]': 100 }],
    ['the largest page of JF2', jf2, { 'per-page': 10_000 }],
    ['the last page of JF2', jf2, { 'per-page': 100, page: 49 }],
    ['the oldest of JF2', jf2, { 'per-page': 100, page: 49, 'sort-dir': 'up' }],
    ['a kind that nobody has', jf2, { 'wm-property': 'bookmark-of' }],
    ['one page in twenty spellings', jf2, { target: spellings, 'per-page': 100, page: 49 }],
    ['its discovery', '/api/linkbacks/discovery', {}],
  ])('is given without holding up the event loop: %s', async (_what, path, query) => {
    const ask = async () => {
      const answer = await app.request.get(path).query({ target: TARGET, ...query });
      expect(answer.status).toBe(200);
      expect(Buffer.byteLength(answer.text)).toBeLessThan(1_000_000);
    };
    await ask();
    expect(await usualTurn(ask, BLOCK)).toBeLessThan(BLOCK);
  });

  it('of another locale is found at once behind them', async () => {
    const ask = async () => {
      const target = `${SITE}/fr/blog/bonjour`;
      const { body } = await app.request.get('/api/linkbacks').query({ target });
      expect(body.data).toMatchObject([{ source: 'https://fr.example/' }]);
    };
    await ask();
    expect(await usualTurn(ask, BLOCK)).toBeLessThan(BLOCK);
  });

  it('by getPingbacks is bounded too', async () => {
    const ask = async () => {
      const answer = await app.request
        .post(XMLRPC)
        .set('content-type', 'text/xml')
        .serialize((sent: unknown) => sent as string)
        .send(Buffer.from(callXml('pingback.extensions.getPingbacks', TARGET)));
      expect(answer.text.match(/<string>/g)).toHaveLength(250);
    };
    await ask();
    expect(await usualTurn(ask, BLOCK)).toBeLessThan(BLOCK);
  });

  it('by the RSS of its trackbacks is bounded too', async () => {
    const ask = async () => {
      const answer = await app.request.get(`/api/linkbacks/trackback/articles/${documentId}/en?__mode=rss`);
      expect(answer.text.match(/<item>/g)).toHaveLength(50);
    };
    await ask();
    expect(await usualTurn(ask, BLOCK)).toBeLessThan(BLOCK);
  });

  it('has pages that follow each other, and as many as can be asked for', async () => {
    const ids = async (page: number): Promise<string[]> => {
      const query = { target: TARGET, 'pagination[page]': page, 'pagination[pageSize]': 100 };
      const { body } = await app.request.get('/api/linkbacks').query(query);
      expect(body.meta.pagination).toEqual({ page, pageSize: 100, pageCount: 50, total: 12_000 });
      return (body.data as { id: string }[]).map(({ id }) => id);
    };
    const pages = [...(await ids(1)), ...(await ids(2)), ...(await ids(50))];
    expect(new Set(pages).size).toBe(300);
  });

  it('gives several entries together in one order', async () => {
    const query = { target: [TARGET, `${SITE}/fr/blog/bonjour`], 'sort-dir': 'up', 'per-page': 2 };
    const { body } = await app.request.get(jf2).query(query);
    expect(body.children[0]).toMatchObject({ url: 'https://fr.example/' });
    expect(body.children).toHaveLength(2);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['/api/linkbacks', { 'pagination[page]': 51, 'pagination[pageSize]': 100 }, /pagination.page.*1 to 50/],
    ['/api/linkbacks', { 'pagination[page]': 1_000_000 }, /pagination.page/],
    [jf2, { 'per-page': 10_001 }, /per-page.*1 to 10000/],
    [jf2, { 'per-page': 100, page: 50 }, /page.*0 to 49/],
    [jf2, { target: [...spellings, TARGET] }, /target/],
  ])('is refused beyond: %s %j', async (path, query, message) => {
    const answer = await app.request.get(path).query({ target: TARGET, ...query });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(message);
  });
});
