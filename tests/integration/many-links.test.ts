import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPingLog, type PingLog } from '../helpers/admin-pings';
import { startBlog, type Blog } from '../helpers/blog';
import { anchors, documents, linking } from '../helpers/entries';
import { startSite, type Site } from '../helpers/site';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const ARTICLE = 'api::article.article';

let app: TestApp;
let site: Site;
let log: PingLog;
let busy: Blog;
let quiet: Blog;

beforeAll(async () => {
  site = await startSite({ address: '127.0.0.3' });
  busy = await startBlog({ address: '127.0.0.4' });
  quiet = await startBlog({ address: '127.0.0.5' });
  app = await startStrapi({
    site: site.url,
    listen: true,
    // A peer that is held must not be given up before it is released.
    config: { send: { perHost: 1 }, http: { timeout: 600_000 } },
  });
  log = await openPingLog(app);
});
afterAll(async () => {
  busy.release?.();
  await app.stop();
  await Promise.all([site, busy, quiet].map((one) => one.stop()));
});

const publish = async (slug: string, targets: string[]): Promise<string> => {
  const draft = await documents(app, ARTICLE).create({
    data: { title: 'Many links', slug, body: linking(...targets) },
  });
  await documents(app, ARTICLE).publish({ documentId: draft.documentId });
  return draft.documentId;
};

const count = async (documentId: string, status: string): Promise<number> =>
  app.strapi.db
    .query('plugin::linkbacks.ping')
    .count({ where: { entryDocumentId: documentId, status: status as never } });

const cancelAll = async (documentId: string): Promise<{ ok: boolean }[]> => {
  const ids = (await log.of(documentId)).filter(({ status }) => status === 'queued').map(({ id }) => id);
  const { results } = await app.strapi.plugin('linkbacks').service('pings').act('cancel', ids);
  return results;
};

describe('a thousand links to one host, and one to another', () => {
  let documentId: string;
  let askedAtPublish: number[];

  beforeAll(async () => {
    // Nobody is answered: whoever waited for a peer would wait for ever.
    busy.hold = new Promise((resolve) => (busy.release = resolve));
    const targets = Array.from({ length: 1000 }, (_, n) => `${busy.url}/header/${n}`);
    const all = [...targets, `${quiet.url}/header/only`];
    site.show('/blog/thousand', anchors(...all));
    documentId = await publish('thousand', all);
    askedAtPublish = [site, busy, quiet].map(({ requests }) => requests.length);
  });

  it('are published before anything is sent', () => {
    expect(askedAtPublish).toEqual([0, 0, 0]);
  });

  it('keep nobody else waiting', async () => {
    await until('the other host is told', () => quiet.pingbacks.length > 0);
    await until('its ping is sent', async () => (await count(documentId, 'sent')) === 1);
    expect(quiet.pingbacks).toEqual([[`${site.url}/blog/thousand`, `${quiet.url}/header/only`]]);
    // The first of the thousand is still in the air, and the only one.
    await until('it is in the air', async () => (await count(documentId, 'sending')) === 1);
    await until('its peer has it', () => busy.pingbacks.length > 0);
    expect(busy.requests.map(({ method }) => method)).toEqual(['GET', 'POST']);
    expect(await count(documentId, 'queued')).toBe(999);
  });

  it('are told one after the other, in their order', async () => {
    busy.hold = Promise.resolve();
    busy.release?.();
    await until('twenty are told', () => busy.pingbacks.length >= 20);
    const order = busy.pingbacks.map(([, target]) => Number(target.split('/').at(-1)));
    expect(order).toEqual(order.map((_, index) => index));
  });

  it('can all be cancelled', async () => {
    // Else more may be told than are cancelled in the same time.
    busy.hold = new Promise((resolve) => (busy.release = resolve));
    const before = busy.pingbacks.length;
    await until('one is held in the air', () => busy.pingbacks.length > before);
    const first = await cancelAll(documentId);
    expect(first.filter(({ ok }) => ok).length).toBeGreaterThan(500);
    busy.release?.();
    await until('nothing is under way', async () => {
      // What was in the air may have come back, to be tried again.
      await cancelAll(documentId);
      return (await count(documentId, 'sending')) + (await count(documentId, 'queued')) === 0;
    });
    const told = busy.pingbacks.length;
    const jobs = async () =>
      Number((await app.strapi.db.connection('linkbacks_jobs').count({ left: '*' }))[0]?.['left']);
    const enough = Math.max(0, (await jobs()) - 50);
    await until('fifty jobs have found nothing to do', async () => (await jobs()) <= enough);
    expect(busy.pingbacks).toHaveLength(told);
    expect((await count(documentId, 'sent')) + (await count(documentId, 'cancelled'))).toBe(1001);
  });
});

describe('an entry with 2,001 links', () => {
  it('has a ping for each of the first 2,000', async () => {
    const targets = Array.from({ length: 2001 }, (_, n) => `http://127.0.0.6:8080/${n}`);
    // Its page is not there: all of them wait.
    const documentId = await publish('many', targets);
    await until('all are planned', async () => (await count(documentId, 'waiting')) === 2000);
    const pings = await log.of(documentId);
    expect(pings.map(({ target }) => target)).toEqual(targets.slice(0, 2000));
  });
});
