import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBlog, type Blog } from '../helpers/blog';
import { anchors, documents, linking, pingsOf } from '../helpers/entries';
import { startSite, type Site } from '../helpers/site';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const ARTICLE = 'api::article.article';

/** An entry is published in a project without the plugin; then the plugin is installed on its database. */
describe('links that stood in an entry before the plugin came', () => {
  let app: TestApp;
  let site: Site;
  let blog: Blog;
  let documentId: string;
  const link = (name: string) => `${blog.url}/header/${name}`;

  beforeAll(async () => {
    site = await startSite({ address: '127.0.0.3' });
    blog = await startBlog({ address: '127.0.0.4' });
    const before = await startStrapi({ site: site.url, plugin: false });
    const created = await documents(before, ARTICLE).create({
      data: { title: 'Old', slug: 'old', body: linking(link('old')) },
      status: 'published',
    });
    documentId = created.documentId;
    await before.stop({ keepDatabase: true });
    app = await startStrapi({ site: site.url, listen: true, database: before.database });
    site.show('/blog/old', anchors(link('old'), link('new')));
  });
  afterAll(async () => {
    await app.stop();
    await site.stop();
    await blog.stop();
  });

  it('are known: correcting a typo sends nothing, a new link is sent', async () => {
    const body = linking(link('old'), link('new'));
    await documents(app, ARTICLE).update({
      documentId,
      data: { title: 'Old, corrected', body },
      status: 'published',
    });

    await until('the new link is told', () => blog.pingbacks.length > 0);
    expect(blog.pingbacks.map(([, target]) => target)).toEqual([link('new')]);
    expect((await pingsOf(app, documentId)).map(({ target }) => target)).toEqual([link('new')]);
  });

  it('are sent when an editor asks for it', async () => {
    await app.strapi.plugin('linkbacks').service('pings').send({ uid: ARTICLE, documentId, locale: 'en' });

    await until('the old link is told', () => blog.pingbacks.length > 1);
    expect(blog.pingbacks.map(([, target]) => target)).toEqual([link('new'), link('old')]);
  });
});

/** One content type cannot be read: the table of what is known is away. */
describe('a first run that fails', () => {
  it('holds up the plans only: what is received meanwhile is still verified', async () => {
    const site = await startSite({ address: '127.0.0.3' });
    const before = await startStrapi({ site: site.url, plugin: false });
    await documents(before, ARTICLE).create({
      data: { title: 'Old', slug: 'old', body: linking('https://example.com/') },
      status: 'published',
    });
    await before.stop({ keepDatabase: true });
    const app = await startStrapi({
      site: site.url,
      database: before.database,
      extraSrc: {
        'src/index.js': `module.exports = { register() {}, destroy() {}, bootstrap: ({ strapi }) =>
          strapi.db.connection.schema.renameTable('linkbacks_known', 'linkbacks_known_away') };`,
      },
      listen: true,
    });
    try {
      await until('the failure is logged', () =>
        app.logs.some(({ message }) => message.includes('the links of older entries could not be read'))
      );
      const { queue } = app.strapi.get('linkbacks') as { queue: { add(payloads: unknown[]): Promise<void> } };
      await queue.add([{ kind: 'ping', pairKey: 'nobody', host: 'example.com' }]);
      await until('the worker goes on', async () => {
        const left = await app.strapi.db.query('linkbacks::job').count({ where: { kind: 'ping' } });
        return left === 0;
      });
    } finally {
      await app.strapi.db.connection.schema.renameTable('linkbacks_known_away', 'linkbacks_known');
      await app.stop();
      await site.stop();
    }
  });
});
