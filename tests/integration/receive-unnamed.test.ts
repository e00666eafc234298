import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import { createArticle, pingback, SITE } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

let app: TestApp;
let blog: Peer;

beforeAll(async () => {
  const html = `<title>A post</title><a href="${SITE}/blog/hello">hello</a>`;
  blog = await startPeer((_request, response) => sendPage(response, html), { address: '127.0.0.2' });
  app = await startStrapi({ config: { receive: { nameSender: false } } });
  await createArticle(app, { slug: 'hello' });
});
afterAll(async () => {
  await app?.stop();
  await blog?.stop();
});

it('a project that names no senders fetches the source of a pingback like any other', async () => {
  expect((await pingback(app, `${blog.url}/post`, `${SITE}/blog/hello`)).fault).toBeNull();

  const { headers = {} } = blog.requests[0] ?? {};
  expect(headers['user-agent']).toMatch(/^strapi-plugin-linkbacks /);
  expect(JSON.stringify(headers)).not.toContain('127.0.0.1');
});
