import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARTICLE, callXml, createArticle, pingback, postXml, SITE, webmention } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

interface Resolved {
  kind: string;
  entry?: { ref: { documentId: string; locale: string } };
}

const start = (contentType: Record<string, unknown>): Promise<TestApp> =>
  startStrapi({
    config: { contentTypes: { [ARTICLE]: { url: undefined, title: 'title', ...contentType } } },
  });
const resolve = async (app: TestApp, url: string): Promise<Resolved> => {
  const linkbacks = app.strapi.get('linkbacks' as never) as {
    entries: { resolveUrl(url: string): Promise<Resolved> };
  };
  return linkbacks.entries.resolveUrl(url);
};

describe('one URL pattern for all locales', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await start({ url: `${SITE}/blog/:slug` });
  });
  afterAll(() => app?.stop());

  it('leads to the default locale, else to the first in order', async () => {
    const both = await createArticle(app, { slug: 'same', locale: 'fr' });
    await createArticle(app, { slug: 'same', locale: 'en', documentId: both });
    const french = await createArticle(app, { slug: 'seul', locale: 'fr' });

    expect(await resolve(app, `${SITE}/blog/same`)).toMatchObject({
      entry: { ref: { documentId: both, locale: 'en' } },
    });
    expect(await resolve(app, `${SITE}/blog/seul`)).toMatchObject({
      entry: { ref: { documentId: french, locale: 'fr' } },
    });
  });
});

describe('functions of the project', () => {
  let app: TestApp;
  let documentId: string, draftId: string;

  beforeAll(async () => {
    app = await start({
      url: ({ slug }: { slug: string }) => {
        if (slug === 'throws') throw new Error('no page for this one');
        return slug === 'relative' ? '/blog/relative' : `${SITE}/blog/${slug}`;
      },
      resolve: (url: string) => {
        if (url.endsWith('/throws')) throw new Error('no such page');
        if (url.endsWith('/draft')) return { documentId: draftId };
        return url === `${SITE}/blog/hello` ? { documentId } : null;
      },
    });
    documentId = await createArticle(app, { slug: 'hello' });
    draftId = await createArticle(app, { slug: 'draft', status: 'draft' });
  });
  afterAll(() => app?.stop());

  it('that name no locale mean the default one', async () => {
    expect(await resolve(app, `${SITE}/blog/hello`)).toMatchObject({
      entry: { ref: { documentId, locale: 'en' } },
    });
  });

  it.each([
    ['a pingback', async (url: string) => (await pingback(app, 'http://127.0.0.2:1/x', url)).fault],
    [
      'getPingbacks',
      async (url: string) => (await postXml(app, callXml('pingback.extensions.getPingbacks', url))).fault,
    ],
    ['a webmention', (url: string) => webmention(app, 'http://127.0.0.2:1/x', url)],
  ])('that know a draft do not tell %s of it', async (_what, ask) => {
    const missing = await ask(`${SITE}/blog/nothing`);

    expect(await ask(`${SITE}/blog/draft`)).toEqual(missing);
    expect(await ask('https://elsewhere.example/')).toEqual(missing);
    expect(JSON.stringify(missing)).toContain('The target does not accept');
    expect(await resolve(app, `${SITE}/blog/draft`)).toEqual({ kind: 'unpublished' });
  });

  it('that throw while they resolve know no such page, and the log says so', async () => {
    expect(await resolve(app, `${SITE}/blog/throws`)).toEqual({ kind: 'not-ours' });
    expect(app.logs).toContainEqual({ level: 'warn', message: expect.stringContaining('no such page') });
  });

  it.each(['throws', 'relative'])('that give no URL (%s) leave an entry without a page', async (slug) => {
    const id = await createArticle(app, { slug });
    const answer = await app.request
      .get('/api/linkbacks/discovery')
      .query({ contentType: 'articles', documentId: id });

    expect(answer.status).toBe(200);
    expect(answer.body.data.open).toBeNull();
    expect(app.logs).toContainEqual({ level: 'warn', message: expect.stringContaining(id) });
  });
});
