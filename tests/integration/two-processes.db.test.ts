import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import seed from '../app/seed';
import { configFor, startStrapi } from '../bench/lab.mjs';
import { createDatabase, type TestDatabase } from '../helpers/database';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import { STATE_DIR } from '../helpers/paths';
import { callXml, XMLRPC } from '../helpers/receiving';

/**
 * Two processes of one Strapi on one database, behind a proxy that sends requests to one and the other in turn. Rates are
 * counted in the memory of each (Redis counts for all): so twice as much may come through, and nothing else may change.
 */
const RATE = 5;
const SITE = 'https://target.example';
const [STRANGER, HONEST] = ['203.0.113.9', '198.51.100.7'];

interface Process {
  readonly first: { port: number };
  ask(message: object): Promise<Record<string, unknown>>;
  end(): Promise<void>;
}

let dir: string;
let database: TestDatabase;
let blog: Peer;
const processes: Process[] = [];
/** Paths that link, and to which entry; a host has all of them. */
const pages = new Map<string, string>();
let requests = 0;
let authorization: string;

beforeAll(async () => {
  dir = join(STATE_DIR, 'two-processes', String(process.pid));
  mkdirSync(dir, { recursive: true });
  database = await createDatabase({ dir, template: inject('templateDatabase') });
  blog = await startPeer(
    ({ path }, response) => {
      const slug = pages.get(path.replace(/^\/+/u, '/').replace(/(?:\/?\?.*|\/)$/u, ''));
      return sendPage(response, slug ? `<title>A post</title><a href="${SITE}/${slug}">this</a>` : '<p>no link');
    },
    { address: '0.0.0.0' }
  ); // prettier-ignore
  const config = {
    ...configFor(SITE),
    contentTypes: { 'api::article.article': { url: `${SITE}/:slug`, title: 'title' } },
    receive: {
      inlineBudget: 500,
      rateLimit: { client: 100_000, sourceHost: RATE, target: RATE, total: 100_000 },
    },
  };
  const env = { ...database.env, LINKBACKS_TEST_PROXY: JSON.stringify({ koa: true, maxIpsCount: 1 }) };
  // One after the other: the first makes the tables.
  for (const name of ['one', 'two'])
    processes.push((await startStrapi(`two-processes-${name}`, config, env)) as Process);
  await processes[0]?.ask({
    does: 'publishAll',
    slugs: ['junk', 'muted', 'copied', 'copied-at-once'],
  });
  authorization = `Bearer ${(await postJson('/admin/login', seed.superAdmin)).data.token}`;
});
afterAll(async () => {
  await Promise.all(processes.map((one) => one.end()));
  await blog?.stop();
  await database?.drop();
  rmSync(dir, { recursive: true, force: true });
});

const origin = (at = (requests += 1)): string =>
  `http://127.0.0.1:${String(processes[at % processes.length]?.first.port)}`;

const postJson = async (path: string, body: object) =>
  (
    await fetch(origin(0) + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  ).json() as Promise<{ data: { token: string } }>;

/** The fault code of a pingback, which goes to the other process each time; 0 when it was accepted. */
const pingback = async (from: string, source: string, slug: string): Promise<number> => {
  const answer = await fetch(origin() + XMLRPC, {
    method: 'POST',
    headers: { 'content-type': 'text/xml', 'x-forwarded-for': from },
    body: callXml('pingback.ping', source, `${SITE}/${slug}`),
  });
  const text = await answer.text();
  return Number(/<int>(-?\d+)<\/int>/u.exec(text)?.[1] ?? 0);
};

/** Sources of the linkbacks of a host, as the inbox of either process shows them. */
const stored = async (host: string, at = 0): Promise<string[]> => {
  const answer = await fetch(`${origin(at)}/linkbacks/linkbacks?status=pending&pageSize=100`, {
    headers: { authorization },
  });
  const { results } = (await answer.json()) as { results: { source: string }[] };
  return results.map(({ source }) => source).filter((source) => source.startsWith(siteOf(host)));
};
/** What limits did in each process. */
const limitedIn = () =>
  Promise.all(
    processes.map(async (_, at) => {
      const answer = await fetch(`${origin(at)}/linkbacks/status`, { headers: { authorization } });
      return ((await answer.json()) as { limited: { kind: string; result: string }[] }).limited;
    })
  );
const siteOf = (host: string): string => `http://${host}:${String(blog.port)}`;
const inTurn = async <T>(count: number, work: (number: number) => Promise<T>): Promise<T[]> => {
  const done: T[] = [];
  for (let number = 0; number < count; number += 1) done.push(await work(number));
  return done;
};

describe('two processes on one database', () => {
  it('store none of the junk pings to a page, and refuse nobody else for them', async () => {
    pages.set('/honest', 'junk');
    await inTurn(8 * RATE, (number) => pingback(STRANGER, `${siteOf('127.0.1.1')}/junk-${number}`, 'junk'));
    for (let at = 0; at < processes.length; at += 1)
      expect([0, 48]).toContain(await pingback(HONEST, `${siteOf('127.0.1.2')}/honest`, 'junk'));

    expect(await stored('127.0.1.1')).toEqual([]);
    for (const limited of await limitedIn()) {
      expect(limited).toContainEqual(expect.objectContaining({ result: 'delayed' }));
      expect(limited.filter(({ result }) => result === 'refused')).toEqual([]);
    }
  });

  it('do not let failed pings in the name of a page mute its own', async () => {
    const source = `${siteOf('127.0.2.1')}/later`;
    await inTurn(6, () => pingback(STRANGER, source, 'muted'));
    pages.set('/later', 'muted');
    for (const code of await inTurn(2, () => pingback(HONEST, source, 'muted')))
      expect([0, 48]).toContain(code);
    await expect.poll(() => stored('127.0.2.1')).toEqual([source]);
  });

  const SPELLINGS = ['', '/', '?utm_source=x', '?n=1', '?n=2', '?n=3', '/?utm_medium=y', '?n=4'];
  it.each([
    ['one after the other', 'copied', '127.0.3.1'],
    ['at once', 'copied-at-once', '127.0.3.2'],
  ])('keep one of the copies of a page that are spelled differently, sent %s', async (how, slug, host) => {
    pages.set(`/${slug}`, slug);
    const send = (number: number) =>
      pingback(STRANGER, `${siteOf(host)}/${slug}${SPELLINGS[number] ?? ''}`, slug);
    if (how === 'at once') await Promise.all(SPELLINGS.map((_, number) => send(number)));
    else await inTurn(SPELLINGS.length, send);
    // What did not find a place at once is verified by whichever worker comes first.
    await expect.poll(() => stored(host), { timeout: 20_000 }).toHaveLength(1);
    expect(await stored(host)).toHaveLength(1);
    expect(await stored(host, 1)).toHaveLength(1);
  });
});
