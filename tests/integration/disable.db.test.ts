import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdmin } from '../helpers/admin';
import { startBlog, type Blog } from '../helpers/blog';
import { anchors, documents, linking, pingsOf } from '../helpers/entries';
import { fillEmptyTables, ownRows } from '../helpers/own-rows';
import { ARTICLE, forgetAll, pingback, seedLinkback, setEntry, storedLinkbacks } from '../helpers/receiving';
import { startSite, type Site } from '../helpers/site';
import { startStrapi, type StartOptions, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const LIST = { type: 'core', key: 'persisted_tables' } as const;
const OTHERS = ['kept_by_another_feature', { name: 'kept_too', dependsOn: [{ name: 'something' }] }];

/** The project without the plugin among its packages, and without a word about it in its configuration. */
const REMOVED = {
  'package.json': JSON.stringify({
    name: 'linkbacks-test-app',
    version: '0.0.0',
    dependencies: { '@strapi/strapi': '5.54.0' },
    strapi: { uuid: false },
  }),
  'config/plugins.js': `module.exports = () => ({ ckeditor: { enabled: true, resolve: './src/plugins/ckeditor' } });`,
};

describe('a plugin that is disabled, removed from the project, and enabled again', () => {
  let site: Site;
  let blog: Blog;
  let app: TestApp;
  let entry: string;
  let entryMeanwhile: string;
  let before: Record<string, unknown[]>;
  let granted: string[];
  const link = (name: string) => `${blog.url}/header/${name}`;
  const told = () => blog.pingbacks.map(([, target]) => target);

  const restart = async (options: StartOptions): Promise<void> => {
    await app.stop({ keepDatabase: true });
    // Tokens can have permissions for reading.
    const config = { api: { auth: true } };
    app = await startStrapi({ site: site.url, database: app.database, config, ...options });
  };
  /** Who may do what with the plugin. */
  const grants = async (): Promise<string[]> => {
    const where = { action: { $startsWith: 'plugin::linkbacks.' } };
    const { db } = app.strapi;
    const roles = await db.query('admin::permission').findMany({ where, populate: ['role'] });
    const tokens = await db.query('admin::api-token-permission').findMany({ where, populate: ['token'] });
    return [
      ...roles.map(({ action, role }) => `${role.name}: ${action}`),
      ...tokens.map(({ action, token }) => `${token.name}: ${action}`),
    ].sort();
  };
  const list = async (): Promise<unknown[]> => (await app.strapi.store.get(LIST)) as unknown[];
  const publish = (title: string, ...links: string[]) =>
    documents(app, ARTICLE).update({
      documentId: entry,
      data: { title, body: linking(...links) },
      status: 'published',
    });

  beforeAll(async () => {
    site = await startSite({ address: '127.0.0.3' });
    blog = await startBlog({ address: '127.0.0.4' });
    app = await startStrapi({ site: site.url, listen: true });
    site.show('/blog/post', anchors(link('first'), link('second')));
    const body = linking(link('first'));
    const created = await documents(app, ARTICLE).create({
      data: { title: 'Post', slug: 'post', body },
      status: 'published',
    });
    entry = created.documentId;
    await until('the link is told', async () => (await pingsOf(app, entry))[0]?.status === 'sent');
    await setEntry(app, { documentId: entry }, { allowPings: 'open', trackbackUrls: [] });
    await app.strapi.store.set({ ...LIST, value: OTHERS });

    // Not listening: nothing changes by itself from here on.
    await restart({});
    await seedLinkback(app, { uid: ARTICLE, documentId: entry, locale: 'en' }, { status: 'approved' });
    const deleted = await seedLinkback(app, { uid: ARTICLE, documentId: entry, locale: 'en' });
    await app.strapi
      .plugin('linkbacks')
      .service('linkbacks')
      .act({ action: 'delete', ids: [deleted.documentId] }, 'somebody');
    await createAdmin(app, ['plugin::linkbacks.read', 'plugin::linkbacks.moderate']);
    const permissions = ['plugin::linkbacks.reading.find'];
    const tokens = app.strapi.service('admin::api-token') as unknown as {
      create(data: Record<string, unknown>): Promise<unknown>;
    };
    await tokens.create({ name: 'reader', type: 'custom', permissions, lifespan: null });
    await restart({});
    granted = await grants();
    await fillEmptyTables(app.strapi);
    before = await ownRows(app.strapi);
  });
  afterAll(async () => {
    await app.stop();
    await site.stop();
    await blog.stop();
  });

  it('has a row in each of its tables to lose', () => {
    expect(Object.keys(before).length).toBeGreaterThan(10);
    expect(Object.values(before).every(({ length }) => length > 0)).toBe(true);
  });

  it('names each of its tables once in the list that Strapi keeps, beside what others wrote there', async () => {
    const expected = [...OTHERS, ...Object.keys(before).map((name) => ({ name }))];

    expect(await list()).toHaveLength(expected.length);
    expect(await list()).toEqual(expect.arrayContaining(expected));
  });

  it('keeps every row while it is disabled, also where an import has just replaced the list', async () => {
    await app.strapi.store.set({ ...LIST, value: OTHERS });
    await restart({ plugin: false });

    expect(Object.keys(app.strapi.plugins)).not.toContain('linkbacks');
    expect(await ownRows(app.strapi)).toEqual(before);
  });

  it('keeps every row while it is not part of the project', async () => {
    await restart({ extraSrc: REMOVED });
    const data = { title: 'Meanwhile', slug: 'meanwhile', body: linking(link('meanwhile')) };
    const created = await documents(app, ARTICLE).create({ data, status: 'published' });
    entryMeanwhile = created.documentId;

    expect(Object.keys(app.strapi.plugins)).not.toContain('linkbacks');
    expect(await ownRows(app.strapi)).toEqual(before);
  });

  it('has no permissions while it is off: Strapi deletes those for actions that it does not know', async () => {
    expect(granted).toContain('reader: plugin::linkbacks.reading.find');
    expect(granted.filter((one) => one.startsWith('role '))).toHaveLength(2);
    expect(await grants()).toEqual([]);
  });

  it('has every row when it is back, and its list does not grow', async () => {
    await restart({});
    expect(await ownRows(app.strapi)).toEqual(before);
    const once = await list();
    await restart({});

    expect(await ownRows(app.strapi)).toEqual(before);
    expect(await list()).toEqual(once);
  });

  it('gives roles and tokens back what they might do', async () => {
    expect(await grants()).toEqual(granted);
  });

  it('is as it was: toggles, linkbacks, and the trace that keeps out what was deleted', async () => {
    const settings = await app.strapi
      .plugin('linkbacks')
      .service('entry-settings')
      .get({ uid: ARTICLE, documentId: entry, locale: 'en' });

    expect(settings).toMatchObject({ allowPings: 'open' });
    expect(await storedLinkbacks(app)).toMatchObject([{ status: 'approved' }]);
    expect(await app.strapi.db.query('linkbacks::tombstone' as never).count()).toBe(1);
  });

  it('tells nobody twice: only a link that is new', async () => {
    await forgetAll(app);
    await app.strapi.db.query('linkbacks::missed' as never).deleteMany({ where: {} });
    await restart({ listen: true });
    await publish('Post, corrected', link('first'), link('second'));

    await until('the new link is told', () => told().includes(link('second')));
    expect(told()).toEqual([link('first'), link('second')]);
  });

  it('tells of links that came while it was off once their entry is published again', async () => {
    expect(told()).not.toContain(link('meanwhile'));
    site.show('/blog/meanwhile', anchors(link('meanwhile')));
    await documents(app, ARTICLE).update({
      documentId: entryMeanwhile,
      data: { title: 'Meanwhile, corrected' },
      status: 'published',
    });

    await until('the link is told', () => told().includes(link('meanwhile')));
    expect(told()).toEqual([link('first'), link('second'), link('meanwhile')]);
  });

  it('receives as before', async () => {
    const source = await startSite({ address: '127.0.0.5' });
    const target = `${site.url}/blog/post`;
    source.show('/about', anchors(target));
    const answer = await pingback(app, `${source.url}/about`, target);
    await source.stop();

    expect(answer).toMatchObject({ fault: null });
  });

  it('brings its columns up to date when it comes back in another version', async () => {
    const table = 'linkbacks_linkbacks';
    const columns = async () => Object.keys(await app.strapi.db.connection(table).columnInfo()).sort();
    const present = await columns();
    const stored = await app.strapi.db.connection(table).pluck('pair_key');
    await restart({ plugin: false });
    await app.strapi.db.connection.schema.alterTable(table, (columns) => {
      columns.string('of_an_older_version');
      columns.dropColumn('claimed_address');
    });
    await restart({});

    expect(await columns()).toEqual(present);
    expect(await app.strapi.db.connection(table).pluck('pair_key')).toEqual(stored);
  });
});
