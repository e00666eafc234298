import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configFor, startStrapi } from '../bench/lab.mjs';
import { startPeer, type Peer, type PeerRequest } from '../helpers/http-peer';
import {
  anyNastyFamily,
  LARGEST,
  NASTY_TARGET,
  slowOnce,
  type NastyFamily,
  type NastyKind,
} from '../helpers/nasty-documents';

/**
 * Whatever strangers and editors write, the event loop of Strapi goes on: the documents are generated, as large as any that
 * is read, and go the way of every document of their kind through a Strapi of its own process.
 */
const SEED = Number(process.env['NASTY_SEED'] ?? Date.now() % 2_147_483_647);
const RUNS = Number(process.env['NASTY_RUNS'] ?? 4);
/** Milliseconds that the loop may stand still: 50 are promised, and a busy machine takes up to twice as long for the same. */
const LONGEST = 100;
/** Of many small items, none of which takes long: the time between two of them. */
const MANY_ITEMS = 50;
/** Of requests that come together; a part of it are Strapi's own middlewares, which see them all in one turn. */
const BURST = 75;
/** A busy machine keeps the loop waiting too: the least of so many times counts. */
const TRIES = 4;

interface Strapi {
  readonly first: { port: number };
  ask(message: object): Promise<Record<string, unknown>>;
  end(): Promise<void>;
}

let strapi: Strapi;
let peer: Peer;
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
  const config = configFor('https://target.example', { settle: 0 });
  strapi = (await startStrapi('event-loop', {
    ...config,
    contentTypes: {
      'api::article.article': { url: 'https://target.example/:slug', title: 'title', liveCheck: false },
    },
    receive: {
      rateLimit: false,
      inlineBudget: 20_000,
      fetches: {
        total: 1_000,
        host: 1_000,
        domain: 1_000,
        network: 1_000,
        perMinute: false,
        bytesPerMinute: false,
      },
    },
  })) as Strapi;
  await strapi.ask({ does: 'publishAll', slugs: [new URL(NASTY_TARGET).pathname.slice(1)] });
});
afterAll(async () => {
  await strapi.end();
  await peer.stop();
});

const familiesOf = (kind: NastyKind): NastyFamily[] => [
  ...slowOnce(kind),
  ...fc.sample(anyNastyFamily(kind), { numRuns: RUNS, seed: SEED }),
];

const documentsOf = (kind: NastyKind): string[] =>
  familiesOf(kind).map((family) => family.build(LARGEST[kind]));

/**
 * The longest block of the loop while `work` is done with each of them; of each the least of some tries, since whatever else
 * the machine does holds the loop up too.
 */
const longestBlock = async <T>(
  things: readonly T[],
  work: (thing: T) => Promise<unknown>
): Promise<number> => {
  let longest = 0;
  for (const thing of things) longest = Math.max(longest, await leastBlock(() => work(thing), LONGEST));
  return longest;
};

/** The least of the longest blocks of some tries; one that is short enough ends them. */
const leastBlock = async (work: () => Promise<unknown>, enough: number): Promise<number> => {
  let least = Infinity;
  for (let tries = 0; tries < TRIES && least > enough; tries += 1) {
    await strapi.ask({ does: 'watchLoop' });
    await work();
    const { milliseconds } = await strapi.ask({ does: 'longestBlock' });
    least = Math.min(least, Number(milliseconds));
  }
  return least;
};

/** A new page of the peer with this text. */
const publish = (body: string, type: string, headers: Record<string, string> = {}): string => {
  const path = `/${(numbers += 1)}`;
  pages.set(path, { type, body, headers });
  return `${peer.url}${path}`;
};

