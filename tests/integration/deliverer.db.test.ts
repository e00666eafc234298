import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobPayload, JobResult } from '../../server/src/adapters/jobs';
import { createQueue, type Queue } from '../../server/src/adapters/queue';
import { getLinkbacks } from '../../server/src/get-service';
import { createDeliverer } from '../../server/src/services/outbound/deliverer';
import { pairKeyOf } from '../../server/src/services/outbound/rows';
import type { JobHandler } from '../../server/src/services/types';
import { fault, startBlog, type Blog } from '../helpers/blog';
import { documents } from '../helpers/entries';
import { startStrapi, type TestApp } from '../helpers/strapi';

/**
 * The rules of choice and retry (tests/unit/delivery) against a real database: one job, what becomes of it, and what
 * stands in the table afterwards.
 */
const ARTICLE = 'api::article.article';
const HOUR = 3_600_000;

let app: TestApp;
let queue: Queue;
let deliverer: JobHandler;
let blog: Blog;
let documentId: string;

/** Nothing listens: no worker takes the jobs away. */
beforeAll(async () => {
  app = await startStrapi();
  queue = createQueue({ strapi: app.strapi });
  deliverer = createDeliverer({ strapi: app.strapi, discoverer: getLinkbacks(app.strapi).reader });
  const data = { title: 'Hello', slug: 'hello', summary: 'In short.' };
  ({ documentId } = await documents(app, ARTICLE).create({ data, status: 'published' }));
});
afterAll(() => app.stop());
beforeEach(async () => {
  blog = await startBlog({ address: '127.0.0.4' });
});
afterEach(async () => {
  await blog.stop();
  await pings().deleteMany({ where: {} });
  await app.strapi.db.query('linkbacks::host').deleteMany({ where: {} });
  await service('settings').update({
    send: { protocols: { webmention: true, pingback: true, trackback: true } },
  });
});

const service = (name: string) => app.strapi.plugin('linkbacks').service(name);
const pings = () => app.strapi.db.query('plugin::linkbacks.ping');
const ref = () => ({ uid: ARTICLE, documentId, locale: 'en' });

const create = (target: string, over: Record<string, unknown> = {}) => {
  const kind = over['kind'] === 'trackback' ? 'trackback' : 'link';
  const pairKey = pairKeyOf(ref(), kind, target);
  return pings().create({
    data: {
      entryUid: ARTICLE,
      entryDocumentId: documentId,
      entryLocale: 'en',
      kind,
      purpose: 'link',
      status: 'queued',
      source: 'http://127.0.0.3/blog/hello',
      target,
      targetHost: new URL(target).host,
      pairKey,
      attempts: 0,
      ...over,
    },
  });
};

/** Does one job as the worker would. */
const deliver = async (payload: JobPayload, attempts = 1): Promise<JobResult> => {
  await app.strapi.db.query('linkbacks::job').deleteMany({ where: {} });
  await queue.add([payload]);
  const [job] = await queue.claim({ limit: 1, perHost: 1 });
  if (!job) throw new Error('the job was not there');
  const result = await deliverer.run(payload, { ...job, attempts });
  if (result.kind === 'done') await result.also?.();
  return result;
};
/** Delivers a ping to its end, through all the jobs that it goes on as. */
const send = async (path: string, over: Record<string, unknown> = {}, attempts = 1) => {
  const { pairKey, id } = await create(`${blog.url}${path}`, over);
  let result = await deliver({ kind: 'ping', pairKey, host: blog.host }, attempts);
  for (let moves = 0; result.kind === 'move' && moves < 5; moves += 1) result = await deliver(result.payload);
  return { row: await pings().findOne({ where: { id } }), result };
};

