import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import {
  callXml,
  createArticle,
  postXml,
  readXmlRpc,
  SITE,
  storedLinkbacks,
  trackback,
  XMLRPC,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

describe('pings beyond the limits', () => {
  let app: TestApp;
  let blog: Peer;
  let documentId: string;

  beforeAll(async () => {
    blog = await startPeer(
      ({ path }, response) =>
        sendPage(response, `<title>Post ${path}</title><a href="${SITE}/blog/hello">hello</a>`),
      { address: '127.0.0.2' }
    );
    app = await startStrapi({
      config: { receive: { rateLimit: { client: 3, sourceHost: 1_000, target: 1_000, total: 1_000 } } },
    });
    documentId = await createArticle(app, { slug: 'hello' });
  });
  afterAll(async () => {
    await app?.stop();
    await blog?.stop();
  });

  const ping = (path: string) =>
    app.request
      .post(XMLRPC)
      .set('content-type', 'text/xml')
      .send(callXml('pingback.ping', `${blog.url}${path}`, `${SITE}/blog/hello`));

  it('get fault 49 with HTTP 429 and when to come back; nothing is fetched or stored', async () => {
    for (const path of ['/1', '/2', '/3']) expect((await ping(path)).status).toBe(200);
    const answer = await ping('/4');

    expect(readXmlRpc(answer)).toMatchObject({ status: 429, fault: { code: 49 } });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(blog.requests.map(({ path }) => path)).toEqual(['/1', '/2', '/3']);
    expect(await storedLinkbacks(app)).toHaveLength(3);
  });

  it('count for trackbacks and pingbacks together', async () => {
    const answer = await trackback(app, `articles/${documentId}/en`, { url: `${blog.url}/5` });

    expect(answer).toEqual({ status: 429, error: 'Too many requests. Please try again later.' });
  });

  it('count for webmentions too, and say when to come back', async () => {
    const answer = await app.request
      .post('/api/linkbacks/webmention')
      .set('content-type', 'application/x-www-form-urlencoded')
      .send(new URLSearchParams({ source: `${blog.url}/6`, target: `${SITE}/blog/hello` }).toString());

    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('count requests that cannot be read, and are told before a body is read', async () => {
    const answer = await app.request.post(XMLRPC).set('content-type', 'text/xml').send('<methodCall>');

    expect(answer.status).toBe(429);
  });
});

describe('behind a proxy', () => {
  const start = (proxy: { koa: boolean; maxIpsCount?: number }) =>
    startStrapi({
      proxy,
      config: {
        receive: { rateLimit: { client: 1, sourceHost: false, target: false, total: false } },
      },
    });
  const from = async (app: TestApp, addresses: string) => {
    const call = callXml('system.listMethods');
    const sent = app.request.post(XMLRPC).set('content-type', 'text/xml').set('x-forwarded-for', addresses);
    return (await sent.send(call)).status;
  };
  const warnings = (app: TestApp) =>
    app.logs.filter(({ message }) => message.includes('Senders can make up their address'));

  it('senders are told apart by the address that the proxy saw, an IPv6 network as one', async () => {
    const app = await start({ koa: true, maxIpsCount: 1 });
    try {
      expect(await from(app, '203.0.113.1')).toBe(200);
      expect(await from(app, '198.51.100.7, 203.0.113.1')).toBe(429);
      expect(await from(app, '203.0.113.2')).toBe(200);
      expect(await from(app, '2001:db8:1:2::1')).toBe(200);
      expect(await from(app, '2001:db8:1:2:ffff::9')).toBe(429);
      expect(await from(app, '[2001:db8:1:3::1]:50000')).toBe(200);
      expect(await from(app, '2001:db8:1:3::2')).toBe(429);
      expect(await from(app, '203.0.113.3:50000')).toBe(200);
      expect(await from(app, '203.0.113.3:50001')).toBe(429);
      expect(await from(app, '203.0.113.4:50000')).toBe(200);
      expect(warnings(app)).toEqual([]);
    } finally {
      await app.stop();
    }
  });

  it('senders with addresses of their own are not refused for each other when the proxy is not trusted', async () => {
    const app = await start({ koa: false });
    const untrusted = () =>
      app.logs.filter(({ message }) => message.includes('a proxy that Strapi does not trust'));
    const notices = async (headers: Record<string, string> = {}) => {
      const settings = app.request
        .get('/linkbacks/settings')
        .set({ ...headers, Authorization: await superAdminToken(app) });
      return (await settings).body.notices;
    };
    const visit = async (headers: Record<string, string>) => {
      const call = callXml('system.listMethods');
      return (await app.request.post(XMLRPC).set('content-type', 'text/xml').set(headers).send(call)).status;
    };
    try {
      expect(await visit({})).toBe(200);
      expect(await visit({})).toBe(429);
      expect([untrusted(), await notices()]).toEqual([[], []]);
      for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'cf-connecting-ip']) {
        for (let i = 1; i <= 3; i += 1) expect(await visit({ [name]: `203.0.113.${i}` })).toBe(200);
      }
      expect(untrusted()).toHaveLength(1);
      expect(await notices()).toMatchObject([{ code: 'proxy', why: { code: 'notice.proxy-untrusted' } }]);
      // Who really comes without a proxy is counted as before.
      expect(await visit({})).toBe(429);
    } finally {
      await app.stop();
    }
  });

  it('the settings warn of a proxy that only the administrator came through yet', async () => {
    const app = await start({ koa: false });
    try {
      const settings = await app.request
        .get('/linkbacks/settings')
        .set({ 'X-Forwarded-For': '203.0.113.9', Authorization: await superAdminToken(app) });

      expect(settings.body.notices).toMatchObject([{ code: 'proxy' }]);
    } finally {
      await app.stop();
    }
  });

  it('the log and the settings warn when senders can make their address up', async () => {
    const app = await start({ koa: true });
    try {
      expect(warnings(app)).toHaveLength(1);
      const settings = await app.request
        .get('/linkbacks/settings')
        .set('Authorization', await superAdminToken(app));
      expect(settings.body.notices).toMatchObject([
        { code: 'proxy', message: expect.stringContaining('server.proxy.maxIpsCount') },
      ]);
    } finally {
      await app.stop();
    }
  });
});

describe('limits in a Redis that is down', () => {
  it('take no ping down, and are counted all the same', async () => {
    const app = await startStrapi({
      config: {
        receive: {
          rateLimit: {
            client: 2,
            sourceHost: false,
            target: false,
            total: false,
            // Nobody listens there.
            redis: 'redis://:secret@127.0.0.1:9',
          },
        },
      },
    });
    try {
      const answers = [];
      for (let i = 0; i < 3; i += 1) answers.push((await postXml(app, callXml('system.listMethods'))).status);

      expect(answers).toEqual([200, 200, 429]);
      const lines = app.logs.filter(({ message }) => message.includes('Redis'));
      expect(lines).toHaveLength(1);
      expect(lines[0]?.message).not.toContain('secret');
    } finally {
      await app.stop();
    }
  });
});

describe.each([
  ['/v1/rest', '/v1/rest/linkbacks'],
  ['', '/linkbacks'],
])('a project with the API prefix "%s"', (prefix, path) => {
  it('has the endpoints below that, and advertises them so', async () => {
    process.env.LINKBACKS_TEST_API_PREFIX = prefix;
    const app = await startStrapi({ config: { publicUrl: 'https://cms.example/' } });
    try {
      const documentId = await createArticle(app, { slug: 'hello' });
      const { body } = await app.request
        .get(`${path}/discovery`)
        .query({ contentType: 'articles', documentId, locale: 'en' });
      expect(body.data).toMatchObject({
        pingback: `https://cms.example${path}/xmlrpc`,
        webmention: `https://cms.example${path}/webmention`,
        trackback: `https://cms.example${path}/trackback/articles/${documentId}/en`,
      });

      const call = callXml('system.listMethods');
      const answer = await app.request.post(`${path}/xmlrpc`).set('content-type', 'text/xml').send(call);
      expect(answer.text).toContain('pingback.ping');
      expect((await app.request.get(`${path}/xmlrpc`)).status).toBe(405);
      expect((await app.request.get(`${path}/webmention/none`)).body).toMatchObject({ error: 'not_found' });
      expect((await app.request.get('/linkbacks/settings')).status).toBe(401);
    } finally {
      delete process.env.LINKBACKS_TEST_API_PREFIX;
      await app.stop();
    }
  });
});
