import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMissedJobs } from '../../server/src/services/missed-jobs';
import { startBlog } from '../helpers/blog';
import { testClient, type Client } from '../helpers/database';
import { anchors, documents, linking, pingsOf } from '../helpers/entries';
import { startSite } from '../helpers/site';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const ARTICLE = 'api::article.article';
let app: TestApp;
let count = 0;

type Table = 'linkbacks_jobs' | 'linkbacks_missed';

/** Every insert fails, as on a full disk. */
const BREAK: Record<Client, (table: Table) => string[]> = {
  sqlite: (table) => [
    `CREATE TRIGGER full_${table} BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'full'); END`,
  ],
  postgres: (table) => [
    `CREATE FUNCTION full_${table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full'; END $$`,
    `CREATE TRIGGER full_${table} BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION full_${table}()`,
  ],
  mysql: (table) => [
    `CREATE TRIGGER full_${table} BEFORE INSERT ON ${table} FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'full'`,
  ],
};

const breakTable = async (table: Table): Promise<void> => {
  for (const sql of BREAK[testClient()](table)) await app.strapi.db.connection.raw(sql);
};
const mendTable = async (table: Table): Promise<void> => {
  if (testClient() === 'postgres')
    await app.strapi.db.connection.raw(`DROP FUNCTION full_${table}() CASCADE`);
  else await app.strapi.db.connection.raw(`DROP TRIGGER full_${table}`);
};

const payloadsIn = async (table: Table): Promise<{ ref: { documentId: string } }[]> => {
  const rows: { payload: string }[] = await app.strapi.db.connection(table).orderBy('id');
  return rows.map(({ payload }) => JSON.parse(payload));
};
const documentsIn = async (table: Table): Promise<string[]> =>
  (await payloadsIn(table)).map(({ ref }) => ref.documentId);

const sweep = (): Promise<void> => app.strapi.plugin('linkbacks').service('outbox').sweep();

const draft = async (): Promise<string> => {
  const data = { title: 'Hello', slug: `sweep-${(count += 1)}`, body: linking('https://example.com/') };
  return (await documents(app, ARTICLE).create({ data })).documentId;
};
const isPublished = async (documentId: string): Promise<boolean> =>
  Boolean(await documents(app, ARTICLE).findOne({ documentId, status: 'published' }));

/** Nothing listens, so no worker takes the jobs away. */
describe('a job that cannot be inserted', () => {
  beforeAll(async () => {
    app = await startStrapi();
  });
  afterEach(async () => {
    await app.strapi.db.connection('linkbacks_jobs').del();
    await app.strapi.db.connection('linkbacks_missed').del();
  });
  afterAll(() => app.stop());

  it('is kept in the transaction of its publish, and swept into the queue once that is whole', async () => {
    const documentId = await draft();
    await breakTable('linkbacks_jobs');
    try {
      await documents(app, ARTICLE).publish({ documentId });
      await sweep();
      expect(await documentsIn('linkbacks_missed')).toEqual([documentId]);
    } finally {
      await mendTable('linkbacks_jobs');
    }
    expect(await isPublished(documentId)).toBe(true);

    await until('the sweep tries again', async () => {
      await sweep();
      return (await documentsIn('linkbacks_jobs')).length > 0;
    });
    expect(await payloadsIn('linkbacks_jobs')).toMatchObject([{ ref: { documentId }, action: 'publish' }]);
    expect(await documentsIn('linkbacks_missed')).toEqual([]);
  });

  it('leaves nothing anywhere when its publish is rolled back', async () => {
    const documentId = await draft();
    await breakTable('linkbacks_jobs');
    try {
      const rolledBack = app.strapi.db.transaction(async () => {
        await documents(app, ARTICLE).publish({ documentId });
        throw new Error('changed my mind');
      });
      await expect(rolledBack).rejects.toThrow('changed my mind');
    } finally {
      await mendTable('linkbacks_jobs');
    }
    expect(await isPublished(documentId)).toBe(false);
    // A publish that is missed too makes the next sweep look everywhere.
    const other = await missInMemory();
    await sweep();
    expect([await documentsIn('linkbacks_jobs'), await documentsIn('linkbacks_missed')]).toEqual([
      [other],
      [],
    ]);
  });

  it('is remembered by the process when nothing at all can be inserted', async () => {
    const documentId = await missInMemory();
    expect(await isPublished(documentId)).toBe(true);
    expect(await documentsIn('linkbacks_missed')).toEqual([]);
    await sweep();
    expect(await documentsIn('linkbacks_jobs')).toEqual([documentId]);
  });

  it('is swept exactly once by two processes', async () => {
    const ref = (n: number) => ({ uid: ARTICLE, documentId: `d${n}`, locale: 'en' });
    const payloads = Array.from({ length: 250 }, (_, n) => ({
      payload: JSON.stringify({ kind: 'plan', ref: ref(n), action: 'publish' }),
    }));
    for (let at = 0; at < payloads.length; at += 50)
      await app.strapi.db.connection('linkbacks_missed').insert(payloads.slice(at, at + 50));

    const [one, two] = [createMissedJobs({ strapi: app.strapi }), createMissedJobs({ strapi: app.strapi })];
    await Promise.all([one.sweep(), two.sweep()]);

    const swept = await documentsIn('linkbacks_jobs');
    expect(swept.sort()).toEqual(payloads.map((_, n) => `d${n}`).sort());
    expect(await documentsIn('linkbacks_missed')).toEqual([]);
  });
});