describe('the choice of the protocol', () => {
  const protocols = (on: Record<string, boolean>) => service('settings').update({ send: { protocols: on } });

  it('prefers webmention, then pingback', async () => {
    expect((await send('/both/1')).row).toMatchObject({ status: 'sent', protocol: 'webmention' });
    expect((await send('/header/1')).row).toMatchObject({ status: 'sent', protocol: 'pingback' });
  });

  it('leaves out what is switched off', async () => {
    await protocols({ webmention: false });
    expect((await send('/both/1')).row).toMatchObject({ status: 'sent', protocol: 'pingback' });
    expect((await send('/mention/1')).row).toMatchObject({ status: 'skipped', cause: 'rule' });
    expect(blog.webmentions).toEqual([]);
  });

  it('says so when the page names no endpoint', async () => {
    expect((await send('/plain/1')).row).toMatchObject({ status: 'unsupported', cause: null });
  });

  it.each([404, 405, 400, 410])(
    'takes the next protocol after a %i, with one more look at the page',
    async (status) => {
      blog.mentionAnswer = { status, body: '' };
      expect((await send('/both/1')).row).toMatchObject({
        status: 'sent',
        protocol: 'pingback',
        attempts: 2,
      });
      expect([blog.webmentions.length, blog.pingbacks.length]).toEqual([1, 1]);
    }
  );

  it.each([429, 408, 500, 503])('takes no other protocol after a %i', async (status) => {
    blog.mentionAnswer = { status, body: '' };
    const { row, result } = await send('/both/1');
    expect(row).toMatchObject({ status: 'queued', protocol: 'webmention' });
    expect(result.kind).toBe('again');
    expect(blog.pingbacks).toEqual([]);
  });

  it('ends with what the last protocol said', async () => {
    blog.mentionAnswer = { status: 404, body: 'No mentions.' };
    blog.answer = { status: 403, body: 'No pingbacks.' };
    const { row } = await send('/both/1');
    expect(row).toMatchObject({ status: 'failed', protocol: 'pingback', answer: 'No pingbacks.' });
    expect([blog.webmentions.length, blog.pingbacks.length]).toEqual([1, 1]);
  });

  it('goes to the trackback URL that the editor named, without asking anybody', async () => {
    blog.answer = { status: 200, body: '<response><error>0</error></response>' };
    expect((await send('/trackback/1', { kind: 'trackback' })).row).toMatchObject({
      status: 'sent',
      protocol: 'trackback',
    });
    expect(blog.requests.map(({ method }) => method)).toEqual(['POST']);
  });
});

