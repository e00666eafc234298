import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBlog, type Blog } from '../helpers/blog';
import { anchors, documents, linking, pingsOf } from '../helpers/entries';
import { ARTICLE, pingback, SITE } from '../helpers/receiving';
import { startSite, type Site } from '../helpers/site';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

/** What exports, transfers and config-sync carry to other databases. */
describe("Strapi's core store", () => {
  let app: TestApp;
  let site: Site;
  let blog: Blog;

  const stored = async (): Promise<Record<string, string>> => {
    const rows: { key: string; value: string }[] = await app.strapi.db.query('strapi::core-store').findMany();
    const own = rows.filter(({ key }) => key.includes('linkbacks') && key.startsWith('plugin_'));
    return Object.fromEntries(own.map(({ key, value }) => [key, value]));
  };

  beforeAll(async () => {
    site = await startSite({ address: '127.0.0.3' });
    blog = await startBlog({ address: '127.0.0.4' });
    app = await startStrapi({ site: site.url, listen: true });
  });
  afterAll(async () => {
    await app.stop();
    await site.stop();
    await blog.stop();
  });

  it('gets no row that changes while Strapi runs', async () => {
    const before = await stored();
    const link = `${blog.url}/header/one`;
    site.show('/blog/one', anchors(link));
    const data = { title: 'One', slug: 'one', body: linking(link) };
    const { documentId } = await documents(app, ARTICLE).create({ data, status: 'published' });
    await until('it is sent', async () => (await pingsOf(app, documentId))[0]?.status === 'sent');
    await pingback(app, `${blog.url}/post`, `${SITE}/blog/one`);
    app.strapi
      .plugin('linkbacks')
      .service('troubles')
      .complain((error: string) => ({ code: 'trouble.worker', values: { error } }), new Error('test'));
    const state = () => app.strapi.db.query('linkbacks::state').findMany({ orderBy: { name: 'asc' } });
    await until('it is noted', async () =>
      (await state()).some(({ name }: { name: string }) => name === 'trouble')
    );

    expect((await state()).map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['environment', 'trouble', 'turn:housekeeping'])
    );
    expect(await stored()).toEqual(before);
  });
});
