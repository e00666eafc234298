import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBlog, type Blog } from '../helpers/blog';
import { anchors, documents, linking, pingsOf } from '../helpers/entries';
import { startSite, type Site } from '../helpers/site';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const ARTICLE = 'api::article.article';

/** A copy of the production database, started in an environment that must not send. */
describe('an environment that does not send', () => {
  let app: TestApp;
  let site: Site;
  let blog: Blog;
  let documentId: string;

  beforeAll(async () => {
    site = await startSite({ address: '127.0.0.3' });
    blog = await startBlog({ address: '127.0.0.4' });
    const production = await startStrapi({ site: site.url, listen: true });
    const target = `${blog.url}/header/later`;
    const created = await documents(production, ARTICLE).create({
      data: { title: 'Waiting', slug: 'waiting', body: linking(target) },
      status: 'published',
    });
    documentId = created.documentId;
    await until('the ping waits', async () => (await pingsOf(production, documentId))[0]?.reason);
    await production.stop({ keepDatabase: true });

    site.show('/blog/waiting', anchors(target));
    app = await startStrapi({
      site: site.url,
      listen: true,
      database: production.database,
      config: { send: { enabled: false } },
    });
  });
  afterAll(async () => {
    await app.stop();
    await site.stop();
    await blog.stop();
  });

  it('leaves alone what was waiting, and says so to whoever asks for a retry', async () => {
    await app.strapi.db.connection('linkbacks_jobs').update({ due_at: 1, lease_until: null, token: null });
    app.strapi.plugin('linkbacks').service('worker').wake();
    await until('the job was looked at', async () => {
      const job = await app.strapi.db.connection('linkbacks_jobs').where('kind', 'live').first();
      return job && Number(job.due_at) > 1 && job.token === null;
    });
    expect(blog.requests).toEqual([]);

    const [ping] = await pingsOf(app, documentId);
    await app.strapi.db
      .query('plugin::linkbacks.ping')
      .update({ where: { documentId: ping?.documentId }, data: { status: 'failed' } });
    const answer = await app.strapi.plugin('linkbacks').service('pings').act('retry', [ping?.documentId]);
    expect(answer.results[0]).toMatchObject({
      ok: false,
      error: expect.stringContaining('Nothing is sent from this environment'),
    });
    expect(blog.requests).toEqual([]);
  });

  it('plans nothing that is published there', async () => {
    const target = `${blog.url}/header/there`;
    site.show('/blog/there', anchors(target));
    const created = await documents(app, ARTICLE).create({
      data: { title: 'There', slug: 'there', body: linking(target) },
      status: 'published',
    });
    await until(
      'the plan is done',
      async () => (await app.strapi.db.query('linkbacks::job').count({ where: { kind: 'plan' } })) === 0
    );
    expect(await pingsOf(app, created.documentId)).toEqual([]);
  });
});
