import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import {
  ARTICLE,
  createArticle,
  forgetAll,
  mentionOutcome,
  pingback,
  setSettings,
  SITE,
  storedLinkbacks,
  trackback,
  webmention,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

let app: TestApp;
let blog: Peer;
/** What the blog links to. */
let linked: string;
let count = 0;
let documentId: string, draftId: string;

beforeAll(async () => {
  blog = await startPeer(
    (_request, response) => sendPage(response, `<title>A post</title><p><a href="${linked}">it</a></p>`),
    { address: '127.0.0.2' }
  );
  app = await startStrapi({ listen: true });
  documentId = await createArticle(app, { slug: 'uber-uns' });
  await createArticle(app, { slug: 'a-propos', locale: 'fr', documentId });
  await rename('en', 'über-uns');
  await rename('fr', 'à-propos');
  draftId = await createArticle(app, { slug: 'draft', status: 'draft' });
  await createArticle(app, { slug: 'brouillon', locale: 'fr', status: 'draft', documentId: draftId });
});
afterAll(async () => {
  await app?.stop();
  await blog?.stop();
});
beforeEach(async () => {
  await forgetAll(app);
  await setSettings(app, { receive: { closeAfterDays: 0 } });
});

/** Past Strapi, whose slugs are ASCII; other fields, and other projects', are not. */
const rename = (locale: string, slug: string) =>
  app.strapi.db
    .query(ARTICLE as never)
    .updateMany({ where: { documentId, locale }, data: { slug } as never });

/** A source of its own each time: pairs that failed are remembered. */
const newSource = () => `${blog.url}/post-${++count}`;

const ping = async (target: string, link = target) => {
  linked = link;
  return (await pingback(app, newSource(), target)).fault?.code ?? null;
};

describe('a target', () => {
  it.each([
    ['as it is', `${SITE}/blog/über-uns`],
    ['percent-encoded', `${SITE}/blog/%C3%BCber-uns`],
    ['percent-encoded in lower case', `${SITE}/blog/%c3%bcber-uns`],
    ['with what needs no encoding encoded', `${SITE}/%62log/%C3%BCber%2Duns`],
    ['with https', `${SITE.replace('http:', 'https:')}/blog/über-uns`],
    ['with a slash at its end', `${SITE}/blog/über-uns/`],
    ['with tracking parameters', `${SITE}/blog/über-uns?utm_source=x&fbclid=y`],
    ['with a fragment', `${SITE}/blog/über-uns#comments`],
  ])('is found %s, and kept as the URL of its entry', async (_what, target) => {
    expect(await ping(target)).toBeNull();
    expect(await storedLinkbacks(app)).toMatchObject([
      { entryDocumentId: documentId, entryLocale: 'en', target: `${SITE}/blog/%C3%BCber-uns` },
    ]);
  });

  it('is found in its locale', async () => {
    expect(await ping(`${SITE}/fr/blog/à-propos`)).toBeNull();
    expect(await storedLinkbacks(app)).toMatchObject([{ entryDocumentId: documentId, entryLocale: 'fr' }]);
  });

  it.each([
    ['letter case', `${SITE}/Blog/über-uns`, 33],
    ['a longer path', `${SITE}/blog/über-uns/more`, 33],
    ['another query', `${SITE}/blog/über-uns?page=2`, 33],
    ['another host', `http://evil.example/blog/über-uns`, 33],
    ['another port', `http://127.0.0.1:4322/blog/über-uns`, 33],
    ['our host in its query', `http://evil.example/?${SITE}/blog/über-uns`, 33],
    ['the locale of another', `${SITE}/blog/à-propos`, 32],
  ])('is another page with %s', async (_what, target, code) => {
    expect(await ping(target)).toBe(code);
    expect(await storedLinkbacks(app)).toEqual([]);
  });

  it('closes with its age, for all three protocols', async () => {
    const old = new Date(Date.now() - 10 * 86_400_000).toISOString();
    const articles = app.strapi.db.query(ARTICLE as never);
    const columns = await articles.findOne({ where: { documentId, locale: 'en' } });
    const first = 'firstPublishedAt' in (columns as object) ? { firstPublishedAt: old } : {};
    await articles.updateMany({ where: { documentId }, data: { createdAt: old, ...first } as never });
    const target = `${SITE}/blog/über-uns`;
    linked = target;
    await setSettings(app, { receive: { closeAfterDays: 11 } });
    expect(await ping(target)).toBeNull();

    await setSettings(app, { receive: { closeAfterDays: 9 } });
    expect(await ping(target)).toBe(33);
    expect(await trackback(app, `articles/${documentId}/en`, { url: newSource() })).toMatchObject({
      error: 'The target does not accept trackbacks.',
    });
    expect(await mentionOutcome(app, await webmention(app, newSource(), target))).toBe(
      'failed: The target does not accept webmentions.'
    );
  });
});

describe('what is not published', () => {
  /** How often the database is asked while `work` goes on. */
  const queriesOf = async <T>(work: () => Promise<T>): Promise<{ answer: T; queries: number }> => {
    let queries = 0;
    const onQuery = () => (queries += 1);
    app.strapi.db.connection.on('query', onQuery);
    try {
      return { answer: await work(), queries };
    } finally {
      app.strapi.db.connection.removeListener('query', onQuery);
    }
  };

  const same = (answers: readonly unknown[]) => {
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  };

  it('cannot be told apart by a pingback', async () => {
    const answers = [];
    for (const slug of ['nothing', 'draft', 'à-propos']) {
      answers.push(await pingback(app, 'http://127.0.0.2:1/x', `${SITE}/blog/${slug}`));
    }

    same(answers);
    expect(answers[0]).toMatchObject({ fault: { code: 32 } });
  });

  it('cannot be told apart by a trackback URL', async () => {
    const paths = ['abcdefghijklmnopqrstuvwx/en', `${draftId}/en`, `${draftId}/fr`, `${documentId}/de`];
    const posts = [];
    const gets = [];
    for (const path of paths) {
      posts.push(await trackback(app, `articles/${path}`, { url: 'http://127.0.0.2:1/x' }));
      gets.push((await app.request.get(`/api/linkbacks/trackback/articles/${path}`)).body);
    }

    same(posts);
    same(gets);
    expect(posts[0]).toEqual({ status: 200, error: 'The target does not exist.' });
  });

  it('costs the database the same', async () => {
    // It asks the database whenever it looks for work.
    await app.strapi.plugin('linkbacks').service('worker').stop();
    const { entries } = app.strapi.get('linkbacks' as never) as {
      entries: { resolveUrl(url: string): Promise<unknown> };
    };
    const counts = [];
    for (const slug of ['nothing', 'draft', 'à-propos']) {
      const { answer, queries } = await queriesOf(() => entries.resolveUrl(`${SITE}/blog/${slug}`));
      expect(answer).toEqual({ kind: 'unpublished' });
      counts.push(queries);
    }

    same(counts);
    expect(counts[0]).toBeGreaterThan(0);
  });
});