describe('the next attempt', () => {
  const again = (result: JobResult): number => (result.kind === 'again' ? result.delay : -1);

  it.each([
    ['HTTP 500', { status: 500, body: '' }, 60, 75],
    ['HTTP 503 with Retry-After', { status: 503, headers: { 'retry-after': '300' }, body: '' }, 300, 376],
    ['HTTP 429', { status: 429, body: '' }, 15, 19],
    ['HTTP 429 with Retry-After', { status: 429, headers: { 'retry-after': '120' }, body: '' }, 120, 151],
    ['fault 429 of WordPress', { status: 200, body: fault(429, 'Slow down.') }, 15, 19],
    ['fault 50', { status: 200, body: fault(50, 'Upstream.') }, 60, 75],
    ['fault 0', { status: 200, body: fault(0, '') }, 3_600, 4_501],
  ])('after %s', async (_, answer, least, most) => {
    blog.answer = answer;
    const { row, result } = await send('/header/1');
    expect(row).toMatchObject({ status: 'queued', attempts: 1, protocol: 'pingback' });
    expect(again(result)).toBeGreaterThanOrEqual(least);
    expect(again(result)).toBeLessThanOrEqual(most);
  });

  it('pauses the whole host after a flood answer, and keeps a distance from then on', async () => {
    blog.answer = { status: 429, body: '' };
    await send('/header/1');
    const [host] = await app.strapi.db.query('linkbacks::host').findMany({});
    expect(host.lane).toBe(`ping:${blog.host}`);
    expect(Number(host.gap)).toBeGreaterThanOrEqual(15_000);
    await create(`${blog.url}/header/2`);
    await queue.add([{ kind: 'ping', pairKey: 'x', host: blog.host }]);
    expect(await queue.claim({ limit: 1, perHost: 1 })).toEqual([]);
  });

  it.each([
    ['HTTP 403', { status: 403, body: 'No.' }],
    ['fault 17', { status: 200, body: fault(17, 'No link.') }],
    ['fault 33', { status: 200, body: fault(33, 'Closed.') }],
  ])('there is none after %s', async (_, answer) => {
    blog.answer = answer;
    const { row, result } = await send('/header/1');
    expect(row).toMatchObject({ status: 'failed', attempts: 1, nextAttemptAt: null });
    expect(result.kind).toBe('done');
  });

  it('there is none after three days, and after a second fault 0', async () => {
    blog.answer = { status: 500, body: '' };
    const old = { attempts: 9, firstAttemptAt: new Date(Date.now() - 72 * HOUR).toISOString() };
    expect((await send('/header/1', old)).row).toMatchObject({ status: 'failed', attempts: 10 });

    blog.answer = { status: 200, body: fault(0, '') };
    const second = { attempts: 1, firstAttemptAt: new Date(Date.now() - 2 * HOUR).toISOString() };
    expect((await send('/header/2', second)).row).toMatchObject({ status: 'failed', attempts: 2 });
  });

  it('a trackback that was in the air when its process died is not sent again; a pingback is', async () => {
    const air = { status: 'sending', attempts: 1, lastAttemptAt: new Date().toISOString() };
    const trackback = await send('/trackback/1', { ...air, kind: 'trackback', protocol: 'trackback' }, 2);
    expect(trackback.row).toMatchObject({ status: 'sent' });
    expect(trackback.row.reason).toContain('answer was lost');
    expect(blog.requests).toEqual([]);

    const pingback = await send('/header/1', { ...air, protocol: 'pingback' }, 2);
    expect(pingback.row).toMatchObject({ status: 'sent', attempts: 2 });
    expect(blog.pingbacks).toHaveLength(1);
  });

  it('a ping that another job has in the air is left to it', async () => {
    const air = { status: 'sending', attempts: 1, lastAttemptAt: new Date().toISOString() };
    const { row, result } = await send('/header/1', { ...air, protocol: 'webmention' });
    expect(row).toMatchObject({ status: 'sending' });
    expect(result.kind).toBe('again');
    expect(blog.requests).toEqual([]);
  });

  it('what was in the air when its process died does not hold up the plan of its entry', async () => {
    const target = `${blog.url}/mention/1`;
    const air = { status: 'sending', attempts: 1, lastAttemptAt: new Date().toISOString() };
    const { pairKey, id } = await create(target, { ...air, protocol: 'webmention' });
    await app.strapi.db.query('linkbacks::job').deleteMany({ where: {} });
    await queue.add([{ kind: 'ping', pairKey, host: blog.host }]);
    const [job] = await queue.claim({ limit: 1, perHost: 1 });
    await queue.add([{ kind: 'plan', ref: ref(), action: 'publish' }], { delay: 10 });
    if (!job) throw new Error('the job was not there');
    expect((await deliverer.run(job.payload, { ...job, attempts: 2 })).kind).toBe('again');
    expect(await pings().findOne({ where: { id } })).toMatchObject({ status: 'queued' });
  });

  it('a ping that was cancelled, forgotten or waits for our page is left alone', async () => {
    for (const status of ['cancelled', 'waiting', 'sent', 'skipped'])
      expect((await send(`/header/${status}`, { status })).row).toMatchObject({ status });
    expect((await deliver({ kind: 'ping', pairKey: 'nobody', host: blog.host })).kind).toBe('done');
    expect(blog.requests).toEqual([]);
  });

  it('waits while the entry is being planned anew', async () => {
    const { pairKey } = await create(`${blog.url}/header/1`);
    await app.strapi.db.query('linkbacks::job').deleteMany({ where: {} });
    await queue.add([{ kind: 'ping', pairKey, host: blog.host }]);
    const [job] = await queue.claim({ limit: 1, perHost: 1 });
    await queue.add([{ kind: 'plan', ref: ref(), action: 'publish' }], { delay: 10 });
    if (!job) throw new Error('the job was not there');
    expect((await deliverer.run(job.payload, job)).kind).toBe('again');
    expect(blog.requests).toEqual([]);
  });

  it('sends nothing once its lease is lost', async () => {
    const { pairKey, id } = await create(`${blog.url}/header/1`);
    await queue.add([{ kind: 'ping', pairKey, host: blog.host }]);
    const [job] = await queue.claim({ limit: 1, perHost: 1 });
    if (!job) throw new Error('the job was not there');
    await app.strapi.db.query('linkbacks::job').deleteMany({ where: {} });
    await deliverer.run(job.payload, job);
    expect(blog.pingbacks).toEqual([]);
    expect(await pings().findOne({ where: { id } })).toMatchObject({ status: 'queued' });
  });
});
