import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobPayload } from '../../server/src/adapters/jobs';
import { getLinkbacks } from '../../server/src/get-service';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import {
  ARTICLE,
  createArticle,
  forgetAll,
  jobsOf,
  pingback,
  setEntry,
  setSettings,
  SITE,
  storedLinkbacks,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const BUDGET = 600;
const HOUR = 3_600_000;

describe('a ping whose source is slower than the budget', () => {
  let app: TestApp;
  let blog: Peer;
  /** Answers wait until the test says so; then all of them are given. */
  let release: () => void;
  let released: Promise<void>;
  /** Requests that somebody still waits for. */
  let open = 0;
  let answer: { status: number; linked: boolean };
  let count = 0;
  let slug: string, documentId: string;

  beforeAll(async () => {
    blog = await startPeer(
      async (_request, response) => {
        open += 1;
        response.once('close', () => (open -= 1));
        await released;
        const html = answer.linked
          ? `<title>Slow</title><a href="${SITE}/blog/${slug}">it</a>`
          : '<p>nothing</p>';
        sendPage(response, html, { status: answer.status });
      },
      { address: '127.0.0.2' }
    );
    app = await startStrapi({ listen: true, config: { receive: { inlineBudget: BUDGET } } });
  });
  afterAll(async () => {
    await app?.stop();
    await blog?.stop();
  });
  beforeEach(async () => {
    await forgetAll(app);
    blog.requests.length = 0;
    released = new Promise((resolve) => (release = resolve));
    answer = { status: 200, linked: true };
    slug = `entry-${++count}`;
    documentId = await createArticle(app, { slug });
  });

  /** Accepts a ping and waits until the worker asks the source; that may be the first to do so. */
  const acceptSlowly = async () => {
    expect(await pingback(app, `${blog.url}/${slug}`, `${SITE}/blog/${slug}`)).toMatchObject({ fault: null });
    await until('the worker has the job', async () => {
      const [job] = await jobsOf(app, 'verify');
      return job !== undefined && job['token'] !== null;
    });
    await until('it fetches the source', () => open > 0);
  };
  /** The job of a ping that was left to the worker. */
  const leftOver = (receivedAt: number): JobPayload => ({
    kind: 'verify',
    received: {
      protocol: 'pingback',
      source: `${blog.url}/${slug}`,
      target: `${SITE}/blog/${slug}`,
      ref: { uid: ARTICLE, documentId, locale: 'en' },
      address: null,
      receivedAt: new Date(receivedAt).toISOString(),
      claim: { title: null, excerpt: null, blogName: null },
    },
    host: blog.host,
  });
  const jobsDone = () => until('the job is done', async () => (await jobsOf(app, 'verify')).length === 0);

  it('is accepted, and verified by the worker', async () => {
    await acceptSlowly();
    expect(await storedLinkbacks(app)).toEqual([]);
    release();

    await until('the linkback is stored', async () => (await storedLinkbacks(app)).length === 1);
    expect(await storedLinkbacks(app)).toMatchObject([
      { title: 'Slow', status: 'pending', address: '127.0.0.1' },
    ]);
    await jobsDone();
  });

  it('is not spam for the words of another one that waits', async () => {
    await setSettings(app, { moderation: { policy: 'hold', blockedWords: ['casino'] } });
    const target = `${SITE}/blog/${slug}`;
    const job = leftOver(Date.now()) as Extract<JobPayload, { kind: 'verify' }>;
    const received = { ...job.received, written: `${target}?utm_source=casino` };
    await getLinkbacks(app.strapi).queue.add([{ ...job, received }], { delay: 2 });
    expect(await pingback(app, `${blog.url}/${slug}`, target)).toMatchObject({ fault: null });
    release();
    await jobsDone();

    // The other one is known by then.
    expect(await storedLinkbacks(app)).toMatchObject([{ status: 'pending' }]);
    await setSettings(app, { moderation: { policy: 'hold', blockedWords: [] } });
  });

  it('is dropped when the source has no link', async () => {
    answer.linked = false;
    await acceptSlowly();
    release();

    await jobsDone();
    expect(await storedLinkbacks(app)).toEqual([]);
    expect(app.logs).toContainEqual({
      level: 'info',
      message: expect.stringMatching(new RegExp(`the pingback from .*/${slug} .*was dropped: .*no link`)),
    });
  });

  it('is tried again later when the source has trouble', async () => {
    answer.status = 503;
    await acceptSlowly();
    const soonest = Date.now() + 30_000;
    release();

    const [job] = await until('the job is put off', async () => {
      const jobs = await jobsOf(app, 'verify');
      return jobs[0]?.token === null && jobs;
    });
    expect(Number(job?.dueAt)).toBeGreaterThan(soonest);
    expect(await storedLinkbacks(app)).toEqual([]);
  });

  it('is dropped when the target was closed while the source answered', async () => {
    await acceptSlowly();
    await setEntry(app, { documentId }, { allowPings: 'closed' });
    release();

    await jobsDone();
    expect(await storedLinkbacks(app)).toEqual([]);
  });

  it('is dropped when its protocol was switched off while the source answered', async () => {
    await acceptSlowly();
    await setSettings(app, { receive: { protocols: { pingback: false } } });
    release();

    await jobsDone();
    await setSettings(app, { receive: { protocols: { pingback: true } } });
    expect(await storedLinkbacks(app)).toEqual([]);
  });

  it('is dropped, and not fetched, when the target is no longer published', async () => {
    await app.strapi.documents(ARTICLE as never).unpublish({ documentId, locale: 'en' } as never);
    const { queue } = getLinkbacks(app.strapi);
    await queue.add([leftOver(Date.now())]);
    app.strapi.plugin('linkbacks').service('worker').wake();

    await jobsDone();
    expect(await storedLinkbacks(app)).toEqual([]);
    expect(blog.requests).toEqual([]);
    expect(app.logs).toContainEqual({
      level: 'info',
      message: expect.stringMatching(new RegExp(`/${slug} was dropped: the target is no longer published`)),
    });
  });

  /** The client is closed with the process: the last of all. */
  it('is left to the next process when this one ends meanwhile, however old it is', async () => {
    const { verifyJob } = app.strapi.plugin('linkbacks').service('inbound');
    const job = verifyJob.run(leftOver(Date.now() - 3 * HOUR));
    await until('the source is asked', () => blog.requests.length === 1);
    await getLinkbacks(app.strapi).reader.close();

    expect(await job).toEqual({ kind: 'again', delay: 0 });
  });
});
