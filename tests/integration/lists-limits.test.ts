import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import { usualTurn } from '../helpers/event-loop';
import { ARTICLE, createArticle } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

/** The longest that anything may hold up the event loop, in milliseconds. */
const BLOCK = 50;
const ROWS = 20_000;
const BATCH = 200;

let app: TestApp;
let authorization: string;

const insertMany = async (table: string, rowOf: (number: number) => Record<string, unknown>) => {
  for (let from = 0; from < ROWS; from += BATCH) {
    const rows = Array.from({ length: BATCH }, (_, index) => rowOf(from + index));
    await app.strapi.db.connection(table).insert(rows);
  }
};
const newId = () => randomUUID().replaceAll('-', '').slice(0, 24);
const STATUSES = ['waiting', 'queued', 'sent', 'failed', 'skipped'];

beforeAll(async () => {
  app = await startStrapi();
  authorization = await superAdminToken(app);
  await createArticle(app, { slug: 'needle', title: 'A Needle in the hay' });
  const { tableName } = app.strapi.db.metadata.get(ARTICLE);
  const published = new Date();
  await insertMany(tableName, (number) => ({
    document_id: newId(),
    title: `Hay number ${number} ${'x'.repeat(200)}`,
    slug: `hay-${number}`,
    locale: 'en',
    published_at: number % 2 === 0 ? published : null,
    created_at: published,
    updated_at: published,
  }));
  await insertMany('linkbacks_pings', (number) => ({
    document_id: newId(),
    entry_uid: ARTICLE,
    entry_document_id: newId(),
    entry_locale: 'en',
    status: STATUSES[number % STATUSES.length],
    reason: `Waiting for our page https://example.com/${number}: ${'it does not show this link yet. '.repeat(5)}`,
    kind: 'link',
    purpose: 'link',
    source: `https://example.com/${number}`,
    target: `https://blog-${number % 100}.example/${'p'.repeat(1_000)}`,
    target_host: `blog-${number % 100}.example`,
    pair_key: randomUUID(),
    answer: 'a'.repeat(500),
    attempts: 0,
    created_at: published,
    updated_at: published,
  }));
});
afterAll(() => app?.stop());

const ask = async (path: string, query: Record<string, unknown>) => {
  const answer = await app.request.get(`/linkbacks${path}`).query(query).set('Authorization', authorization);
  expect(answer.status).toBe(200);
  return answer.body;
};

describe('lists of the admin over twenty thousand rows', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['the entries with a word in their title', '/entries', { q: 'needle' }],
    ['the entries with a word that none has', '/entries', { q: 'nothing has this' }],
    ['all deliveries', '/pings', {}],
    ['deliveries that wait', '/pings', { group: 'open' }],
    ['deliveries of a host', '/pings', { host: 'blog-3.example' }],
    ['deliveries of a type, on the last page', '/pings', { contentType: ARTICLE, page: 200, pageSize: 100 }],
    ['deliveries of a locale', '/pings', { locale: 'en', status: 'failed' }],
  ])('do not hold up the event loop: %s', async (_what, path, query) => {
    await ask(path, query);
    expect(await usualTurn(() => ask(path, query), BLOCK)).toBeLessThan(BLOCK);
  });

  it('find the oldest entry behind all others', async () => {
    const found = await ask('/entries', { q: 'nEEdle' });
    expect(found).toMatchObject({ results: [{ title: 'A Needle in the hay' }], onlyNewest: null });
  });
});
