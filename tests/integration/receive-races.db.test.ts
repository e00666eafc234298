import { fork, type ChildProcess } from 'node:child_process';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import { callXml, createArticle, forgetAll, SITE, storedLinkbacks, XMLRPC } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

const TARGET = `${SITE}/blog/hello`;
const MINUTE = 60_000;
/** Long enough that nothing is left to the worker, and no source is given up, however slow the machine. */
const BUDGET = 300_000;

/** Pages of others in a process of their own, quick enough for ten thousand; each links to what its query names. */
const SOURCES = fileURLToPath(new URL('../bench/receiving/sources.mjs', import.meta.url));

let app: TestApp;
let blog: Peer;
let sources: ChildProcess | undefined;
/** Fewer connections than the kernel keeps for a server that is busy (511), and none that it may close meanwhile. */
const agent = new Agent({ maxSockets: 400 });

beforeAll(async () => {
  blog = await startPeer(
    (_request, response) => sendPage(response, `<title>A post</title><p><a href="${TARGET}">this</a></p>`),
    { address: '127.0.0.2' }
  );
  app = await startStrapi({
    listen: true,
    config: { http: { timeout: BUDGET }, receive: { inlineBudget: BUDGET, unverified: 100_000 } },
  });
  await createArticle(app, { slug: 'hello' });
});
afterAll(async () => {
  agent.destroy();
  sources?.kill();
  await app?.stop();
  await blog?.stop();
});
beforeEach(async () => {
  await forgetAll(app);
  blog.requests.length = 0;
});

/** The fault code of a pingback from this path; 0 when it was accepted. */
const pingback = (path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'text/xml' };
    const sent = request(app.url + XMLRPC, { method: 'POST', agent, headers }, async (response) => {
      const text = (await response.setEncoding('utf8').toArray()).join('');
      const code = /<name>faultCode<\/name>\s*<value><int>(-?\d+)<\/int>/.exec(text)?.[1];
      resolve(response.statusCode === 200 ? Number(code ?? 0) : (response.statusCode ?? -1));
    });
    sent.once('error', reject);
    sent.end(callXml('pingback.ping', blog.url + path, TARGET));
  });

/** Does `work` for each of `count` numbers, so many of them at a time; gives what came of each. */
const forEach = async <T>(
  count: number,
  atOnce: number,
  work: (number: number) => Promise<T>
): Promise<T[]> => {
  const done: T[] = [];
  let next = 0;
  const run = async (): Promise<void> => {
    for (let number = next++; number < count; number = next++) done[number] = await work(number);
  };
  await Promise.all(Array.from({ length: atOnce }, run));
  return done;
};

const startSources = async (): Promise<string> => {
  sources = fork(SOURCES);
  return new Promise((resolve, reject) => {
    sources?.once('message', (origin) => resolve(String(origin)));
    sources?.once('error', reject);
  });
};

describe('pings that come at once', () => {
  it('a thousand times the same: one row, one fetch', { timeout: 10 * MINUTE }, async () => {
    const answers = await forEach(1_000, 1_000, () => pingback('/post'));
    expect(answers.filter((code) => code === 0)).toHaveLength(1);
    expect(answers.filter((code) => code === 48)).toHaveLength(999);
    expect(await storedLinkbacks(app)).toHaveLength(1);
    expect(blog.requests).toHaveLength(1);
  });

  it('ten thousand from as many pages: as many rows, none twice', { timeout: 30 * MINUTE }, async () => {
    const origin = await startSources();
    const pageOf = (number: number) => `${origin}/post-${number}?to=${encodeURIComponent(TARGET)}`;
    const inbound = app.strapi.plugin('linkbacks').service('inbound');
    const answers = await forEach(10_000, 32, async (number) => {
      const target = { kind: 'url', url: TARGET };
      const answer = await inbound.receive({
        protocol: 'pingback',
        source: pageOf(number),
        target,
        address: null,
      });
      return answer.ok ? answer.value : answer.error.kind;
    });
    expect(new Set(answers)).toEqual(new Set(['accepted']));
    const stored = (await storedLinkbacks(app)).map(({ source }) => source);
    expect(stored).toHaveLength(10_000);
    expect(new Set(stored)).toEqual(new Set(answers.map((_answer, number) => pageOf(number))));
  });
});
