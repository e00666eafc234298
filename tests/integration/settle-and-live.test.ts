import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBlog, type Blog } from '../helpers/blog';
import { anchors, documents, linking, pingsOf } from '../helpers/entries';
import { startPeer } from '../helpers/http-peer';
import { startSite, type Site } from '../helpers/site';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const ARTICLE = 'api::article.article';
const NOTE = 'api::note.note';
/** Seconds: longer than all of this takes. The test itself lets the time pass. */
const SETTLE = 3_600;

let app: TestApp;
let site: Site;
let blog: Blog;

beforeAll(async () => {
  site = await startSite({ address: '127.0.0.3' });
  blog = await startBlog({ address: '127.0.0.4' });
});
afterAll(async () => {
  await site.stop();
  await blog.stop();
});

/** The public site stands at an address that nothing but the live check may reach. */
const start = async (config: Record<string, unknown>): Promise<void> => {
  app = await startStrapi({
    site: site.url,
    listen: true,
    config: { http: { allowAddresses: ['127.0.0.4/32'] }, ...config },
  });
};
const create = async (uid: string, slug: string, data: Record<string, unknown>): Promise<string> =>
  (await documents(app, uid).create({ data: { title: slug, slug, ...data }, status: 'published' }))
    .documentId;
const planJobs = (): Promise<number> =>
  app.strapi.db.query('linkbacks::job').count({ where: { kind: 'plan' } });
/** As if the time to settle were over. */
const letTimePass = async (): Promise<void> => {
  await app.strapi.db.connection('linkbacks_jobs').where({ kind: 'plan' }).update({ due_at: 1 });
  app.strapi.plugin('linkbacks').service('worker').wake();
};

describe('repeated saves within the time to settle', () => {
  beforeAll(() => start({ send: { settle: SETTLE } }));
  afterAll(() => app.stop());

  it('make one run: what only the versions between had is never looked at', async () => {
    const link = (save: number) => `${blog.url}/header/save-${save}`;
    const documentId = await create(ARTICLE, 'saves', { body: linking(link(1)) });
    for (let save = 2; save <= 20; save += 1)
      await documents(app, ARTICLE).update({
        documentId,
        data: { body: linking(link(save)) },
        status: 'published',
      });
    site.show('/blog/saves', anchors(link(20)));
    expect(await planJobs()).toBe(20);
    expect(await pingsOf(app, documentId)).toEqual([]);

    await letTimePass();
    await until('it is told', () => blog.pingbacks.length > 0);
    await until('no plan is left', async () => (await planJobs()) === 0);
    expect((await pingsOf(app, documentId)).map(({ target }) => target)).toEqual([link(20)]);
    expect(blog.pingbacks.map(([, target]) => target)).toEqual([link(20)]);
  });
});

describe('our own page', () => {
  beforeAll(() => start({ contentTypes: { [NOTE]: { liveCheck: false } } }));
  afterAll(() => app.stop());

  it('may have a private address, for the live check only', async () => {
    const [told, other] = [`${blog.url}/header/told`, 'http://127.0.0.9:8080/'];
    site.show('/blog/private', anchors(told, other));
    const documentId = await create(ARTICLE, 'private', { body: linking(told, other) });
    const ended = (statuses: string[]) =>
      until(statuses.join(', '), async () => {
        const pings = await pingsOf(app, documentId);
        return pings.map(({ status }) => status).join() === statuses.join() ? pings : null;
      });
    const [, refused] = await ended(['sent', 'failed']);
    expect(refused?.reason).toContain('not on the public internet');
  });

  it('is not left for another private address by a redirect', async () => {
    const elsewhere = await startPeer((_request, response) => response.end('secret'), {
      address: '127.0.0.7',
    });
    const moved = await startPeer(
      (_request, response) => response.writeHead(302, { location: `${elsewhere.url}/` }).end(),
      { address: '127.0.0.8' }
    );
    try {
      await app.stop();
      await start({ contentTypes: { [ARTICLE]: { url: `${moved.url}/blog/:slug` } } });
      const documentId = await create(ARTICLE, 'moved', { body: linking(`${blog.url}/header/moved`) });
      const [ping] = await until('it waits', async () => {
        const pings = await pingsOf(app, documentId);
        return pings[0]?.reason ? pings : null;
      });
      expect(ping).toMatchObject({
        status: 'waiting',
        reason: expect.stringContaining('not on the public internet'),
      });
      expect(moved.requests.length).toBeGreaterThan(0);
      expect(elsewhere.requests).toEqual([]);
    } finally {
      await moved.stop();
      await elsewhere.stop();
    }
  });
});

describe('a content type without a live check', () => {
  beforeAll(() => start({ contentTypes: { [NOTE]: { liveCheck: false } } }));
  afterAll(() => app.stop());

  it('is told although its page is not there, and nobody asks for that', async () => {
    const target = `${blog.url}/header/at-once`;
    const documentId = await create(NOTE, 'at-once', { text: `[this](${target})` });
    await until('it is sent', async () => (await pingsOf(app, documentId))[0]?.status === 'sent');
    expect(blog.pingbacks).toContainEqual([`${site.url}/notes/at-once`, target]);
    expect(site.requests.filter(({ path }) => path.startsWith('/notes/'))).toEqual([]);
  });
});
