import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import { callXml, createArticle, readXmlRpc, SITE } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

const query = { target: `${SITE}/blog/hello` };

describe('with api.auth: true', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startStrapi({ config: { api: { auth: true } } });
  });
  afterAll(() => app?.stop());

  it.each(['/api/linkbacks', '/api/linkbacks/discovery', '/api/linkbacks/mentions.jf2'])(
    '%s needs a permission',
    async (path) => {
      expect((await app.request.get(path).query(query)).status).toBe(401);
    }
  );

  it('tokens and roles are offered the permissions to read, and nothing that has no effect', async () => {
    const answer = await app.request
      .get('/admin/content-api/permissions')
      .set('Authorization', await superAdminToken(app));

    expect(answer.body.data['plugin::linkbacks']).toEqual({
      controllers: { reading: ['find', 'discovery'], jf2: ['find'] },
    });
  });

  it('the endpoints do not', async () => {
    const answer = await app.request
      .post('/api/linkbacks/xmlrpc')
      .set('content-type', 'text/xml')
      .send(callXml('pingback.ping', 'x', 'y'));

    expect(readXmlRpc(answer)).toMatchObject({ status: 200, fault: { code: -32602 } });
  });

  it('pingbacks are not listed either', async () => {
    const answer = await app.request
      .post('/api/linkbacks/xmlrpc')
      .set('content-type', 'text/xml')
      .send(callXml('pingback.extensions.getPingbacks', query.target));

    expect(readXmlRpc(answer)).toMatchObject({ fault: { code: 33 } });
  });

  it('a trackback URL leads to the page and gives no linkbacks', async () => {
    const path = `/api/linkbacks/trackback/articles/${await createArticle(app, { slug: 'hello' })}/en`;

    expect((await app.request.get(path)).status).toBe(302);
    expect((await app.request.get(path).query({ __mode: 'rss' })).status).toBe(404);
  });

  it('an API token reads what it has the permission for', async () => {
    const tokens = app.strapi.service('admin::api-token') as unknown as {
      create(data: Record<string, unknown>): Promise<{ accessKey: string }>;
    };
    const { accessKey } = await tokens.create({
      name: randomUUID(),
      type: 'custom',
      permissions: ['plugin::linkbacks.reading.find'],
      lifespan: null,
    });
    const read = (path: string) =>
      app.request.get(path).query(query).set('Authorization', `Bearer ${accessKey}`);

    expect((await read('/api/linkbacks')).status).toBe(200);
    expect((await read('/api/linkbacks/discovery')).status).toBe(403);
  });
});
