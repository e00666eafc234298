import { statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import { createArticle, forgetAll, pingback, SITE, storedLinkbacks } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

const TARGET = `${SITE}/blog/hello`;
/** Enough that half filled pages of the file do not count. */
const PINGS = 400;
const AT_A_TIME = 20;

/** What a usual blog's page shows. */
const usual = (number: number) => `<!doctype html><title>Post ${number} about strapi</title>
  <article class="h-entry"><h1 class="p-name">Post ${number} about strapi</h1>
  <a class="p-author h-card" href="/about"><img class="u-photo" src="/me.jpg" alt="">Jane Doe</a>
  <time class="dt-published" datetime="2024-01-01T00:00:00Z">1 January</time>
  <div class="e-content"><p>I have read ${number} things today, and <a href="${TARGET}">this one</a> was the best of them.</p></div>
  </article>`;

/** A page that fills everything that is kept of it: letters of four bytes, and the longest addresses. */
const fullest = (number: number) => {
  const words = '𝒶'.repeat(2_000);
  const long = 'a'.repeat(900);
  return `<!doctype html><title>${number}${words}</title><meta property="og:site_name" content="${words}">
  <article class="h-entry"><h1 class="p-name">${number}${words}</h1>
  <a class="p-author h-card" href="/${long}"><img class="u-photo" src="/${long}.jpg" alt="">${words}</a>
  <div class="e-content"><p>${words} <a href="${TARGET}">${words}</a> ${words}</p></div></article>`;
};

let app: TestApp;
let blog: Peer;
let html: (number: number) => string;

beforeAll(async () => {
  blog = await startPeer(
    ({ path }, response) => sendPage(response, html(Number(/(\d+)\D*$/.exec(path)?.[1] ?? 0))),
    { address: '127.0.0.2' }
  );
  app = await startStrapi();
  await createArticle(app, { slug: 'hello' });
});
afterAll(async () => {
  await app?.stop();
  await blog?.stop();
});

const knex = () => app.strapi.db.connection;
const fileSize = async (): Promise<number> => {
  await knex().raw('VACUUM');
  return statSync(String(app.database.env['DATABASE_FILENAME'])).size;
};

/** Bytes of the table and of each of its indexes. */
const parts = async (): Promise<Record<string, number>> => {
  const rows: { name: string; bytes: number }[] = await knex().raw(
    `SELECT name, sum(pgsize) AS bytes FROM dbstat WHERE name LIKE 'linkbacks_linkbacks%' GROUP BY name`
  );
  return Object.fromEntries(rows.map(({ name, bytes }) => [name, bytes]));
};

/** Bytes that one of many received pings adds to the database. */
const bytesOfAPing = async (path: (number: number) => string): Promise<number> => {
  await forgetAll(app);
  const before = await fileSize();
  for (let from = 0; from < PINGS; from += AT_A_TIME) {
    const sent = Array.from({ length: AT_A_TIME }, (_, index) =>
      pingback(app, `${blog.url}${path(from + index)}`, TARGET)
    );
    for (const { fault } of await Promise.all(sent)) expect(fault).toBeNull();
  }
  expect(await storedLinkbacks(app)).toHaveLength(PINGS);
  return ((await fileSize()) - before) / PINGS;
};

describe.runIf((process.env.LINKBACKS_TEST_DB ?? 'sqlite') === 'sqlite')('a received ping', () => {
  it('of a usual page takes little room', async () => {
    html = usual;
    const bytes = await bytesOfAPing((number) => `/posts/2024/a-post-about-strapi-${number}`);
    expect(bytes, JSON.stringify(await parts())).toBeLessThan(1_400);
  });

  it('of a page that fills everything takes no more than a few times as much', async () => {
    html = fullest;
    const bytes = await bytesOfAPing((number) => `/${number}/${'b'.repeat(1_900)}`);
    expect(bytes, JSON.stringify(await parts())).toBeLessThan(9_000);
  });
});
