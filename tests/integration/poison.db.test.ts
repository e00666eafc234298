import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patiently } from '../../server/src/adapters/deadlock';
import type { JobPayload } from '../../server/src/adapters/jobs';
import type { Queue } from '../../server/src/adapters/queue';
import { pairKeyOf } from '../../server/src/services/outbound/rows';
import { startBlog, type Blog } from '../helpers/blog';
import { documents } from '../helpers/entries';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const ARTICLE = 'api::article.article';

let app: TestApp;
let blog: Blog;
let documentId: string;
const told: { name: string; reason: string | null; target: string }[] = [];

beforeAll(async () => {
  blog = await startBlog({ address: '127.0.0.4' });
  app = await startStrapi({ listen: true });
  for (const name of ['ping.sent', 'ping.failed'])
    app.strapi.eventHub.on(name, async ({ ping }: { ping: { reason: string | null; target: string } }) => {
      told.push({ name, reason: ping.reason, target: ping.target });
    });
  const data = { title: 'Hello', slug: 'hello' };
  ({ documentId } = await documents(app, ARTICLE).create({ data, status: 'published' }));
  await until('it is planned', async () => (await app.strapi.db.query('linkbacks::job').count()) === 0);
});
afterAll(async () => {
  await app.stop();
  await blog.stop();
});

const ref = () => ({ uid: ARTICLE, documentId, locale: 'en' });
const pings = () => app.strapi.db.query('plugin::linkbacks.ping');
const create = async (target: string, status: 'queued' | 'waiting'): Promise<string> => {
  const pairKey = pairKeyOf(ref(), 'link', target);
  await pings().create({
    data: {
      entryUid: ARTICLE,
      entryDocumentId: documentId,
      entryLocale: 'en',
      kind: 'link',
      purpose: 'link',
      status,
      source: 'http://127.0.0.3:4321/blog/hello',
      target,
      targetHost: blog.host,
      pairKey,
      attempts: 0,
    },
  });
  return pairKey;
};

/** Leaves a job as processes leave it that ended five times while they held it, and sees it out. */
const poison = async (payload: JobPayload): Promise<void> => {
  const { queue } = app.strapi.get('linkbacks') as { queue: Queue };
  await queue.add([payload], { delay: 3_600 });
  const job = () => app.strapi.db.connection('linkbacks_jobs').where('kind', payload.kind);
  await patiently(() => job().update({ attempts: 5, due_at: 1 }));
  app.strapi.plugin('linkbacks').service('worker').wake();
  await until('it is gone', async () => {
    return (await app.strapi.db.query('linkbacks::job').count({ where: { kind: payload.kind } })) === 0;
  });
};

describe('a job that was claimed five times without a result', () => {
  it('ends its ping as failed, and tells listeners', async () => {
    const target = `${blog.url}/header/poison`;
    const pairKey = await create(target, 'queued');
    await poison({ kind: 'ping', pairKey, host: blog.host });
    const reason = 'Sending it failed five times without an answer that we could note.';
    expect(await pings().findOne({ where: { pairKey } })).toMatchObject({ status: 'failed', reason });
    expect(blog.requests).toEqual([]);
    await until('listeners know', () => told.length > 0);
    expect(told).toEqual([{ name: 'ping.failed', reason, target }]);
  });

  it('ends all pings that waited for our page', async () => {
    const pairKey = await create(`${blog.url}/header/waits`, 'waiting');
    await poison({ kind: 'live', ref: ref() });
    expect(await pings().findOne({ where: { pairKey } })).toMatchObject({
      status: 'failed',
      reason: 'Looking at our own page failed five times without a result.',
    });
  });

  it('is left alone when its ping was delivered meanwhile', async () => {
    const pairKey = await create(`${blog.url}/header/done`, 'queued');
    await pings().updateMany({ where: { pairKey }, data: { status: 'sent' } });
    await poison({ kind: 'ping', pairKey, host: blog.host });
    expect(await pings().findOne({ where: { pairKey } })).toMatchObject({ status: 'sent' });
  });

  it('says in the log which entry could not be planned', async () => {
    await poison({ kind: 'plan', ref: { ...ref(), documentId: 'unplanned' }, action: 'publish' });
    const message = expect.stringMatching(/could not be planned.*unplanned/);
    expect(app.logs).toContainEqual({ level: 'error', message });
  });
});

describe('a job under which two processes ended', () => {
  it('rests for an hour, is not tried and not lost, and the log says so once', async () => {
    const target = `${blog.url}/header/crash`;
    const pairKey = await create(target, 'queued');
    const { queue } = app.strapi.get('linkbacks') as { queue: Queue };
    await queue.add([{ kind: 'ping', pairKey, host: blog.host }], { delay: 7_200 });
    const jobs = () => app.strapi.db.connection('linkbacks_jobs').where('kind', 'ping');
    await patiently(() => jobs().update({ attempts: 2, crashes: 2, due_at: 1 }));
    const before = Date.now();
    app.strapi.plugin('linkbacks').service('worker').wake();
    await until('it rests', async () => {
      const [job] = await jobs().select('due_at', 'token');
      return job.token === null && Number(job.due_at) > before;
    });

    const [job] = await jobs().select('due_at');
    expect(Number(job.due_at) - before).toBeGreaterThan(3_500_000);
    expect(Number(job.due_at) - before).toBeLessThan(3_700_000);
    expect(await pings().findOne({ where: { pairKey } })).toMatchObject({ status: 'queued' });
    expect(blog.requests.filter(({ path }) => path.includes('crash'))).toEqual([]);
    expect(app.logs.filter(({ message }) => /left alone for an hour/.test(String(message)))).toHaveLength(1);
  });
});
