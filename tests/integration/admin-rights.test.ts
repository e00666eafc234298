import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdmin, type AdminUser, type Permission } from '../helpers/admin';
import { ARTICLE, createArticle, forgetAll, seedLinkback } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

type Verb = 'get' | 'post' | 'put';
interface Route {
  verb: Verb;
  path: string;
  body?: object;
}

let app: TestApp;
let documentId: string;

const article = (action: string, over: Partial<Permission> = {}): Permission => ({
  action: `plugin::content-manager.explorer.${action}`,
  subject: ARTICLE,
  properties: { fields: ['title', 'slug'], locales: ['en', 'fr'] },
  conditions: [],
  ...over,
});

const OWN = 'plugin::linkbacks.';
const entryPath = (id: string) => `/linkbacks/entries/${ARTICLE}/${id}`;
const send = async ({ verb, path, body }: Route, user?: AdminUser): Promise<number> => {
  const request = app.request[verb](path);
  if (user) request.set('Authorization', user.authorization);
  return (await (verb === 'get' ? request : request.send(body ?? {}))).status;
};

beforeAll(async () => {
  app = await startStrapi();
  documentId = await createArticle(app, { slug: 'hello' });
  await createArticle(app, { slug: 'bonjour', locale: 'fr', documentId });
});
afterAll(() => app?.stop());

describe('each admin route', () => {
  const ids = ['nothing'];
  const routes: [Route, (string | Permission)[]][] = [
    [{ verb: 'get', path: '/linkbacks/linkbacks' }, [`${OWN}read`]],
    [
      { verb: 'post', path: '/linkbacks/linkbacks/erase', body: { host: 'nobody.example' } },
      [`${OWN}moderate`, `${OWN}settings.update`],
    ],
    [
      { verb: 'post', path: '/linkbacks/linkbacks/actions', body: { action: 'approve', ids } },
      [`${OWN}moderate`],
    ],
    [{ verb: 'get', path: '/linkbacks/entries' }, [`${OWN}read`]],
    [{ verb: 'get', path: '/linkbacks/pings' }, [`${OWN}read`]],
    [{ verb: 'post', path: '/linkbacks/pings/actions', body: { action: 'retry', ids } }, [`${OWN}send`]],
    [{ verb: 'get', path: '/linkbacks/settings' }, [`${OWN}settings.read`]],
    [{ verb: 'put', path: '/linkbacks/settings', body: {} }, [`${OWN}settings.update`]],
    [{ verb: 'post', path: '/linkbacks/settings/test', body: { kind: 'email' } }, [`${OWN}settings.update`]],
    [{ verb: 'get', path: '/linkbacks/status' }, [`${OWN}settings.read`]],
    [{ verb: 'get', path: '/linkbacks/resolve?url=https://a.example/' }, [`${OWN}settings.read`]],
    [{ verb: 'get', path: '/linkbacks/entries/ID?locale=en' }, [article('read')]],
    [{ verb: 'get', path: '/linkbacks/entries/ID/pings?locale=en' }, [article('read')]],
    [
      { verb: 'put', path: '/linkbacks/entries/ID?locale=en', body: {} },
      [`${OWN}entry-settings`, article('update')],
    ],
    [{ verb: 'post', path: '/linkbacks/entries/ID/preview?locale=en' }, [article('read')]],
    [{ verb: 'post', path: '/linkbacks/entries/ID/send?locale=en' }, [`${OWN}send`, article('read')]],
  ];
  const everything = ['read', 'moderate', 'send', 'entry-settings', 'settings.read', 'settings.update'];

  it.each(routes)('$verb $path', async (route, needed) => {
    const real = { ...route, path: route.path.replace('ID', `${ARTICLE}/${documentId}`) };
    const all = [...everything.map((name) => `${OWN}${name}`), article('read'), article('update')];
    const key = (right: string | Permission) => (typeof right === 'string' ? right : right.action);
    const keys = needed.map(key);
    const others = all.filter((right) => !keys.includes(key(right)));

    expect(await send(real)).toBe(401);
    expect(await send(real, await createAdmin(app))).toBe(403);
    expect(await send(real, await createAdmin(app, others))).toBe(403);
    expect(await send(real, await createAdmin(app, needed))).toBe(200);
  });

  it('get /linkbacks/linkbacks/:id', async () => {
    const row = await seedLinkback(app, { uid: ARTICLE, documentId, locale: 'en' });
    const route: Route = { verb: 'get', path: `/linkbacks/linkbacks/${row.documentId}` };
    const others = everything.filter((name) => name !== 'read').map((name) => `${OWN}${name}`);

    expect(await send(route)).toBe(401);
    expect(await send(route, await createAdmin(app, others))).toBe(403);
    expect(await send(route, await createAdmin(app, [`${OWN}read`]))).toBe(200);
    await forgetAll(app);
  });

  it('refuses a token of the content API', async () => {
    const tokens = app.strapi.service('admin::api-token') as unknown as {
      create(data: Record<string, unknown>): Promise<{ accessKey: string }>;
    };
    const { accessKey } = await tokens.create({ name: 'full', type: 'full-access', lifespan: null });
    const answer = await app.request.get('/linkbacks/linkbacks').set('Authorization', `Bearer ${accessKey}`);

    expect(answer.status).toBe(401);
  });
});

