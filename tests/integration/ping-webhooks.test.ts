import { afterAll, beforeAll, expect, it } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import { fault, startBlog, type Blog } from '../helpers/blog';
import { anchors, documents, linking, pingsOf } from '../helpers/entries';
import { startPeer, type Peer } from '../helpers/http-peer';
import { startSite, type Site } from '../helpers/site';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const ARTICLE = 'api::article.article';

let app: TestApp;
let site: Site;
let blog: Blog;
let hook: Peer;

beforeAll(async () => {
  site = await startSite({ address: '127.0.0.3' });
  blog = await startBlog({ address: '127.0.0.4' });
  hook = await startPeer((_request, response) => response.writeHead(204).end(), { address: '127.0.0.9' });
  app = await startStrapi({ site: site.url, listen: true });
});
afterAll(async () => {
  await app?.stop();
  await Promise.all([site, blog, hook].map((peer) => peer?.stop()));
});

/** Publishes an entry that links to a page of the blog. @returns its documentId */
const publish = async (slug: string, target: string): Promise<string> => {
  site.show(`/blog/${slug}`, anchors(target));
  const articles = documents(app, ARTICLE);
  const { documentId } = await articles.create({ data: { title: slug, slug, body: linking(target) } });
  await articles.publish({ documentId });
  return documentId;
};
const calls = () => hook.requests.map(({ body }) => JSON.parse(body));

it('webhooks made in Strapi get what became of each ping', async () => {
  const events = ['ping.sent', 'ping.failed'];
  const webhook = { name: 'pings', url: `${hook.url}/webhook`, headers: {}, events };
  const token = await superAdminToken(app);
  await app.request.post('/admin/webhooks').set('Authorization', token).send(webhook).expect(201);

  const taken = await publish('taken', `${blog.url}/header/taken`);
  await until('the ping was delivered', async () => (await pingsOf(app, taken))[0]?.status === 'sent');
  await until('its webhook came', () => hook.requests.length >= 1);
  blog.answer = { status: 200, body: fault(33, 'Pingbacks are closed here.') };
  const refused = await publish('refused', `${blog.url}/header/refused`);
  await until('the ping failed', async () => (await pingsOf(app, refused))[0]?.status === 'failed');
  await until('its webhook came', () => hook.requests.length >= 2);

  const of = async (documentId: string) => (await pingsOf(app, documentId))[0];
  const [sent, failed] = [await of(taken), await of(refused)];
  expect(calls()).toMatchObject([
    {
      event: 'ping.sent',
      ping: {
        id: sent?.documentId,
        protocol: 'pingback',
        status: 'sent',
        source: `${site.url}/blog/taken`,
        target: `${blog.url}/header/taken`,
        entry: { uid: ARTICLE, documentId: taken },
      },
    },
    {
      event: 'ping.failed',
      ping: {
        id: failed?.documentId,
        status: 'failed',
        reason: failed?.reason,
        entry: { uid: ARTICLE, documentId: refused },
      },
    },
  ]);
});
