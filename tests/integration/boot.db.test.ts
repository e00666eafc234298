import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdmin, superAdminToken } from '../helpers/admin';
import { startStrapi, type TestApp } from '../helpers/strapi';

const TABLES = [
  'linkbacks_linkbacks',
  'linkbacks_pings',
  'linkbacks_entry_settings',
  'linkbacks_jobs',
  'linkbacks_hosts',
  'linkbacks_known',
  'linkbacks_tombstones',
  'linkbacks_missed',
  'linkbacks_types',
  'linkbacks_secrets',
  'linkbacks_grants',
  'linkbacks_state',
  'linkbacks_senders',
];

describe('a Strapi with the plugin', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startStrapi({ listen: true });
  });
  afterAll(() => app.stop());

  it('finds it', () => {
    expect(Object.keys(app.strapi.plugins)).toContain('linkbacks');
  });

  it.each(TABLES)('has the table %s', async (table) => {
    expect(await app.strapi.db.connection.schema.hasTable(table)).toBe(true);
  });

  it('leaves the tables of the project as they are', async () => {
    const columns = await app.strapi.db.connection('articles').columnInfo();

    expect(Object.keys(columns).filter((name) => /link|ping|trackback/i.test(name))).toEqual([]);
  });

  it.each(['/api/linkbacks', '/api/linkbacks/discovery'])('answers %s to everybody', async (path) => {
    const answer = await app.request.get(path).query({ target: 'http://127.0.0.1:4321/blog/nothing' });

    expect(answer.status).toBe(200);
  });

  it('answers XML-RPC', async () => {
    const answer = await app.request
      .post('/api/linkbacks/xmlrpc')
      .set('content-type', 'text/xml')
      .send('<?xml version="1.0"?><methodCall><methodName>system.listMethods</methodName></methodCall>');

    expect(answer.status).toBe(200);
    expect(answer.text).toContain('<string>pingback.ping</string>');
  });

  it('opens its admin routes to those who have the right, and to nobody else', async () => {
    const path = '/linkbacks/linkbacks';
    const outsider = await createAdmin(app);
    const reader = await createAdmin(app, ['plugin::linkbacks.read']);

    expect((await app.request.get(path)).status).toBe(401);
    expect((await app.request.get(path).set('Authorization', outsider.authorization)).status).toBe(403);
    expect((await app.request.get(path).set('Authorization', reader.authorization)).status).toBe(200);
    expect((await app.request.get(path).set('Authorization', await superAdminToken(app))).status).toBe(200);
  });

  it('says nothing at warning level or above', () => {
    const loud = app.logs.filter(({ level }) => ['warn', 'error'].includes(level));

    expect(loud.filter(({ message }) => /linkback/i.test(message))).toEqual([]);
  });
});

describe('a Strapi with a wrong configuration', () => {
  it.each([
    ['an unknown key', { recieve: {} }, /`recieve`/],
    [
      'an unknown content type',
      { contentTypes: { 'api::blog.blog': { url: 'https://a.example/:slug' } } },
      /api::blog\.blog/,
    ],
    [
      'a pattern with a field that is not there',
      { contentTypes: { 'api::note.note': { url: 'https://a.example/:nothing' } } },
      /:nothing/,
    ],
    ['a URL without a scheme', { publicUrl: 'cms.example.com' }, /`publicUrl`.*http\(s\)/],
  ])('does not start: %s', async (_what, config, message) => {
    await expect(startStrapi({ config })).rejects.toThrow(message);
  });
});