describe('what lists can be filtered by', () => {
  it('is told to everybody who may log in', async () => {
    const answer = await app.request
      .get('/linkbacks/types')
      .set('Authorization', (await createAdmin(app)).authorization);

    expect(await send({ verb: 'get', path: '/linkbacks/types' })).toBe(401);
    expect(answer.body.contentTypes).toContainEqual({ uid: ARTICLE, displayName: 'Article' });
    expect(answer.body.locales).toEqual(expect.arrayContaining(['en', 'fr']));
  });
});

describe('who only reads', () => {
  it('changes nothing', async () => {
    const row = await seedLinkback(app, { uid: ARTICLE, documentId, locale: 'en' });
    const reader = await createAdmin(app, [`${OWN}read`]);
    const body = { action: 'approve', ids: [row.documentId] };

    expect(await send({ verb: 'post', path: '/linkbacks/linkbacks/actions', body }, reader)).toBe(403);
    const stored = await app.strapi.db
      .query('plugin::linkbacks.linkback')
      .findOne({ where: { documentId: row.documentId } });
    expect(stored.status).toBe('pending');
  });
});

describe('who may change the settings without reading them', () => {
  it('is told that they were changed, and nothing of them', async () => {
    const put = (user: AdminUser) =>
      app.request.put('/linkbacks/settings').set('Authorization', user.authorization).send({});
    const blind = await createAdmin(app, [`${OWN}settings.update`]);
    const seeing = await createAdmin(app, [`${OWN}settings.update`, `${OWN}settings.read`]);

    expect((await put(blind)).body).toEqual({ ok: true });
    expect((await put(seeing)).body).toHaveProperty('moderation.blockedHosts');
  });
});

describe('the preview of a draft', () => {
  it('shows links of the fields that the role may read, and of no others', async () => {
    const link = (url: string) => [
      { type: 'paragraph', children: [{ type: 'link', url, children: [{ type: 'text', text: 'x' }] }] },
    ];
    const documents = app.strapi.documents(ARTICLE as never) as unknown as {
      create(o: object): Promise<{ documentId: string }>;
    };
    const { documentId: id } = await documents.create({
      data: {
        title: 'Fields',
        slug: 'fields',
        body: link('https://body.example/'),
        text: '[x](https://text.example/)',
      },
      locale: 'en',
    });
    const targets = async (fields: string[]) => {
      const user = await createAdmin(app, [article('read', { properties: { fields, locales: ['en'] } })]);
      const answer = await app.request
        .post(`${entryPath(id)}/preview?locale=en`)
        .set('Authorization', user.authorization);
      expect(answer.status).toBe(200);
      return answer.body.items.map(({ target }: { target: string }) => target);
    };

    expect(await targets(['title', 'slug', 'body', 'text'])).toEqual([
      'https://body.example/',
      'https://text.example/',
    ]);
    expect(await targets(['title', 'text'])).toEqual(['https://text.example/']);
    expect(await targets(['title'])).toEqual([]);
  });
});

