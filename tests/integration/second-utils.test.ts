import { cpSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdmin, superAdminToken } from '../helpers/admin';
import { ROOT } from '../helpers/paths';
import { ARTICLE, createArticle } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

const PLUGIN = 'src/plugins/linkbacks';
/** The plugin as npm installs it where it resolves another `@strapi/utils` for it than for Strapi. */
const packageJson = readFileSync(join(ROOT, 'package.json'), 'utf8');

const { cache } = createRequire(import.meta.url);

describe('a project with a second copy of @strapi/utils below the plugin', () => {
  let app: TestApp;
  let authorization: string;
  let documentId: string;

  beforeAll(async () => {
    app = await startStrapi({
      plugin: { resolve: `./${PLUGIN}` },
      extraSrc: { [`${PLUGIN}/package.json`]: packageJson },
      prepare(dir) {
        cpSync(join(ROOT, 'dist'), join(dir, PLUGIN, 'dist'), { recursive: true });
        const utils = join('node_modules', '@strapi', 'utils');
        cpSync(join(ROOT, utils), join(dir, PLUGIN, utils), { recursive: true, dereference: true });
      },
    });
    authorization = await superAdminToken(app);
    documentId = await createArticle(app, { slug: 'hello' });
  });
  afterAll(() => app?.stop());

  const ask = (verb: string, path: string, body?: object) => {
    const method = verb.toLowerCase() as 'get' | 'post' | 'put';
    const asked = app.request[method](path).set('Authorization', authorization);
    return body === undefined ? asked : asked.send(body);
  };

  it('has two copies', () => {
    const copies = Object.keys(cache).filter((path) => path.endsWith('@strapi/utils/dist/index.js'));

    expect(copies.sort()).toEqual(
      [ROOT, join(process.cwd(), PLUGIN)].map((dir) => join(dir, 'node_modules/@strapi/utils/dist/index.js'))
    );
  });

  const ENTRY = `/linkbacks/entries/${ARTICLE}`;
  it.each([
    [400, 'GET', '/api/linkbacks'],
    [400, 'GET', '/api/linkbacks?target=nonsense'],
    [400, 'GET', '/api/linkbacks?contentType=none&documentId=x'],
    [400, 'GET', '/api/linkbacks/discovery'],
    [400, 'GET', '/api/linkbacks/mentions.jf2'],
    [404, 'GET', '/api/linkbacks/trackback/articles/none'],
    [400, 'GET', '/linkbacks/linkbacks?status=none'],
    [404, 'GET', '/linkbacks/linkbacks/none'],
    [400, 'POST', '/linkbacks/linkbacks/actions', {}],
    [400, 'POST', '/linkbacks/linkbacks/erase', { host: 'com' }],
    [400, 'GET', '/linkbacks/pings?status=none'],
    [400, 'POST', '/linkbacks/pings/actions', { action: 'none' }],
    [400, 'GET', '/linkbacks/entries?locale=!'],
    [404, 'GET', '/linkbacks/entries/api::none.none/x'],
    [404, 'GET', `${ENTRY}/none?locale=en`],
    [400, 'GET', `${ENTRY}/ID?locale=!`],
    [400, 'PUT', `${ENTRY}/ID?locale=en`, { allowPings: 'maybe' }],
    [404, 'POST', `${ENTRY}/ID/send?locale=fr`],
    [400, 'PUT', '/linkbacks/settings', { colour: 'red' }],
    [400, 'PUT', '/linkbacks/settings', { publicUrl: 'x' }],
    [400, 'POST', '/linkbacks/settings/test', {}],
    [400, 'GET', '/linkbacks/resolve'],
  ] as [number, string, string, object?][])('answers with %i: %s %s', async (status, verb, path, body) => {
    const answer = await ask(verb, path.replace('/ID', `/${documentId}`), body);

    expect(answer.body).toMatchObject({ data: null, error: { status, message: expect.stringMatching(/./) } });
    expect(answer.status).toBe(status);
    expect(app.logs.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('answers who may not read an entry with 403', async () => {
    const { authorization: other } = await createAdmin(app, ['plugin::linkbacks.read']);
    const answer = await app.request.get(`${ENTRY}/${documentId}?locale=en`).set('Authorization', other);

    expect(answer.status).toBe(403);
  });
});
