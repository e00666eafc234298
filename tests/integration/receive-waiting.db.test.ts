import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobPayload } from '../../server/src/adapters/jobs';
import { getLinkbacks } from '../../server/src/get-service';
import { hangs } from '../helpers/bad-peers';
import { startPeer, type Peer } from '../helpers/http-peer';
import { ARTICLE, createArticle, forgetAll, jobsOf, pingback, SITE, webmention } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

const TARGET = `${SITE}/blog/hello`;
const WAITING = 300;

let app: TestApp;
let blog: Peer;
let documentId: string;

// Nobody listens, so no worker takes anything.
beforeAll(async () => {
  blog = await startPeer(hangs, { address: '127.0.0.2' });
  app = await startStrapi({ config: { receive: { inlineBudget: 100 } } });
  documentId = await createArticle(app, { slug: 'hello' });
});
afterAll(async () => {
  await app?.stop();
  await blog?.stop();
});
beforeEach(() => forgetAll(app));

const about = () => ({ address: null, receivedAt: new Date().toISOString(), host: blog.host });
const verifyOf = (source: string): JobPayload => ({
  kind: 'verify',
  host: blog.host,
  received: {
    ...about(),
    protocol: 'pingback',
    source,
    target: TARGET,
    ref: { uid: ARTICLE, documentId, locale: 'en' },
    claim: { title: null, excerpt: null, blogName: null },
  },
});
const mentionOf = (source: string): JobPayload => ({ kind: 'mention', source, target: TARGET, ...about() });
const crowd = (jobOf: (source: string) => JobPayload) =>
  getLinkbacks(app.strapi).queue.add(
    Array.from({ length: WAITING }, (_, number) => jobOf(`${blog.url}/other-${number}`))
  );

/** The most rows that one statement gave while `work` was done. */
const mostRowsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const knex = app.strapi.db.connection;
  let most = 0;
  const count = (response: unknown, o: { response?: unknown }): void => {
    const rows = [response, (response as { rows?: unknown } | null)?.rows, o.response].flatMap((one) =>
      Array.isArray(one) ? [one.length, Array.isArray(one[0]) ? one[0].length : 0] : []
    );
    most = Math.max(most, ...rows);
  };
  knex.on('query-response', count);
  await work().finally(() => knex.removeListener('query-response', count));
  return most;
};

describe('pings that wait', () => {
  it.each([
    ['pingbacks', 'verify', verifyOf, () => pingback(app, `${blog.url}/post`, TARGET)],
    ['webmentions', 'mention', mentionOf, () => webmention(app, `${blog.url}/post`, TARGET)],
  ] as const)('are not read for each of the %s that come', async (_what, kind, jobOf, send) => {
    await crowd(jobOf);

    expect(await mostRowsOf(send)).toBeLessThan(100);
    expect(await jobsOf(app, kind)).toHaveLength(WAITING + 1);
  });

  it.each([
    ['pingback', 'verify', verifyOf, (url: string) => pingback(app, url, TARGET)],
    ['webmention', 'mention', mentionOf, (url: string) => webmention(app, url, TARGET)],
  ] as const)('are not left twice: a %s in another spelling', async (_what, kind, jobOf, send) => {
    await crowd(jobOf);
    await send(`${blog.url}/p%6Fst`);
    await send(`${blog.url}/post#top`);

    expect(await jobsOf(app, kind)).toHaveLength(WAITING + 1);
  });

  it.each([
    ['pingback', 'verify', (target: string) => pingback(app, `${blog.url}/post`, target)],
    ['webmention', 'mention', (target: string) => webmention(app, `${blog.url}/post`, target)],
  ] as const)('do not stand for a %s with another target', async (_what, kind, send) => {
    const targets = [`${TARGET}?utm_source=casino`, `${TARGET}#casino`, TARGET];
    for (const target of [...targets, ...targets]) await send(target);

    expect(await jobsOf(app, kind)).toHaveLength(targets.length);
  });
});
