import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { sendPage, startPeer, type Peer, type PeerHandler } from './http-peer';
import {
  callXml,
  createArticle,
  forgetAll,
  jobsOf,
  postXml,
  setEntry,
  SITE,
  storedLinkbacks,
  trackback,
  type XmlRpcAnswer,
} from './receiving';
import { startStrapi, type TestApp } from './strapi';

/**
 * Milliseconds in which a source is verified while the sender waits: enough for a slow machine, and less than the client
 * waits for a peer that says nothing.
 */
const BUDGET = 4_000;

export const TARGET = `${SITE}/blog/hello`;

/** Entries that attacks are about, by documentId. */
interface Entries {
  readonly hello: string;
  readonly closed: string;
  readonly draft: string;
}

export interface AttackLab {
  readonly app: TestApp;
  /** The attacker's site; a page of its own links to the target at every path, unless `pages` says otherwise. */
  readonly blog: Peer;
  readonly pages: Map<string, PeerHandler>;
  /** A machine inside that must never be called; it links to the target, too. */
  readonly inside: Peer;
  readonly entries: Entries;
}

/** One row: what is sent, what it is answered, what is kept of it and what was fetched for it. */
export interface Attack {
  readonly what: string;
  /** Gives the answer in short: `accepted`, `fault -32700`, `error …` or the HTTP status. */
  send(lab: AttackLab): Promise<string>;
  readonly answer: string | RegExp;
  /** Linkbacks that are stored; none unless it says so. */
  readonly stored?: number;
  /** Pings that are left to the worker. */
  readonly left?: number;
  /** Paths of the attacker's site that were fetched, in order. */
  readonly fetched?: readonly string[];
}

export const linkTo = (href = TARGET): string => `<p>I read <a href="${href}">a good article</a> today.</p>`;
export const page = (body: string, head = '<title>My post</title>'): string =>
  `<!doctype html><html><head>${head}</head><body>${body}</body></html>`;

/** Starts a Strapi, an attacker's site and a machine inside, for all tests of the file. */
export const useAttackLab = (): AttackLab => {
  const lab = { pages: new Map<string, PeerHandler>() } as {
    -readonly [Key in keyof AttackLab]: AttackLab[Key];
  };
  const linking: PeerHandler = (_request, response) => sendPage(response, page(linkTo()));

  beforeAll(async () => {
    lab.blog = await startPeer(
      (request, response) => (lab.pages.get(request.path) ?? linking)(request, response),
      { address: '127.0.0.2' }
    );
    lab.inside = await startPeer(linking, { address: '127.0.0.3' });
    lab.app = await startStrapi({
      config: {
        http: { allowAddresses: ['127.0.0.2/32'], maxBytes: 131_072 },
        receive: { inlineBudget: BUDGET },
      },
    });
    const hello = await createArticle(lab.app, { slug: 'hello' });
    await createArticle(lab.app, { slug: 'bonjour', locale: 'fr', status: 'draft', documentId: hello });
    const closed = await createArticle(lab.app, { slug: 'closed' });
    await setEntry(lab.app, { documentId: closed }, { allowPings: 'closed' });
    const draft = await createArticle(lab.app, { slug: 'draft', status: 'draft' });
    lab.entries = { hello, closed, draft };
  });
  afterAll(async () => {
    await lab.app?.stop();
    await Promise.all([lab.blog?.stop(), lab.inside?.stop()]);
  });
  beforeEach(() => forget(lab));
  return lab;
};

const forget = async ({ app, blog, inside }: AttackLab): Promise<void> => {
  await forgetAll(app);
  blog.requests.length = 0;
  inside.requests.length = 0;
};

/** Each row as a test. */
export const testAttacks = (lab: AttackLab, attacks: readonly Attack[]): void => {
  it.each(attacks)('$what', async ({ send, answer, stored = 0, left = 0, fetched = [] }) => {
    const said = await send(lab);
    expectAnswer(said, answer);
    expect(lab.blog.requests.map(({ path }) => path)).toEqual(fetched);
    expect(lab.inside.requests).toEqual([]);
    expect(await storedLinkbacks(lab.app)).toHaveLength(stored);
    expect(await jobsOf(lab.app, 'verify')).toHaveLength(left);
  });
};

const expectAnswer = (said: string | undefined, answer: string | RegExp): void => {
  if (typeof answer === 'string') expect(said).toBe(answer);
  else expect(said).toMatch(answer);
};

/** What came of attacks that were made together. */
interface Outcome {
  readonly said: ReadonlyMap<Attack, string>;
  readonly fetched: readonly string[];
  readonly inside: number;
  readonly stored: number;
  readonly left: number;
}

/** Each row as a test, all of them sent together: those that take the whole budget. No two fetch the same path. */
export const testAttacksTogether = (lab: AttackLab, attacks: readonly Attack[]): void => {
  let outcome: Outcome;
  beforeAll(async () => {
    await forget(lab);
    const said = await Promise.all(attacks.map(async (one) => [one, await one.send(lab)] as const));
    outcome = {
      said: new Map(said),
      fetched: lab.blog.requests.map(({ path }) => path),
      inside: lab.inside.requests.length,
      stored: (await storedLinkbacks(lab.app)).length,
      left: (await jobsOf(lab.app, 'verify')).length,
    };
  });

  it.each(attacks)('$what', (one) => {
    expectAnswer(outcome.said.get(one), one.answer);
    const paths = new Set(one.fetched);
    expect(outcome.fetched.filter((path) => paths.has(path))).toEqual(one.fetched ?? []);
  });

  it('and nothing else comes of all these', () => {
    const sum = (of: (one: Attack) => number): number => attacks.reduce((all, one) => all + of(one), 0);
    expect(outcome.fetched).toHaveLength(sum(({ fetched = [] }) => fetched.length));
    expect(outcome.inside).toBe(0);
    expect(outcome.stored).toBe(sum(({ stored = 0 }) => stored));
    expect(outcome.left).toBe(sum(({ left = 0 }) => left));
  });
};

const inShort = ({ status, fault }: XmlRpcAnswer): string => {
  if (status !== 200) return String(status);
  return fault ? `fault ${fault.code}` : 'accepted';
};

/** A body for the XML-RPC endpoint. */
export const xml = async (
  lab: AttackLab,
  body: string | Buffer,
  o: { path?: string; headers?: Record<string, string> } = {}
): Promise<string> => inShort(await postXml(lab.app, body, o));

/** A pingback from a path of the attacker's site, or from a whole URL. */
export const ping = (lab: AttackLab, source: string, target = TARGET): Promise<string> =>
  xml(lab, callXml('pingback.ping', /^\/(?!\/)/.test(source) ? lab.blog.url + source : source, target));

/** A trackback with these fields to the trackback URL of `hello`, or of another entry. */
export const track = async (
  lab: AttackLab,
  fields: Record<string, string>,
  entry = `articles/${lab.entries.hello}/en`
): Promise<string> => {
  const { status, error } = await trackback(lab.app, entry, fields);
  if (status !== 200) return String(status);
  return error === null ? 'accepted' : `error ${error}`;
};

/** What a machine says on a plain connection to which `bytes` are written; '' when it ends it without a word. */
export const talk = (url: string, bytes: string | Buffer): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    let said = '';
    socket.on('data', (chunk) => (said += chunk.toString('latin1')));
    socket.once('error', reject);
    socket.once('close', () => resolve(said));
    socket.write(bytes);
  });
