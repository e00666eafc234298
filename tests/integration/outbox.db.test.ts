import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import { testClient } from '../helpers/database';
import { documents, linking } from '../helpers/entries';
import { startStrapi, type TestApp } from '../helpers/strapi';

const ARTICLE = 'api::article.article';
let app: TestApp;
let count = 0;

/** Nothing listens, so no worker takes the jobs away. */
const boot = (extraSrc?: Record<string, string>) => startStrapi(extraSrc ? { extraSrc } : {});

const jobs = async (): Promise<{ ref: { documentId: string; locale: string }; action: string }[]> => {
  const rows = await app.strapi.db.connection('linkbacks_jobs').where('kind', 'plan').orderBy('id');
  return rows.map(({ payload }: { payload: string }) => JSON.parse(payload));
};

const draft = async (o: { uid?: string; locale?: string } = {}) =>
  documents(app, o.uid ?? ARTICLE).create({
    data: { title: 'Hello', slug: `outbox-${(count += 1)}`, body: linking('https://example.com/') },
    ...(o.locale ? { locale: o.locale } : {}),
  });

const isPublished = async (documentId: string): Promise<boolean> =>
  Boolean(await documents(app, ARTICLE).findOne({ documentId, status: 'published' }));

describe('the outbox', () => {
  beforeAll(async () => {
    app = await boot();
  });
  afterEach(() => app.strapi.db.connection('linkbacks_jobs').del());
  afterAll(() => app.stop());

  it('has one job for each publish', async () => {
    const { documentId } = await draft();
    expect(await jobs()).toEqual([]);
    await documents(app, ARTICLE).publish({ documentId });
    await documents(app, ARTICLE).publish({ documentId });
    expect(await jobs()).toMatchObject([
      { ref: { uid: ARTICLE, documentId, locale: 'en' }, action: 'publish' },
      { ref: { uid: ARTICLE, documentId, locale: 'en' }, action: 'publish' },
    ]);
  });

  it('has one job for each locale', async () => {
    const { documentId } = await draft();
    await documents(app, ARTICLE).update({
      documentId,
      locale: 'fr',
      data: { title: 'Bonjour', slug: `fr-${count}` },
    });
    await documents(app, ARTICLE).publish({ documentId, locale: 'fr' });
    await documents(app, ARTICLE).publish({ documentId, locale: ['en', 'fr'] });
    await documents(app, ARTICLE).publish({ documentId, locale: '*' });
    const locales = (await jobs()).map(({ ref }) => ref.locale);
    expect([locales.slice(0, 1), locales.slice(1, 3).sort(), locales.slice(3).sort()]).toEqual([
      ['fr'],
      ['en', 'fr'],
      ['en', 'fr'],
    ]);
  });

  it('knows create and update with status published, and types without drafts', async () => {
    const created = await documents(app, ARTICLE).create({
      data: { title: 'A', slug: 'create' },
      status: 'published',
    });
    await documents(app, ARTICLE).update({
      documentId: created.documentId,
      data: { title: 'B' },
      status: 'published',
    });
    await documents(app, ARTICLE).update({ documentId: created.documentId, data: { title: 'C' } });
    const note = await documents(app, 'api::note.note').create({
      data: { title: 'Note', slug: 'note' },
    });
    await documents(app, 'api::note.note').update({
      documentId: note.documentId,
      data: { title: 'Note 2' },
    });
    expect((await jobs()).map(({ ref }) => ref.documentId)).toEqual([
      created.documentId,
      created.documentId,
      note.documentId,
      note.documentId,
    ]);
  });

  it('notes what is unpublished and deleted', async () => {
    const { documentId } = await draft();
    await documents(app, ARTICLE).publish({ documentId });
    await documents(app, ARTICLE).unpublish({ documentId });
    await documents(app, ARTICLE).publish({ documentId });
    await documents(app, ARTICLE).delete({ documentId });
    expect((await jobs()).map(({ action }) => action)).toEqual(['publish', 'remove', 'publish', 'remove']);
  });

  it('has a job for each entry that the content manager publishes, alone and in bulk', async () => {
    const authorization = await superAdminToken(app);
    const post = (path: string, body: object) =>
      app.request
        .post(`/content-manager/collection-types/${ARTICLE}${path}`)
        .set('Authorization', authorization)
        .send(body);
    const [one, two] = [await draft(), await draft()];

    const single = await post(`/${one.documentId}/actions/publish`, { title: 'Hello', slug: 'by-hand' });
    expect(single.status).toBe(200);
    const bulk = await post('/actions/bulkPublish', { documentIds: [one.documentId, two.documentId] });
    expect(bulk.status).toBe(200);

    const published = (await jobs()).map(({ ref }) => ref.documentId);
    expect(published[0]).toBe(one.documentId);
    expect(published.slice(1).sort()).toEqual([one.documentId, two.documentId].sort());
  });

  it('has none when the publish is rolled back', async () => {
    const { documentId } = await draft();
    const rolledBack = app.strapi.db.transaction(async () => {
      await documents(app, ARTICLE).publish({ documentId });
      throw new Error('changed my mind');
    });
    await expect(rolledBack).rejects.toThrow('changed my mind');
    expect(await isPublished(documentId)).toBe(false);
    expect(await jobs()).toEqual([]);
  });

  it('never touches the publish when our insert fails, and makes it good afterwards', async () => {
    const { documentId } = await draft();
    const rename = (from: string, to: string) => app.strapi.db.connection.schema.renameTable(from, to);
    await rename('linkbacks_jobs', 'linkbacks_jobs_away');
    try {
      await documents(app, ARTICLE).publish({ documentId });
      expect(await isPublished(documentId)).toBe(true);
    } finally {
      await rename('linkbacks_jobs_away', 'linkbacks_jobs');
    }
    expect(await isPublished(documentId)).toBe(true);
    expect(
      app.logs.some(({ level, message }) => level === 'error' && message.includes('could not be noted'))
    ).toBe(true);

    await app.strapi.plugin('linkbacks').service('outbox').sweep();
    expect(await jobs()).toMatchObject([{ ref: { documentId }, action: 'publish' }]);
  });

  it('lets the failure of the project through as it is', async () => {
    await expect(documents(app, ARTICLE).publish({ documentId: 'nothing' })).resolves.toMatchObject({
      entries: [],
    });
    const wrong = documents(app, ARTICLE).create({
      data: { title: 7, slug: 'a' },
      status: 'published',
    });
    await expect(wrong).rejects.toThrow(/title must be a/);
    expect(await jobs()).toEqual([]);
  });
});

describe.runIf(testClient() === 'sqlite')(
  "a project's own document middleware with raw queries, on one connection",
  () => {
    const middleware = `
    const raw = (strapi, name) => strapi.documents.use(async (context, next) => {
      if (context.action === 'publish') await strapi.db.connection.raw('select 1');
      globalThis.seenBy = [...(globalThis.seenBy ?? []), context.action + ' ' + name];
      return next();
    });
    module.exports = {
      register: ({ strapi }) => raw(strapi, 'register'),
      bootstrap: ({ strapi }) => raw(strapi, 'bootstrap'),
      destroy() {},
    };`;

    it('goes on as without the plugin, wherever it was registered', async () => {
      app = await startStrapi({
        listen: true,
        config: { send: { settle: 3600 } },
        extraSrc: { 'src/index.js': middleware },
      });
      try {
        const { documentId } = await draft();
        await documents(app, ARTICLE).publish({ documentId });
        expect((globalThis as { seenBy?: string[] }).seenBy?.slice(-2)).toEqual([
          'publish register',
          'publish bootstrap',
        ]);
        expect(await jobs()).toHaveLength(1);
      } finally {
        await app.stop();
      }
    });
  }
);
