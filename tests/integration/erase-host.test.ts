import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import { sendPage, startPeer } from '../helpers/http-peer';
import {
  ARTICLE,
  createArticle,
  forgetAll,
  jobsOf,
  mentionStatus,
  pingback,
  seedLinkback,
  SITE,
  storedLinkbacks,
  webmention,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

let app: TestApp;
let token: string;
let documentId: string;

beforeAll(async () => {
  app = await startStrapi();
  token = await superAdminToken(app);
  documentId = await createArticle(app, { slug: 'hello' });
});
afterAll(() => app?.stop());
beforeEach(() => forgetAll(app));

const seed = (sourceHost: string, over: Record<string, unknown> = {}) =>
  seedLinkback(app, { uid: ARTICLE, documentId, locale: 'en' }, { sourceHost, ...over });
const eraseAll = (host: unknown) =>
  app.request.post('/linkbacks/linkbacks/erase').set('Authorization', token).send({ host });
const hosts = async () => (await storedLinkbacks(app)).map(({ sourceHost }) => sourceHost);

describe('erasing what came from a host', () => {
  it('takes that host and those below it, whatever port and status, and nothing else', async () => {
    const removed: unknown[] = [];
    const off = app.strapi.eventHub.on('linkback.removed', async () => void removed.push(1));
    for (const host of ['evil.example', 'evil.example:8443', 'a.evil.example', 'a.b.evil.example:1']) {
      await seed(host);
    }
    await seed('evil.example', { status: 'approved' });
    await seed('evil.example', { status: 'trash' });
    const others = ['notevil.example', 'evil.example.org', 'evilXexample', 'x.evil.example.org', 'example'];
    for (const host of others) await seed(host);
    const answer = await eraseAll(' Evil.EXAMPLE ');
    off();

    expect(answer.body).toEqual({ erased: 6 });
    expect(await hosts()).toEqual(others);
    expect(removed).toHaveLength(1);
  });

  it('takes more than fit into one transaction', async () => {
    for (let i = 0; i < 230; i += 1) await seed(i % 2 === 0 ? 'evil.example' : 'good.example');

    expect((await eraseAll('evil.example')).body).toEqual({ erased: 115 });
    expect(new Set(await hosts())).toEqual(new Set(['good.example']));
  });

  it('leaves traces: the same ping does not come back', async () => {
    const html = `<title>Post</title><a href="${SITE}/blog/hello">hello</a>`;
    const blog = await startPeer((_request, response) => sendPage(response, html), { address: '127.0.0.2' });
    try {
      await pingback(app, `${blog.url}/post`, `${SITE}/blog/hello`);
      expect((await eraseAll('127.0.0.2')).body).toEqual({ erased: 1 });
      const again = await pingback(app, `${blog.url}/post`, `${SITE}/blog/hello`);

      expect(again.fault?.code).toBe(48);
      expect(await storedLinkbacks(app)).toEqual([]);
    } finally {
      await blog.stop();
    }
  });

  it('takes what waits to be verified too, and says to its sender that it was refused', async () => {
    const target = `${SITE}/blog/hello`;
    const taken = await webmention(app, 'http://a.evil.example:8080/post', target);
    const other = await webmention(app, 'http://notevil.example/post', target);
    await eraseAll('evil.example');

    expect(await jobsOf(app, 'mention')).toMatchObject([{ lane: 'mention:notevil.example' }]);
    expect(await mentionStatus(app, taken)).toMatchObject({ status: 'failed', message: 'Access denied.' });
    expect(await mentionStatus(app, other)).toMatchObject({ status: 'queued' });
  });

  it.each(['', 'com', 'github.io', 'a.example/b', 'a.example:80', 'two words', { $ne: '' }, null])(
    'refuses %j',
    async (host) => {
      await seed('a.example');
      const answer = await eraseAll(host);

      expect(answer.status).toBe(400);
      expect(await hosts()).toEqual(['a.example']);
    }
  );
});