/** A publish of which neither table takes anything; both are whole afterwards. */
const missInMemory = async (): Promise<string> => {
  const documentId = await draft();
  await breakTable('linkbacks_jobs');
  await breakTable('linkbacks_missed');
  try {
    await documents(app, ARTICLE).publish({ documentId });
  } finally {
    await mendTable('linkbacks_missed');
    await mendTable('linkbacks_jobs');
  }
  return documentId;
};

describe('a process that ends before it could make good what it missed', () => {
  it('leaves it to the next one: the ping is sent', async () => {
    const site = await startSite({ address: '127.0.0.3' });
    const blog = await startBlog({ address: '127.0.0.4' });
    try {
      // The links of a type are read before its pings are planned: it takes part already when this begins.
      app = await startStrapi({ site: site.url });
      await app.strapi.plugin('linkbacks').service('first-run').run();
      const target = `${blog.url}/header/missed`;
      await breakTable('linkbacks_jobs');
      const { documentId } = await documents(app, ARTICLE).create({
        data: { title: 'Missed', slug: 'missed', body: linking(target) },
        status: 'published',
      });
      site.show('/blog/missed', anchors(target));
      await mendTable('linkbacks_jobs');
      const { database } = app;
      await app.stop({ keepDatabase: true });

      app = await startStrapi({ site: site.url, listen: true, database });
      await until('the ping is sent', async () => (await pingsOf(app, documentId))[0]?.status === 'sent');
      expect(blog.pingbacks.map((ping) => ping[1])).toEqual([target]);
    } finally {
      await app.stop();
      await site.stop();
      await blog.stop();
    }
  });
});

describe('a bulk publish, whose entries are published side by side in one transaction', () => {
  it('stands as a whole when no job can be inserted', async () => {
    app = await startStrapi();
    try {
      const ids = [await draft(), await draft(), await draft(), await draft(), await draft()];
      await breakTable('linkbacks_jobs');
      await app.strapi.db.transaction(() =>
        Promise.all(ids.map((documentId) => documents(app, ARTICLE).publish({ documentId })))
      );
      await mendTable('linkbacks_jobs');
      expect(await Promise.all(ids.map(isPublished))).toEqual(ids.map(() => true));
      await sweep();
      expect((await documentsIn('linkbacks_jobs')).sort()).toEqual([...ids].sort());
    } finally {
      await app.stop();
    }
  });
});
