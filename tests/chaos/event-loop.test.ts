import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPeer, type Peer, type PeerRequest } from '../helpers/http-peer';
import { LARGEST, NASTY_TARGET, type NastyKind } from '../helpers/nasty-documents';
import { familiesOf, LONGEST, seconds, SEED, startLoopLab, type LoopLab } from './loop-lab';

/**
 * Whatever strangers and editors write, the event loop of Strapi goes on: the documents are generated, as large as any that
 * is read, and go the way of every document of their kind through a Strapi of its own process.
 */
let strapi: LoopLab;
let peer: Peer;
/** Bytes of headers, just below what the client takes. */
const HEADERS = 15_500;
/** By path: what a page of the peer answers. */
const pages = new Map<string, { type: string; body: string; headers?: Record<string, string> }>();
let numbers = 0;

const answer = (request: PeerRequest, response: Parameters<Parameters<typeof startPeer>[0]>[1]) => {
  const page = pages.get(request.path);
  if (!page) return response.writeHead(404).end();
  return response.writeHead(200, { 'content-type': page.type, ...page.headers }).end(page.body);
};

beforeAll(async () => {
  peer = await startPeer(answer, { address: '127.0.0.4' });
  strapi = await startLoopLab('event-loop');
  await strapi.ask({ does: 'publishAll', slugs: [new URL(NASTY_TARGET).pathname.slice(1)] });
});
afterAll(async () => {
  await strapi.end();
  await peer.stop();
});

const documentsOf = (kind: NastyKind): string[] =>
  familiesOf(kind).map((family) => family.build(LARGEST[kind]));

/** What may stand in a header; of several headers with one name, and so the largest that is read at all. */
const headersOf = (kind: NastyKind): string[] =>
  documentsOf(kind).map((text) => text.replace(/[^\t\x20-\x7e]/gu, '').slice(0, HEADERS));

/** A new page of the peer with this text. */
const publish = (body: string, type: string, headers: Record<string, string> = {}): string => {
  const path = `/${(numbers += 1)}`;
  pages.set(path, { type, body, headers });
  return `${peer.url}${path}`;
};

/** A new page of the peer that names a trackback endpoint. */
const withRdf = (endpoint: string): string => {
  const page = `${peer.url}/${numbers + 1}`;
  return publish(
    `<!-- <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/"><rdf:Description rdf:about="${page}" dc:identifier="${page}" dc:title="x" trackback:ping="${endpoint}" /></rdf:RDF> -->`,
    'text/html'
  );
};

const post = async (path: string, type: string, body: string): Promise<string> => {
  const response = await fetch(`${strapi.url}/api/linkbacks/${path}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });
  return response.text();
};

const pingFrom = (source: string): Promise<string> =>
  post(
    'xmlrpc',
    'text/xml',
    `<?xml version="1.0"?><methodCall><methodName>pingback.ping</methodName><params><param><value>${source}</value></param><param><value>${NASTY_TARGET}</value></param></params></methodCall>`
  );

const mentionFrom = (source: string): Promise<string> =>
  post(
    'webmention',
    'application/x-www-form-urlencoded',
    String(new URLSearchParams({ source, target: NASTY_TARGET }))
  );

/** Publishes an entry that links to a page, and waits until it was asked how it wants to be told, and told. */
const linkTo = async (url: string): Promise<void> => {
  const { documentId } = await strapi.ask({ does: 'create', slug: `links-${(numbers += 1)}`, links: [url] });
  await strapi.ask({ does: 'publishAndPing', documentId, count: 1 });
};

describe(`the event loop goes on (NASTY_SEED=${SEED})`, () => {
  it('while pages are verified', { timeout: seconds(600) }, async () => {
    const documents = documentsOf('page');
    const block = await strapi.longestBlock(documents, (text) =>
      pingFrom(publish(text, 'text/html; charset=utf-8'))
    );
    expect(block).toBeLessThanOrEqual(LONGEST);
  });

  it.each(['text', 'json'] as const)(
    'while %s sources are verified',
    { timeout: seconds(600) },
    async (kind) => {
      const type = kind === 'json' ? 'application/json' : 'text/plain';
      const before = peer.requests.length;
      let sent = 0;
      const block = await strapi.longestBlock(documentsOf(kind), async (text) => {
        const answered = await mentionFrom(publish(text, type));
        expect(answered).toContain('queued');
        sent += 1;
      });
      await expect.poll(() => peer.requests.length - before, { timeout: seconds(60) }).toBe(sent);
      expect(block).toBeLessThanOrEqual(LONGEST);
    }
  );

  it('while RDF in pages is read', { timeout: seconds(600) }, async () => {
    const block = await strapi.longestBlock(documentsOf('rdf'), async (text) => {
      const page = publish(text, 'text/html; charset=utf-8');
      await Promise.all([linkTo(page), pingFrom(page)]);
    });
    expect(block).toBeLessThanOrEqual(LONGEST);
  });

  it('while headers are read, as large as the wire takes', { timeout: seconds(600) }, async () => {
    const block = await strapi.longestBlock(headersOf('link-header'), async (link) => {
      const page = publish('x', 'text/html', { link });
      await Promise.all([linkTo(page), pingFrom(page)]);
    });
    expect(block).toBeLessThanOrEqual(LONGEST);
  });

  it('while linked pages are asked for their endpoints', { timeout: seconds(600) }, async () => {
    const documents = documentsOf('page');
    const block = await strapi.longestBlock(documents, (text) =>
      linkTo(publish(text, 'text/html; charset=utf-8'))
    );
    expect(block).toBeLessThanOrEqual(LONGEST);
  });

  it.each([
    ['xmlrpc-answer', 'pingback'],
    ['trackback-answer', 'trackback'],
  ] as const)('while %s is read', { timeout: seconds(600) }, async (kind, protocol) => {
    let asked = 0;
    const block = await strapi.longestBlock(documentsOf(kind), async (text) => {
      const endpoint = publish(text, 'text/xml');
      const page =
        protocol === 'pingback' ? publish('x', 'text/html', { 'x-pingback': endpoint }) : withRdf(endpoint);
      await linkTo(page);
      asked += peer.requests.filter(
        ({ method, path }) => method === 'POST' && endpoint.endsWith(path)
      ).length;
    });
    expect(asked).toBeGreaterThanOrEqual(documentsOf(kind).length);
    expect(block).toBeLessThanOrEqual(LONGEST);
  });

  it('while calls and forms are read', { timeout: seconds(600) }, async () => {
    const calls = await strapi.longestBlock(documentsOf('xmlrpc-call'), (text) =>
      post('xmlrpc', 'text/xml', text)
    );
    const forms = await strapi.longestBlock(documentsOf('form'), (text) =>
      post('webmention', 'application/x-www-form-urlencoded', text)
    );
    expect(Math.max(calls, forms)).toBeLessThanOrEqual(LONGEST);
  });

  it.each([
    ['pingbacks', pingFrom],
    ['webmentions', mentionFrom],
  ] as const)('while many %s come at the same moment', { timeout: seconds(600) }, async (_, send) => {
    const link = `<p>Words about <a href="${NASTY_TARGET}">it</a>.`;
    const burst = () => {
      const sources = Array.from({ length: 100 }, () =>
        publish(`<title>${(numbers += 1)}</title>${link}`, 'text/html')
      );
      return Promise.all(sources.map(send));
    };
    // The first time the code is compiled.
    expect((await burst()).filter((text) => !/accepted|queued/.test(text))).toEqual([]);
    expect(await strapi.longestBlock(['burst'], burst)).toBeLessThanOrEqual(LONGEST);
  });
});
