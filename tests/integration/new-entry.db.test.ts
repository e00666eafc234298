import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import { documents } from '../helpers/entries';
import { startStrapi, type TestApp } from '../helpers/strapi';

const ARTICLE = 'api::article.article';
const TABLE = 'linkbacks_entry_settings';
/** A project's own middleware, which takes some saves back. */
const REFUSED = 'Refused by the project';
const project = `
module.exports = {
  register: ({ strapi }) => strapi.documents.use((context, next) =>
    strapi.db.transaction(async () => {
      const written = await next();
      if (context.action === 'create' && context.params.data.title === '${REFUSED}') throw new Error('no');
      return written;
    })),
  bootstrap() {},
  destroy() {},
};`;

let app: TestApp;
let token: string;
let count = 0;

const choose = async (allowPings: string) => {
  const answer = await app.request
    .put(`/linkbacks/entries/${ARTICLE}/new?locale=en`)
    .set('Authorization', token)
    .send({ allowPings });
  expect(answer.status).toBe(200);
};
const chosenFor = async (documentId: string): Promise<string> => {
  const answer = await app.request
    .get(`/linkbacks/entries/${ARTICLE}/${documentId}?locale=en`)
    .set('Authorization', token);
  return answer.body.allowPings;
};
/** As the create page of the content manager does. */
const save = (title = 'Hello') =>
  app.request
    .post(`/content-manager/collection-types/${ARTICLE}?locale=en`)
    .set('Authorization', token)
    .send({ title, slug: `new-entry-${(count += 1)}` });
const settings = () => app.strapi.db.query('plugin::linkbacks.entry-setting');

/** What the database was told while `work` was done, as one line each: this Strapi has no worker that would speak too. */
const statementsOf = async (work: () => Promise<unknown>): Promise<string[]> => {
  const said: string[] = [];
  const listen = ({ sql }: { sql: string }) => void said.push(sql.toLowerCase());
  app.strapi.db.connection.on('query', listen);
  try {
    await work();
    return said;
  } finally {
    app.strapi.db.connection.removeListener('query', listen);
  }
};

describe('the first save of a draft', () => {
  beforeAll(async () => {
    app = await startStrapi();
    token = await superAdminToken(app);
  });
  beforeEach(() => settings().deleteMany({}));
  afterAll(() => app.stop());

  it('takes the settings along that its author chose before, in its own transaction', async () => {
    await choose('closed');
    const saved: { documentId?: string } = {};
    const statements = await statementsOf(async () => {
      saved.documentId = (await save()).body.data.documentId;
    });
    const written = statements.findIndex((sql) => /^insert into .*articles/.test(sql));
    const moved = statements.findIndex((sql) => /^update .*linkbacks_entry_settings/.test(sql));

    expect(written).toBeGreaterThanOrEqual(0);
    expect(moved).toBeGreaterThan(written);
    expect(statements.slice(written, moved).filter((sql) => sql.startsWith('commit'))).toEqual([]);
    expect(await chosenFor(saved.documentId ?? '')).toBe('closed');
    expect(await chosenFor('new')).toBe('default');
  });

  it('stands when they cannot be moved, and leaves them where they are', async () => {
    await choose('closed');
    const rename = (from: string, to: string) => app.strapi.db.connection.schema.renameTable(from, to);
    await rename(TABLE, `${TABLE}_away`);
    const saved = await save();
    await rename(`${TABLE}_away`, TABLE);

    expect(saved.status).toBe(201);
    const { documentId } = saved.body.data;
    expect(await documents(app, ARTICLE).findOne({ documentId })).toMatchObject({ title: 'Hello' });
    expect(await chosenFor(documentId)).toBe('default');
    expect(await chosenFor('new')).toBe('closed');
    expect(app.logs).toContainEqual(
      expect.objectContaining({
        level: 'error',
        message: expect.stringContaining('of a new entry were lost'),
      })
    );
  });

  it('costs those nothing who create entries by code', async () => {
    const statements = await statementsOf(() =>
      documents(app, ARTICLE).create({ data: { title: 'Code', slug: `new-entry-${(count += 1)}` } })
    );

    expect(statements.some((sql) => sql.startsWith('insert'))).toBe(true);
    expect(statements.filter((sql) => sql.includes('linkbacks_'))).toEqual([]);
  });
});

describe('a first save that the project takes back', () => {
  beforeAll(async () => {
    app = await startStrapi({ extraSrc: { 'src/index.js': project } });
    token = await superAdminToken(app);
  });
  afterAll(() => app.stop());

  it('leaves the settings to the next one', async () => {
    await choose('closed');
    expect((await save(REFUSED)).status).toBe(500);
    expect(await app.strapi.db.query(ARTICLE).count({ where: { title: REFUSED } })).toBe(0);
    expect(await chosenFor('new')).toBe('closed');
    expect(await settings().count()).toBe(1);

    const { documentId } = (await save()).body.data;
    expect(await chosenFor(documentId)).toBe('closed');
    expect(await chosenFor('new')).toBe('default');
  });
});
