import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import {
  callXml,
  createArticle,
  forgetAll,
  jobsOf,
  readTrackback,
  readXmlRpc,
  setEntry,
  SITE,
  storedLinkbacks,
  WEBMENTION,
  XMLRPC,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const PROTOCOLS = ['pingback', 'trackback', 'webmention'] as const;
type Protocol = (typeof PROTOCOLS)[number];
const linkTo = (slug: string): string => `<title>Post</title><a href="${SITE}/blog/${slug}">hello</a>`;
const [STRANGER, HONEST] = ['203.0.113.9', '198.51.100.7'];
/** Far more than any limit here. */
const MANY = 12;

/** Senders are told apart by the header of a trusted proxy. */
const senderOf = (app: TestApp, entries: Record<string, string>) => {
  const post = (path: string, from: string, type: string, body: string) =>
    app.request
      .post(path)
      .set('content-type', type)
      .set('x-forwarded-for', from)
      .serialize((sent: unknown) => sent as string)
      .send(Buffer.from(body));
  const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
  const FORM = 'application/x-www-form-urlencoded';

  /** What the sender hears: 'taken', or the status and what is wrong. */
  return async (protocol: Protocol, from: string, source: string, slug = 'hello'): Promise<string> => {
    const target = `${SITE}/blog/${slug}`;
    if (protocol === 'pingback') {
      const answer = readXmlRpc(
        await post(XMLRPC, from, 'text/xml', callXml('pingback.ping', source, target))
      );
      return answer.fault ? `${answer.status} ${answer.fault.code}` : 'taken';
    }
    if (protocol === 'trackback') {
      const path = `/api/linkbacks/trackback/articles/${entries[slug] ?? 'none'}/en`;
      const answer = readTrackback(await post(path, from, FORM, form({ url: source })));
      return answer.error === null ? 'taken' : `${answer.status} ${answer.error}`;
    }
    const answer = await post(WEBMENTION, from, FORM, form({ source, target }));
    return answer.status === 201 ? 'taken' : `${answer.status} ${answer.body.message}`;
  };
};

describe('strangers who send in the name of an honest site', () => {
  let app: TestApp;
  /** At every address: each test has a site of its own, so that none uses up the limit of another. */
  let sites: Peer;
  let send: ReturnType<typeof senderOf>;
  /** Pages that are there: host and path, and the entry that they link to. */
  const pages = new Map<string, string>();
  const slugs: Record<string, string> = {};

  beforeAll(async () => {
    sites = await startPeer(
      ({ path, headers }, response) => {
        const slug = pages.get(`http://${headers.host}${path}`);
        return sendPage(response, slug === undefined ? '<title>No link</title>' : linkTo(slug));
      },
      { address: '0.0.0.0' }
    );
    app = await startStrapi({
      listen: true,
      proxy: { koa: true, maxIpsCount: 1 },
      config: {
        receive: { rateLimit: { client: 1_000, sourceHost: 3, target: 3, total: 1_000 } },
      },
    });
    for (const slug of ['closed', ...PROTOCOLS.flatMap((one) => [1, 2, 3, 4].map((n) => `${one}-${n}`))])
      slugs[slug] = await createArticle(app, { slug });
    slugs['draft'] = await createArticle(app, { slug: 'draft', status: 'draft' });
    await setEntry(app, { documentId: String(slugs['closed']) }, { allowPings: 'closed' });
    send = senderOf(app, slugs);
  });
  afterAll(async () => {
    await app?.stop();
    await sites?.stop();
  });

  const siteOf = (protocol: Protocol, n: number): string =>
    `http://127.0.${n}.${PROTOCOLS.indexOf(protocol) + 1}:${sites.port}`;
  const fetched = (site: string): string[] =>
    sites.requests.filter(({ headers }) => `http://${headers.host}` === site).map(({ path }) => path);
  const isStored = async (source: string): Promise<boolean> =>
    (await storedLinkbacks(app)).some((linkback) => linkback.source === source);
  const waitsFor = async (source: string): Promise<boolean> =>
    [...(await jobsOf(app, 'verify')), ...(await jobsOf(app, 'mention'))].some(({ payload }) =>
      String(payload).includes(JSON.stringify(source))
    );
  const logged = (): unknown[] => app.strapi.plugin('linkbacks').service('inbound').limited();

  it.each(PROTOCOLS)('%s: use up nothing of it with pages that take no pings', async (protocol) => {
    const [site, slug] = [siteOf(protocol, 1), `${protocol}-1`];
    pages.set(`${site}/post`, slug);
    for (const closed of ['draft', 'closed', 'missing']) {
      for (let i = 0; i < MANY; i += 1) await send(protocol, STRANGER, `${site}/${i}`, closed);
    }
    expect(await send(protocol, HONEST, `${site}/post`, slug)).toBe('taken');

    await until('it is stored', () => isStored(`${site}/post`));
    expect(fetched(site)).toEqual(['/post']);
  });

  it.each(PROTOCOLS)('%s: delay it at most with pages that do not link', async (protocol) => {
    const [site, slug] = [siteOf(protocol, 2), `${protocol}-2`];
    pages.set(`${site}/post`, slug);
    for (let i = 0; i < MANY; i += 1) await send(protocol, STRANGER, `${site}/${i}`, slug);

    expect(await send(protocol, HONEST, `${site}/post`, slug)).toBe('taken');
    await until('it is stored', () => isStored(`${site}/post`));
  });

  it.each(PROTOCOLS)('%s: do not silence a page by announcing it too early', async (protocol) => {
    const [site, slug] = [siteOf(protocol, 3), `${protocol}-3`];
    for (let i = 0; i < 3; i += 1) await send(protocol, STRANGER, `${site}/post`, slug);
    await until('the page was fetched', () => fetched(site).length > 0);
    pages.set(`${site}/post`, slug);

    expect(await send(protocol, HONEST, `${site}/post`, slug)).toBe('taken');
    await until('it is stored', () => isStored(`${site}/post`));
  });

  it.each(PROTOCOLS)('%s: have it wait at most with pages of their own that link', async (protocol) => {
    const [site, slug] = [siteOf(protocol, 4), `${protocol}-4`];
    pages.set(`${site}/post`, slug);
    for (let i = 0; i < MANY; i += 1) {
      const own = `http://127.0.77.${i + 1}:${sites.port}/${protocol}`;
      pages.set(own, slug);
      await send(protocol, STRANGER, own, slug);
    }
    await until('the limit was reached', () =>
      logged().some((one) => JSON.stringify(one).includes(`/blog/${slug}`))
    );

    expect(await send(protocol, HONEST, `${site}/post`, slug)).toBe('taken');
    expect((await isStored(`${site}/post`)) || (await waitsFor(`${site}/post`))).toBe(true);
    expect(logged()).toContainEqual(
      expect.objectContaining({ kind: 'target', key: `${SITE}/blog/${slug}`, result: 'delayed' })
    );
  });
});

describe('a stranger who fills the places of pings that wait', () => {
  let app: TestApp;
  let silent: Peer;
  let send: ReturnType<typeof senderOf>;
  beforeAll(async () => {
    silent = await startPeer(() => undefined, { address: '0.0.0.0' });
    // Nothing works in the background: all that waits stays.
    app = await startStrapi({
      proxy: { koa: true, maxIpsCount: 1 },
      config: { receive: { inlineBudget: 50, unverified: 20 } },
    });
    send = senderOf(app, { hello: await createArticle(app, { slug: 'hello' }) });
  });
  afterAll(async () => {
    await app?.stop();
    await silent?.stop();
  });
  beforeEach(() => forgetAll(app));

  it.each(PROTOCOLS)(
    '%s: is refused at its share, however many addresses it has; others are not',
    async (protocol) => {
      const answers: string[] = [];
      for (let i = 0; i < MANY; i += 1)
        answers.push(await send(protocol, STRANGER, `http://127.0.66.${i + 1}:${silent.port}/`));
      expect(answers[0]).toBe('taken');
      expect(answers.at(-1)).toMatch(/^429 /);
      for (let i = 0; i < 25; i += 1)
        await send(protocol, `203.0.113.${i + 10}`, `http://127.0.67.${i + 1}:${silent.port}/`);
      const kind = protocol === 'webmention' ? 'mention' : 'verify';
      expect((await jobsOf(app, kind)).length).toBeLessThanOrEqual(10);

      expect(await send(protocol, HONEST, `http://127.0.0.2:${silent.port}/`)).toBe('taken');
      const log = app.strapi.plugin('linkbacks').service('inbound').limited();
      expect(log).toContainEqual(
        expect.objectContaining({ kind: 'waiting', key: STRANGER, result: 'refused' })
      );
    }
  );
});