const post = async (path: string, type: string, body: string): Promise<string> => {
  const response = await fetch(`http://127.0.0.1:${strapi.first.port}/api/linkbacks/${path}`, {
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

const seconds = (count: number): number => count * 1_000;

describe(`the event loop goes on (NASTY_SEED=${SEED})`, () => {
  it('while pages are verified', { timeout: seconds(600) }, async () => {
    const documents = documentsOf('page');
    const block = await longestBlock(documents, (text) =>
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
      const block = await longestBlock(documentsOf(kind), async (text) => {
        const answered = await mentionFrom(publish(text, type));
        expect(answered).toContain('queued');
        sent += 1;
      });
      await expect.poll(() => peer.requests.length - before, { timeout: seconds(60) }).toBe(sent);
      expect(block).toBeLessThanOrEqual(LONGEST);
    }
  );

  it('while linked pages are asked for their endpoints', { timeout: seconds(600) }, async () => {
    const documents = documentsOf('page');
    const block = await longestBlock(documents, (text) => linkTo(publish(text, 'text/html; charset=utf-8')));
    expect(block).toBeLessThanOrEqual(LONGEST);
  });

  it.each([
    ['xmlrpc-answer', 'pingback'],
    ['trackback-answer', 'webmention'],
  ] as const)('while %s is read', { timeout: seconds(600) }, async (kind, protocol) => {
    const block = await longestBlock(documentsOf(kind), (text) => {
      const endpoint = publish(text, 'text/xml');
      const headers: Record<string, string> =
        protocol === 'pingback' ? { 'x-pingback': endpoint } : { link: `<${endpoint}>; rel=webmention` };
      return linkTo(publish('x', 'text/html', headers));
    });
    expect(block).toBeLessThanOrEqual(LONGEST);
  });

  it('while calls and forms are read', { timeout: seconds(600) }, async () => {
    const calls = await longestBlock(documentsOf('xmlrpc-call'), (text) => post('xmlrpc', 'text/xml', text));
    const forms = await longestBlock(documentsOf('form'), (text) =>
      post('webmention', 'application/x-www-form-urlencoded', text)
    );
    expect(Math.max(calls, forms)).toBeLessThanOrEqual(LONGEST);
  });

  it.each([
    ['markdown', 'text'],
    ['html-field', 'html'],
  ] as const)('while %s is published', { timeout: seconds(600) }, async (kind, field) => {
    const draftOf = async (text: string): Promise<string> => {
      const data = { title: 'x', slug: `nasty-${(numbers += 1)}`, [field]: text };
      return String((await strapi.ask({ does: 'draft', data })).documentId);
    };
    const publishDraft = (documentId: string) => strapi.ask({ does: 'publishDraft', documentId });
    // Twice what is read of a field; what Strapi itself takes to store so much is not ours.
    const drafts: string[] = [];
    for (const text of documentsOf(kind)) drafts.push(await draftOf(`<p>${text}`.repeat(2)));
    const plain: string[] = [];
    for (let count = 0; count < 5; count += 1)
      plain.push(await draftOf('word '.repeat((2 * LARGEST[kind]) / 5)));
    const ofStrapi = await longestBlock(plain, publishDraft);
    expect((await longestBlock(drafts, publishDraft)) - ofStrapi).toBeLessThanOrEqual(LONGEST);
  });

  it.each([
    ['one host', (number: number) => `https://linked.example/${number}`],
    ['hosts in other letters', (number: number) => `https://bücher-${number}.example/straße?größe=${number}`],
    ['our own pages', (number: number) => `https://target.example/other-${number}`],
  ] as const)('while thousands of links to %s are planned', { timeout: seconds(600) }, async (_, linkOf) => {
    const drafts: string[] = [];
    // One for each try: a second plan of the same entry has less to do.
    for (let count = 0; count < TRIES; count += 1) {
      const text = Array.from({ length: 2_000 }, () => `[a](${linkOf((numbers += 1))})`).join(' ');
      const data = { title: 'x', slug: `many-${(numbers += 1)}`, text };
      drafts.push(String((await strapi.ask({ does: 'draft', data })).documentId));
    }
    const publishNext = () => strapi.ask({ does: 'publishDraft', documentId: drafts.shift() });
    expect(await leastBlock(publishNext, MANY_ITEMS)).toBeLessThanOrEqual(MANY_ITEMS);
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
    expect(await leastBlock(burst, BURST)).toBeLessThanOrEqual(BURST);
  });
});
