import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import { createArticle, pingback, SITE, storedLinkbacks } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

/** What a received ping asks of the database is most of what it costs. */
const TARGET = `${SITE}/blog/hello`;

let app: TestApp;
let blog: Peer;

beforeAll(async () => {
  const words = 'I have read a good article and thought about it for quite a while';
  blog = await startPeer(
    ({ path }, response) =>
      sendPage(response, `<title>${path}</title><p>${words} ${path}: <a href="${TARGET}">this</a></p>`),
    { address: '127.0.0.2' }
  );
  app = await startStrapi({ listen: true });
  await createArticle(app, { slug: 'hello' });
});
afterAll(async () => {
  await app.stop();
  await blog.stop();
});

/** The statements about linkbacks while `work` goes on: whatever else Strapi does has no part in it. */
const statementsOf = async (work: () => Promise<unknown>): Promise<string[]> => {
  const statements: string[] = [];
  const listen = ({ sql }: { sql: string }) => {
    if (/linkbacks_(?:linkbacks|tombstones)\b/.test(sql)) statements.push(sql);
  };
  app.strapi.db.connection.on('query', listen);
  await work();
  app.strapi.db.connection.removeListener('query', listen);
  return statements;
};

describe('a received ping', () => {
  it('asks twice what is there, before its source is fetched and after, is written once, and its number is asked for its sender', async () => {
    // What the first one makes us remember is no part of it.
    await pingback(app, `${blog.url}/first`, TARGET);
    const statements = await statementsOf(() => pingback(app, `${blog.url}/second`, TARGET));
    const kinds = statements.map((sql) => sql.trimStart().split(' ', 1)[0]?.toLowerCase());
    expect(kinds).toEqual(['select', 'select', 'insert', 'select']);
    expect(await storedLinkbacks(app)).toHaveLength(2);
  });
});
