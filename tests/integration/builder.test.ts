import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import { documents } from '../helpers/entries';
import { SITE } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const NOTE = 'api::note.note';
const SCHEMA = 'src/api/note/content-types/note/schema.json';
/** The type is named by nobody but its own schema. */
const config = { contentTypes: { [NOTE]: undefined } };

let app: TestApp | null = null;
afterEach(async () => {
  await app?.stop();
  app = null;
});

/** Saves the type as the builder does, in a Strapi that would restart now. Returns the schema file that it wrote. */
const saveInBuilder = async (linkbacks: object): Promise<string> => {
  app = await startStrapi({ config });
  app.strapi.config.set('autoReload', true);
  const restarts: true[] = [];
  Object.defineProperty(app.strapi, 'reload', { value: () => restarts.push(true) });
  const type = {
    action: 'update',
    uid: NOTE,
    displayName: 'Note',
    draftAndPublish: false,
    kind: 'collectionType',
    pluginOptions: { linkbacks },
    attributes: [
      { action: 'update', name: 'title', properties: { type: 'string' } },
      { action: 'update', name: 'slug', properties: { type: 'uid', targetField: 'title' } },
      { action: 'update', name: 'text', properties: { type: 'richtext' } },
    ],
  };
  const answer = await app.request
    .post('/content-type-builder/update-schema')
    .set('Authorization', await superAdminToken(app))
    .send({ data: { components: [], contentTypes: [type] } });
  expect(answer.body).toEqual({});
  expect(answer.status).toBe(200);
  await until('Strapi restarts', () => restarts.length === 1);
  const text = readFileSync(join(app.strapi.dirs.app.root, SCHEMA), 'utf8');
  await app.stop();
  app = null;
  return text;
};

/** What the settings page shows of it in the Strapi that starts then. */
const settingsAfter = async (schema: string) => {
  app = await startStrapi({ config, extraSrc: { [SCHEMA]: schema } });
  await documents(app, NOTE).create({ data: { title: 'Seen', slug: 'seen' } });
  const token = await superAdminToken(app);
  return (await app.request.get('/linkbacks/settings').set('Authorization', token)).body;
};

describe('a content type whose linkbacks are switched on in the Content-Type Builder', () => {
  it('takes part, with the URL that was typed there', async () => {
    const schema = await saveInBuilder({ enabled: true, url: `${SITE}/jottings/:slug` });
    expect(JSON.parse(schema).pluginOptions.linkbacks).toEqual({
      enabled: true,
      url: `${SITE}/jottings/:slug`,
    });

    const { contentTypes, notices } = await settingsAfter(schema);
    expect(contentTypes).toContainEqual({
      uid: NOTE,
      displayName: 'Note',
      url: `${SITE}/jottings/:slug`,
      example: { url: `${SITE}/jottings/seen`, title: 'Seen' },
    });
    expect(notices).toEqual([]);
  });

  it.each([
    ['no URL', { enabled: true }],
    ['a URL that is none', { enabled: true, url: 'jottings/:slug' }],
    ['a parameter that is no field', { enabled: true, url: `${SITE}/jottings/:colour` }],
  ])('takes no part with %s, and the settings page says why', async (_what, linkbacks) => {
    const { contentTypes, notices } = await settingsAfter(await saveInBuilder(linkbacks));

    expect(contentTypes.map(({ uid }: { uid: string }) => uid)).not.toContain(NOTE);
    expect(notices).toEqual([
      {
        code: 'content-type',
        message: expect.stringContaining(`${NOTE} takes no part`),
        why: { code: 'notice.content-type', values: { uid: NOTE, why: expect.anything() } },
      },
    ]);
  });

  it('takes no part while the box is not ticked', async () => {
    const schema = await saveInBuilder({ enabled: false, url: `${SITE}/jottings/:slug` });
    const { contentTypes, notices } = await settingsAfter(schema);
    expect(contentTypes.map(({ uid }: { uid: string }) => uid)).not.toContain(NOTE);
    expect(notices).toEqual([]);
  });
});
