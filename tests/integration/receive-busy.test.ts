import { afterEach, describe, expect, it } from 'vitest';
import type { JobPayload } from '../../server/src/adapters/jobs';
import { getLinkbacks } from '../../server/src/get-service';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import { createArticle, jobsOf, pingback, SITE, storedLinkbacks, webmention } from '../helpers/receiving';
import { startStrapi, type StartOptions, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const TARGET = `${SITE}/blog/hello`;
const PAGE = `<title>Post</title><a href="${TARGET}">hello</a>`;

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const start = async (receive: Record<string, unknown>): Promise<TestApp> => {
  const options: StartOptions = { listen: true, config: { receive } };
  const app = await startStrapi(options);
  ends.push(() => app.stop());
  await createArticle(app, { slug: 'hello' });
  return app;
};

/** A peer that ends with the test; at 0.0.0.0 it is a site at every address of 127/8. */
const site = async (...given: Parameters<typeof startPeer>): Promise<Peer> => {
  const peer = await startPeer(...given);
  ends.push(peer.stop);
  return peer;
};

/** Never answers. Each address of 127/8 is a site of its own. */
const silentSites = (): Promise<Peer> => site(() => undefined, { address: '0.0.0.0' });

/** An address in a network of its own. */
const nth = (index: number): string => `127.${20 + Math.floor(index / 250)}.${index % 250}.1`;

describe('sources that redirect to one victim', () => {
  it('make us ask it no more often than redirects may; its own ping is taken at once, and nothing is lost', async () => {
    const victim = await site(
      (request, response) => sendPage(response, request.path === '/post' ? PAGE : 'x'.repeat(50_000)),
      { address: '127.0.0.2' }
    );
    const redirectors = await site(
      (_request, response) => response.writeHead(302, { location: `${victim.url}/heavy` }).end(),
      { address: '0.0.0.0' }
    );
    const perMinute = { host: 10, domain: 1_000, network: 1_000 };
    const app = await start({ fetches: { perMinute } });
    const sources = Array.from({ length: 40 }, (_, index) => `http://${nth(index)}:${redirectors.port}/`);
    const answers = await Promise.all(sources.map((source) => pingback(app, source, TARGET)));
    const heavy = victim.requests.filter(({ path }) => path === '/heavy').length;

    expect(heavy).toBe(5);
    expect(answers.filter(({ fault }) => fault?.code === 17)).toHaveLength(5);
    expect(answers.filter(({ fault }) => fault === null)).toHaveLength(35);
    expect(await jobsOf(app, 'verify')).toHaveLength(35);
    expect(await pingback(app, `${victim.url}/post`, TARGET)).toMatchObject({ fault: null });
    expect(await storedLinkbacks(app)).toMatchObject([{ source: `${victim.url}/post` }]);
  });
});

describe('an honest webmention', () => {
  it('is verified before any of the slow ones that came before it has been given up', async () => {
    const silent = await silentSites();
    const honest = await site((_request, response) => sendPage(response, PAGE), { address: '127.0.0.2' });
    const app = await start({ inlineBudget: 100, fetches: { total: 8 } });
    const slow = Array.from({ length: 60 }, (_, index) => `http://${nth(index)}:${silent.port}/`);
    for (const source of slow) expect((await webmention(app, source, TARGET)).status).toBe(201);
    await until('they are fetched', () => silent.requests.length > 0);
    await webmention(app, `${honest.url}/post`, TARGET);
    await until('it is stored', async () => (await storedLinkbacks(app)).length === 1);

    const left = (await jobsOf(app, 'mention')).map(({ payload }) => JSON.parse(String(payload)).source);
    expect(left).toEqual(expect.arrayContaining(slow));
  });
});

describe('thousands of pings that wait for one silent network', () => {
  const COUNT = 2_000;

  /** Percent of one core that this process used in so many seconds. */
  const cpuDuring = async (seconds: number): Promise<number> => {
    const before = process.cpuUsage();
    const start = performance.now();
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 10 / (performance.now() - start);
  };

  it('cost little once they have waited a while, and an honest ping waits for none of them', async () => {
    const silent = await silentSites();
    const honest = await site((_request, response) => sendPage(response, PAGE), { address: '127.0.0.2' });
    const app = await start({ fetches: { total: 64, network: 2 } });
    const [article] = await app.strapi.db.query('api::article.article').findMany({ limit: 1 });
    const ref = { uid: 'api::article.article', documentId: article.documentId, locale: 'en' };
    const receivedAt = new Date().toISOString();
    const jobs = Array.from({ length: COUNT }, (_, index): JobPayload => {
      const host = `127.9.9.${1 + (index % 250)}:${silent.port}`;
      const claim = { title: null, excerpt: null, blogName: null };
      const source = `http://${host}/${index}`;
      const received = {
        protocol: 'pingback',
        source,
        target: TARGET,
        ref,
        address: null,
        receivedAt,
        claim,
      } as const;
      // As they are when they have waited for a few minutes.
      return { kind: 'verify', host, received, tries: { busy: 6, slow: true } };
    });
    await getLinkbacks(app.strapi).queue.add(jobs);
    const triesOf = async (): Promise<number[]> =>
      (await jobsOf(app, 'verify')).map(({ payload }) => JSON.parse(String(payload)).tries.busy);
    // Those whose hosts are being asked hold up the few others of their lanes.
    const areTried = async (): Promise<boolean> =>
      (await triesOf()).filter((busy) => busy > 6).length >= 0.9 * COUNT;
    // To read them all is work, too.
    await until('nearly all were tried', areTried, { every: 3_000 });

    expect(await cpuDuring(15)).toBeLessThan(25);
    expect(await pingback(app, `${honest.url}/post`, TARGET)).toMatchObject({ fault: null });
    expect(await storedLinkbacks(app)).toHaveLength(1);
    expect(await jobsOf(app, 'verify')).toHaveLength(COUNT);
  });
});