describe('an entry in the content manager', () => {
  it('of another locale than the role has is refused', async () => {
    const properties = { fields: ['title'], locales: ['en'] };
    const user = await createAdmin(app, [
      article('read', { properties }),
      article('update', { properties }),
      `${OWN}entry-settings`,
    ]);
    const path = (locale: string) => `${entryPath(documentId)}?locale=${locale}`;

    expect(await send({ verb: 'get', path: path('en') }, user)).toBe(200);
    expect(await send({ verb: 'get', path: path('fr') }, user)).toBe(403);
    expect(await send({ verb: 'put', path: path('en') }, user)).toBe(200);
    expect(await send({ verb: 'put', path: path('fr') }, user)).toBe(403);
  });

  it('of somebody else is refused to who may read only what they made', async () => {
    const conditions = ['admin::is-creator'];
    const user = await createAdmin(app, [
      article('read', { conditions }),
      article('update', { conditions }),
      article('create'),
      `${OWN}entry-settings`,
    ]);
    const created = await app.request
      .post(`/content-manager/collection-types/${ARTICLE}?locale=en`)
      .set('Authorization', user.authorization)
      .send({ title: 'Mine', slug: 'mine' });
    expect(created.status).toBe(201);
    const mine = entryPath(created.body.data.documentId);

    expect(await send({ verb: 'get', path: `${mine}?locale=en` }, user)).toBe(200);
    expect(await send({ verb: 'put', path: `${mine}?locale=en` }, user)).toBe(200);
    expect(await send({ verb: 'get', path: `${mine}/pings?locale=en` }, user)).toBe(200);
    expect(await send({ verb: 'get', path: `${entryPath(documentId)}?locale=en` }, user)).toBe(403);
    expect(await send({ verb: 'put', path: `${entryPath(documentId)}?locale=en` }, user)).toBe(403);
    expect(await send({ verb: 'get', path: `${entryPath(documentId)}/pings?locale=en` }, user)).toBe(403);
  });

  it('of the same role is open to who may read what their role made', async () => {
    const conditions = ['admin::has-same-role-as-creator'];
    const user = await createAdmin(app, [article('read', { conditions }), article('create')]);
    const created = await app.request
      .post(`/content-manager/collection-types/${ARTICLE}?locale=en`)
      .set('Authorization', user.authorization)
      .send({ title: 'Ours', slug: 'ours' });

    expect(
      await send({ verb: 'get', path: `${entryPath(created.body.data.documentId)}?locale=en` }, user)
    ).toBe(200);
    expect(await send({ verb: 'get', path: `${entryPath(documentId)}?locale=en` }, user)).toBe(403);
  });

  it('that may be read but not updated keeps its settings', async () => {
    const user = await createAdmin(app, [article('read'), `${OWN}entry-settings`]);

    const shown = await app.request
      .get(`${entryPath(documentId)}?locale=en`)
      .set('Authorization', user.authorization);
    expect(shown.status).toBe(200);
    expect(shown.body.mayUpdate).toBe(false);
    expect(await send({ verb: 'put', path: `${entryPath(documentId)}?locale=en` }, user)).toBe(403);
  });

  it('that may be updated keeps its settings from who lacks our own right', async () => {
    const user = await createAdmin(app, [article('read'), article('update')]);

    expect(await send({ verb: 'put', path: `${entryPath(documentId)}?locale=en` }, user)).toBe(403);
  });

  it('that is not saved yet is open to who may create', async () => {
    const author = await createAdmin(app, [article('create'), `${OWN}entry-settings`]);
    const reader = await createAdmin(app, [article('read'), `${OWN}entry-settings`]);

    expect(await send({ verb: 'get', path: `${entryPath('new')}?locale=en` }, author)).toBe(200);
    expect(await send({ verb: 'get', path: `${entryPath('new')}?locale=en` }, reader)).toBe(403);
  });
});
