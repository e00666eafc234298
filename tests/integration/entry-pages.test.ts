import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARTICLE, createArticle, SITE } from '../helpers/receiving';
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
  let documentId: string;

  beforeAll(async () => {
    app = await start({
      url: ({ slug }: { slug: string }) => {
        if (slug === 'throws') throw new Error('no page for this one');
        return slug === 'relative' ? '/blog/relative' : `${SITE}/blog/${slug}`;
      },
      resolve: (url: string) => {
        if (url.endsWith('/throws')) throw new Error('no such page');
        return url.startsWith(`${SITE}/blog/`) ? { documentId } : null;
      },
    });
    documentId = await createArticle(app, { slug: 'hello' });
  });
  afterAll(() => app?.stop());

  it('that name no locale mean the default one', async () => {
    expect(await resolve(app, `${SITE}/blog/hello`)).toMatchObject({
      entry: { ref: { documentId, locale: 'en' } },
    });
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
