import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdmin, superAdminToken } from '../helpers/admin';
import { ARTICLE, createArticle, seedLinkback, storedLinkbacks } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

const TYPES = [
  { uid: 'plugin::linkbacks.linkback', names: ['linkback', 'linkbacks'] },
  { uid: 'plugin::linkbacks.ping', names: ['ping', 'pings'] },
  { uid: 'plugin::linkbacks.entry-setting', names: ['entry-setting', 'entry-settings'] },
];
const UIDS = TYPES.map(({ uid }) => uid);
const NAMES = TYPES.flatMap(({ names }) => names);
/** What an editor may do, so that it can log in and ask. */
const READABLE = { action: 'plugin::content-manager.explorer.read', subject: ARTICLE };
const SECRET = 'Held for a reason that nobody outside may read.';

/** Strapi's generic doors to content types: none of them may lead to ours. */
describe('held linkbacks', () => {
  let app: TestApp;
  let id: string;
  /** Values of the Authorization header. */
  const admins: Record<string, string> = {};
  let token: string;

  beforeAll(async () => {
    app = await startStrapi();
    const documentId = await createArticle(app, { slug: 'hello' });
    const entry = { uid: ARTICLE, documentId, locale: 'en' };
    id = (await seedLinkback(app, entry, { reason: SECRET })).documentId;
    const editor = await createAdmin(app, [READABLE]);
    // As a role may have them that was made before the plugin closed this door: the next start takes them away.
    for (const action of ['read', 'create', 'update', 'delete'])
      for (const subject of UIDS)
        await app.strapi.db.query('admin::permission').create({
          data: {
            action: `plugin::content-manager.explorer.${action}`,
            subject,
            properties: {},
            conditions: [],
            role: editor.roleId,
          },
        });
    await app.stop({ keepDatabase: true });
    app = await startStrapi({ database: app.database });
    admins['a super admin'] = await superAdminToken(app);
    admins['an editor'] = editor.authorization;
    const tokens = app.strapi.service('admin::api-token') as unknown as {
      create(data: Record<string, unknown>): Promise<{ accessKey: string }>;
    };
    const created = await tokens.create({ name: randomUUID(), type: 'full-access', lifespan: null });
    token = `Bearer ${created.accessKey}`;
  });
  afterAll(() => app?.stop());

  const unchanged = async (): Promise<void> => {
    expect(await storedLinkbacks(app)).toMatchObject([{ documentId: id, status: 'pending', reason: SECRET }]);
  };

  describe.each(['a super admin', 'an editor'])("the content manager's API, asked by %s", (who) => {
    const ask = (method: 'get' | 'post' | 'put' | 'delete', path: string) =>
      app.request[method](`/content-manager${path}`).set('Authorization', admins[who] ?? '');

    it.each(UIDS)('neither lists nor shows %s', async (uid) => {
      for (const path of [
        `/collection-types/${uid}`,
        `/collection-types/${uid}?populate=*`,
        `/collection-types/${uid}/${id}`,
        `/collection-types/${uid}/${id}/actions/countDraftRelations`,
        `/relations/${uid}/createdBy`,
        `/relations/${uid}/${id}/createdBy`,
      ]) {
        const answer = await ask('get', path);

        expect(answer.status, path).toBeGreaterThanOrEqual(400);
        expect(answer.text).not.toContain(SECRET);
      }
    });

    it.each(UIDS)('neither creates, changes nor deletes %s', async (uid) => {
      const data = { status: 'approved', source: 'https://example.com/' };
      const path = `/collection-types/${uid}`;

      expect((await ask('post', path).send(data)).status).toBe(403);
      expect((await ask('put', `${path}/${id}`).send(data)).status).toBe(403);
      expect((await ask('delete', `${path}/${id}`)).status).toBe(403);
      expect((await ask('post', `${path}/actions/bulkDelete`).send({ documentIds: [id] })).status).toBe(403);
      await unchanged();
    });
  });

  describe('the content API', () => {
    it.each(NAMES.flatMap((name) => [`/api/${name}`, `/api/linkbacks/${name}`]))(
      'has no generic routes at %s',
      async (path) => {
        // Our own public list: of one target, approved only.
        const isOwnList = path === '/api/linkbacks';
        for (const url of isOwnList ? [`${path}/${id}`] : [path, `${path}/${id}`]) {
          const answers = [
            await app.request.get(url).query({ populate: '*' }).set('Authorization', token),
            await app.request
              .post(url)
              .set('Authorization', token)
              .send({ data: { status: 'approved' } }),
            await app.request
              .put(url)
              .set('Authorization', token)
              .send({ data: { status: 'approved' } }),
            await app.request.delete(url).set('Authorization', token),
          ];
          expect(answers.map(({ status }) => status)).toEqual(
            answers.map(() => expect.toSatisfy((code) => code === 404 || code === 405))
          );
        }
        await unchanged();
      }
    );

    it('brings nothing along with an entry', async () => {
      const answer = await app.request
        .get('/api/articles')
        .query({ populate: '*' })
        .set('Authorization', token);

      expect(answer.status).toBe(200);
      expect(answer.body.data).toHaveLength(1);
      expect(answer.text).not.toMatch(/linkback|pings/i);
    });

    it('offers tokens and roles no action: all of ours are open', async () => {
      const answer = await app.request
        .get('/admin/content-api/permissions')
        .set('Authorization', admins['a super admin'] ?? '');

      expect(Object.keys(answer.body.data)).toContain('api::article');
      expect(answer.body.data).not.toHaveProperty(['plugin::linkbacks']);
    });
  });

  it.each(UIDS)('cannot be opened to a role: %s', async (subject) => {
    const permission = { action: 'plugin::content-manager.explorer.read', subject };

    await expect(createAdmin(app, [READABLE, permission])).rejects.toThrow(
      'not an existing permission action'
    );
  });

  it('are no subject of permissions for roles', async () => {
    const answer = await app.request
      .get('/admin/permissions')
      .set('Authorization', admins['a super admin'] ?? '');

    expect(answer.status).toBe(200);
    expect(answer.text).toContain('plugin::linkbacks.read');
    expect(UIDS.filter((uid) => answer.text.includes(JSON.stringify(uid)))).toEqual([]);
  });

  it('are no content types that the content manager, its MCP tools and the builder show', async () => {
    const displayed: { uid: string }[] = app.strapi
      .plugin('content-manager')
      .service('content-types')
      .findDisplayedContentTypes();
    const answer = await app.request
      .get('/content-type-builder/content-types')
      .set('Authorization', admins['a super admin'] ?? '');
    const built = answer.body.data as { uid: string; schema: { visible: boolean } }[];

    expect(displayed.map(({ uid }) => uid)).toContain(ARTICLE);
    expect(displayed.filter(({ uid }) => UIDS.includes(uid))).toEqual([]);
    expect(built.find(({ uid }) => uid === ARTICLE)?.schema.visible).toBe(true);
    expect(built.filter(({ uid, schema }) => UIDS.includes(uid) && schema.visible)).toEqual([]);
  });
});
