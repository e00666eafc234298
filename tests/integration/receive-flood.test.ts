import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import {
  callXml,
  createArticle,
  forgetAll,
  jobsOf,
  pingback,
  postXml,
  readXmlRpc,
  SITE,
  storedLinkbacks,
  XMLRPC,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const TARGET = `${SITE}/blog/hello`;
/** Milliseconds that whoever pings from a source that cannot be fetched waits, twice. */
const BUDGET = 3_000;
const PAGE = `<title>Post</title><a href="${TARGET}">hello</a>`;

/** A site at every address of 127/8 that keeps each request for a while, and counts those at the same time. */
const startVictim = async (keeps: number): Promise<Peer & { most(): number }> => {
  let open = 0;
  let most = 0;
  const peer = await startPeer(
    async (_request, response) => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, keeps));
      open -= 1;
      sendPage(response, PAGE);
    },
    { address: '0.0.0.0' }
  );
  return { ...peer, most: () => most };
};

describe('sources under many hosts of one network', () => {
  let app: TestApp;
  let victim: Peer & { most(): number };
  beforeAll(async () => {
    victim = await startVictim(100);
    app = await startStrapi({
      listen: true,
      config: { receive: { fetches: { total: 50, host: 2, domain: 50, network: 3 } } },
    });
    await createArticle(app, { slug: 'hello' });
  });
  afterAll(async () => {
    await app?.stop();
    await victim?.stop();
  });

  it('are all taken, never fetched more at a time than allowed, and all verified in the end', async () => {
    const sources = Array.from({ length: 24 }, (_, i) => `http://127.0.9.${i + 1}:${victim.port}/post`);
    const answers = await Promise.all(sources.map((source) => pingback(app, source, TARGET)));

    expect(answers.map(({ fault }) => fault)).toEqual(sources.map(() => null));
    await until('all are stored', async () => (await storedLinkbacks(app)).length === sources.length);
    expect(victim.most()).toBeLessThanOrEqual(3);
    expect(victim.requests).toHaveLength(sources.length);
    const limited = app.strapi.plugin('linkbacks').service('inbound').limited();
    expect(limited).toMatchObject([{ kind: 'fetch', key: '127.0.9.0/24' }]);
  });
});

describe('a pair that failed', () => {
  let app: TestApp;
  let blog: Peer;
  beforeAll(async () => {
    blog = await startPeer((_request, response) => sendPage(response, '<title>No link</title>'), {
      address: '127.0.0.2',
    });
    app = await startStrapi({ config: { receive: { inlineBudget: BUDGET } } });
    await createArticle(app, { slug: 'hello' });
  });
  afterAll(async () => {
    await app?.stop();
    await blog?.stop();
  });

  it('is answered the same without a fetch', async () => {
    const first = await pingback(app, `${blog.url}/post`, TARGET);
    const again = await pingback(app, `${blog.url}/po%73t#again`, TARGET);

    expect(first.fault?.code).toBe(17);
    expect(again).toEqual(first);
    expect(blog.requests).toHaveLength(1);
  });

  it('and could not be fetched is answered as late as before', async () => {
    // A port that may be asked for, and nobody listens there.
    const source = 'http://127.0.0.99:4999/post';
    const timed = async () => {
      const start = performance.now();
      const answer = await pingback(app, source, TARGET);
      return { answer, took: performance.now() - start };
    };
    const first = await timed();
    const again = await timed();

    expect(first.answer.fault?.code).toBe(16);
    expect(again.answer).toEqual(first.answer);
    for (const { took } of [first, again]) expect(took).toBeGreaterThan(BUDGET - 10);
  });
});

describe('more pings that wait to be verified than are kept', () => {
  let app: TestApp;
  let blog: Peer;
  beforeAll(async () => {
    // Takes requests and never answers.
    blog = await startPeer(() => undefined, { address: '127.0.0.2' });
    app = await startStrapi({ config: { receive: { inlineBudget: 100, unverified: 2 } } });
    await createArticle(app, { slug: 'hello' });
  });
  afterAll(async () => {
    await app?.stop();
    await blog?.stop();
  });
  beforeEach(() => forgetAll(app));

  it('are refused as limited; one that waits already is not left twice', async () => {
    const ping = (path: string) => pingback(app, `${blog.url}${path}`, TARGET);
    expect([(await ping('/1')).fault, (await ping('/2')).fault]).toEqual([null, null]);
    const answer = await postXml(app, callXml('pingback.ping', `${blog.url}/3`, TARGET));

    expect(answer).toMatchObject({ status: 429, fault: { code: 49 } });
    expect((await ping('/1')).fault).toBeNull();
    expect(await jobsOf(app, 'verify')).toHaveLength(2);
  });

  it('and the sender is told when to come back', async () => {
    for (const path of ['/1', '/2']) await pingback(app, `${blog.url}${path}`, TARGET);
    const call = callXml('pingback.ping', `${blog.url}/3`, TARGET);
    const answer = await app.request.post(XMLRPC).set('content-type', 'text/xml').send(call);

    expect(readXmlRpc(answer).fault?.code).toBe(49);
    expect(answer.headers['retry-after']).toBe('60');
  });
});
