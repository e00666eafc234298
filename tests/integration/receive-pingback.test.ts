import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import {
  callXml,
  createArticle,
  forgetAll,
  jobsOf,
  pingback,
  postXml,
  setEntry,
  setSettings,
  SITE,
  storedLinkbacks,
  XMLRPC,
  type XmlRpcAnswer,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

const TARGET = `${SITE}/blog/hello`;
/** Milliseconds: enough for a slow machine, and less than the client waits for a peer that says nothing. */
const BUDGET = 4_000;

let app: TestApp;
/** The site that links, one that must never be called, and what stands for our own Strapi. */
let blog: Peer, secret: Peer, ourselves: Peer, other: Peer;
let documentId: string;

const link = (href = TARGET) => `<p>I read <a href="${href}">a good article</a> today.</p>`;
const page = (body: string, head = '<title>My post</title>') =>
  `<html><head>${head}</head><body>${body}</body></html>`;

const PAGES: Record<string, string> = {
  '/post': page(link(), '<title>My post</title><meta property="og:site_name" content="My blog">'),
  '/second': page(link(), '<title>My second post</title>'),
  '/tracked': page(link(`${TARGET}/?utm_source=feed#top`)),
  '/without-link': page('<p>Nothing here.</p>'),
  '/only-text': page(`<p>${TARGET}</p><!-- ${link()} --><script>"${link()}"</script>`),
  '/longer': page(link(`${TARGET}-world`)),
  '/markup': page(link(), '<title>&lt;script&gt;alert(1)&lt;/script&gt; \u202Epost</title>'),
  '/broken': page(link()),
};

const answerBlog: Parameters<typeof startPeer>[0] = async ({ path }, response) => {
  if (path === '/slow') return;
  if (path === '/to-secret') {
    response.writeHead(302, { location: `${secret.url}/post` }).end();
    return;
  }
  if (path === '/through-us') {
    response.writeHead(302, { location: `${ourselves.url}/api/linkbacks/there` }).end();
    return;
  }
  if (path.startsWith('/to-other')) {
    response.writeHead(302, { location: `${other.url}/post${path.slice('/to-other'.length)}` }).end();
    return;
  }
  const html = PAGES[path];
  if (html === undefined) sendPage(response, page(link()), { status: 404 });
  else sendPage(response, html, { status: path === '/broken' ? 500 : 200 });
};

beforeAll(async () => {
  [blog, secret, ourselves, other] = await Promise.all([
    startPeer(answerBlog, { address: '127.0.0.2' }),
    startPeer((_request, response) => sendPage(response, page(link())), { address: '127.0.0.3' }),
    startPeer(
      ({ path }, response) => {
        if (!path.endsWith('/there')) return sendPage(response, page(link()));
        return void response.writeHead(302, { location: `${blog.url}/post` }).end();
      },
      { address: '127.0.0.2' }
    ),
    startPeer(
      ({ path }, response) => sendPage(response, page(link(), `<title>Another post, ${path}</title>`)),
      { address: '127.0.0.2' }
    ),
  ]);
  app = await startStrapi({
    config: {
      publicUrl: ourselves.url,
      http: { allowAddresses: ['127.0.0.2/32'] },
      receive: { inlineBudget: BUDGET },
    },
  });
  documentId = await createArticle(app, { slug: 'hello', title: 'Hello' });
  await createArticle(app, { slug: 'bonjour', locale: 'fr', status: 'draft', documentId });
  await createArticle(app, { slug: 'draft', status: 'draft' });
  const closed = await createArticle(app, { slug: 'closed' });
  await setEntry(app, { documentId: closed }, { allowPings: 'closed' });
});
afterAll(async () => {
  await app?.stop();
  await Promise.all([blog, secret, ourselves, other].map((peer) => peer?.stop()));
});
beforeEach(() => forget());

const forget = async (): Promise<void> => {
  await forgetAll(app);
  for (const peer of [blog, secret, ourselves]) peer.requests.length = 0;
};
const fetched = () => [blog, secret, ourselves].flatMap((peer) => peer.requests.map(({ path }) => path));
const nothingStored = async () => {
  expect(await storedLinkbacks(app)).toEqual([]);
  expect(await jobsOf(app, 'verify')).toEqual([]);
};

describe('a pingback from a page that links to a published article', () => {
  it('is accepted, verified and held for a moderator', async () => {
    const answer = await pingback(app, `${blog.url}/post`, TARGET);

    expect(answer).toMatchObject({ status: 200, fault: null });
    expect(answer.value).not.toBe('');
    expect(await storedLinkbacks(app)).toMatchObject([
      {
        status: 'pending',
        reason: 'The settings hold everything for approval.',
        protocol: 'pingback',
        linkType: 'mention',
        entryUid: 'api::article.article',
        entryDocumentId: documentId,
        entryLocale: 'en',
        source: `${blog.url}/post`,
        sourceHost: blog.host,
        target: TARGET,
        title: 'My post',
        siteName: 'My blog',
        excerpt: 'I read a good article today.',
        address: '127.0.0.1',
      },
    ]);
  });

  it('fetches the source once, and says on whose behalf', async () => {
    await pingback(app, `${blog.url}/post`, TARGET);

    expect(blog.requests).toHaveLength(1);
    expect(blog.requests[0]).toMatchObject({
      method: 'GET',
      path: '/post',
      headers: {
        'user-agent': expect.stringMatching(
          /^strapi-plugin-linkbacks .*; verifying pingback from 127\.0\.0\.1$/
        ),
        'x-pingback-forwarded-for': '127.0.0.1',
      },
    });
  });

  it('counts another address of the same page as the target', async () => {
    expect(await pingback(app, `${blog.url}/tracked`, TARGET)).toMatchObject({ fault: null });
    expect(await storedLinkbacks(app)).toHaveLength(1);
  });

  it('is known the second time, in whatever disguise', async () => {
    await pingback(app, `${blog.url}/post`, TARGET);
    const again = await pingback(
      app,
      `${blog.url.toUpperCase().replace('HTTP', 'http')}/post#comments`,
      `${TARGET}/`
    );

    expect(again.fault?.code).toBe(48);
    expect(await storedLinkbacks(app)).toHaveLength(1);
    expect(blog.requests).toHaveLength(1);
  });

  it('is stored and fetched once when it arrives many times at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => pingback(app, `${blog.url}/post`, TARGET))
    );

    expect(answers.filter(({ fault }) => fault === null)).toHaveLength(1);
    expect(answers.filter(({ fault }) => fault?.code === 48)).toHaveLength(19);
    expect(await storedLinkbacks(app)).toHaveLength(1);
    expect(blog.requests).toHaveLength(1);
  });

  it('is stored as plain text', async () => {
    await pingback(app, `${blog.url}/markup`, TARGET);

    expect(await storedLinkbacks(app)).toMatchObject([{ title: '<script>alert(1)</script> post' }]);
  });

  it('does not come back when a moderator deleted it', async () => {
    await pingback(app, `${blog.url}/post`, TARGET);
    const [row] = await storedLinkbacks(app);
    await app.strapi
      .plugin('linkbacks')
      .service('linkbacks')
      .act({ action: 'delete', ids: [row?.documentId] }, 'a test');

    expect((await pingback(app, `${blog.url}/post`, TARGET)).fault?.code).toBe(48);
    expect(await storedLinkbacks(app)).toEqual([]);
  });

  it('tells listeners, and does not care when one throws', async () => {
    const heard: unknown[] = [];
    const off = app.strapi.eventHub.on('linkback.received', async (event: unknown) => {
      heard.push(event);
      throw new Error('a listener of the project');
    });
    const answer = await pingback(app, `${blog.url}/post`, TARGET);
    off();

    expect(answer.fault).toBeNull();
    expect(heard).toMatchObject([{ linkback: { source: `${blog.url}/post`, entry: { documentId } } }]);
    expect(JSON.stringify(heard)).not.toContain('address');
  });
});

describe('a pingback that is refused', () => {
  type Case = [string, () => [string, string], number, string[]];
  const cases: Case[] = [
    ['a target that is no page of ours', () => [`${blog.url}/post`, `${SITE}/somewhere/else`], 33, []],
    ['the home page as target', () => [`${blog.url}/post`, SITE], 33, []],
    ['a target on another host', () => [`${blog.url}/post`, 'http://elsewhere.example/blog/hello'], 33, []],
    ['our host in a query', () => [`${blog.url}/post`, `http://evil.example/?${TARGET}`], 33, []],
    [
      'our host as a subdomain of another',
      () => [`${blog.url}/post`, 'http://127.0.0.1.evil.example:4321/blog/hello'],
      33,
      [],
    ],
    ['a target that does not exist', () => [`${blog.url}/post`, `${SITE}/blog/nothing`], 32, []],
    ['a draft as target', () => [`${blog.url}/post`, `${SITE}/blog/draft`], 32, []],
    ['another locale that is a draft', () => [`${blog.url}/post`, `${SITE}/fr/blog/bonjour`], 32, []],
    ['a closed target', () => [`${blog.url}/post`, `${SITE}/blog/closed`], 33, []],
    ['a source without the link', () => [`${blog.url}/without-link`, TARGET], 17, ['/without-link']],
    [
      'the link only in text, comments and scripts',
      () => [`${blog.url}/only-text`, TARGET],
      17,
      ['/only-text'],
    ],
    ['a longer URL that begins with the target', () => [`${blog.url}/longer`, TARGET], 17, ['/longer']],
    ['the target as its own source', () => [`${TARGET}/#top`, TARGET], -32602, []],
    [
      'the target over https as its own source',
      () => [TARGET.replace('http:', 'https:'), TARGET],
      -32602,
      [],
    ],
    ['a relative source', () => ['/post', TARGET], -32602, []],
    ['a relative target', () => [`${blog.url}/post`, '/blog/hello'], -32602, []],
    ['a javascript: source', () => ['javascript:alert(1)', TARGET], -32602, []],
    ['a data: source', () => ['data:text/html,<a>', TARGET], -32602, []],
    ['a file: source', () => ['file:///etc/passwd', TARGET], -32602, []],
    ['an ftp: source', () => ['ftp://example.com/', TARGET], -32602, []],
    ['a source with a password', () => [`http://user:pass@${blog.host}/post`, TARGET], -32602, []],
    ['a source of 65 kB', () => [`${blog.url}/${'x'.repeat(60_000)}`, TARGET], -32602, []],
  ];
  /** Their senders wait for all of the budget, so they are sent together. No two fetch the same path. */
  const unreachable: Case[] = [
    ['a source that answers 404 with the link in it', () => [`${blog.url}/gone`, TARGET], 16, ['/gone']],
    ['a source that answers 500 with the link in it', () => [`${blog.url}/broken`, TARGET], 16, ['/broken']],
    ['a source at a private address', () => [`${secret.url}/post`, TARGET], 16, []],
    [
      'a source that redirects to a private address',
      () => [`${blog.url}/to-secret`, TARGET],
      16,
      ['/to-secret'],
    ],
    ['a source where nobody listens', () => ['http://127.0.0.2:9/post', TARGET], 16, []],
    ['a source whose name does not exist', () => ['http://nowhere.invalid/post', TARGET], 16, []],
    ['our own endpoint as source', () => [`${ourselves.url}/api/linkbacks/xmlrpc`, TARGET], 16, []],
    ['a way through our own software', () => [`${blog.url}/through-us`, TARGET], 16, ['/through-us']],
    ['our own admin as source', () => [`${ourselves.url}/admin`, TARGET], 16, []],
  ];

  it.each(cases)('%s', async (_what, urls, code, requests) => {
    const answer = await pingback(app, ...urls());

    expect(answer.status).toBe(200);
    expect(answer.fault?.code).toBe(code);
    expect(fetched()).toEqual(requests);
    await nothingStored();
  });

  describe('as a source that cannot be fetched', () => {
    let answers: ReadonlyMap<string, XmlRpcAnswer>;
    let paths: readonly string[];
    beforeAll(async () => {
      await forget();
      const sent = unreachable.map(async ([what, urls]) => [what, await pingback(app, ...urls())] as const);
      answers = new Map(await Promise.all(sent));
      paths = fetched();
      await nothingStored();
    });

    it.each(unreachable)('%s', (what, _urls, code, requests) => {
      expect(answers.get(what)).toMatchObject({ status: 200, fault: { code } });
      for (const path of requests) expect(paths.filter((other) => other === path)).toEqual([path]);
    });

    it('and nothing else is fetched for these', () => {
      expect([...paths].sort()).toEqual(unreachable.flatMap(([, , , requests]) => requests).sort());
    });
  });

  it('uses one wording for every source that cannot be fetched', async () => {
    const sources = [
      `${secret.url}/post`,
      'http://127.0.0.2:9/post',
      `${blog.url}/gone`,
      `${ourselves.url}/admin`,
    ];
    const answers = await Promise.all(sources.map((source) => pingback(app, source, TARGET)));

    expect(new Set(answers.map(({ fault }) => fault?.message)).size).toBe(1);
  });

  it('answers a source that cannot be fetched no sooner than the budget ends', async () => {
    const began = performance.now();
    await pingback(app, `${secret.url}/post`, TARGET);

    expect(performance.now() - began).toBeGreaterThanOrEqual(BUDGET - 5);
  });

  it('does not tell a missing entry from a draft and from another locale', async () => {
    const targets = [`${SITE}/blog/nothing`, `${SITE}/blog/draft`, `${SITE}/fr/blog/bonjour`];
    const answers = await Promise.all(targets.map((target) => pingback(app, `${blog.url}/post`, target)));

    expect(new Set(answers.map(({ fault }) => fault?.message)).size).toBe(1);
  });

  it('a target with a control character', async () => {
    expect((await pingback(app, `${blog.url}/post`, `${SITE}/blog/%00`)).fault?.code).toBe(32);
  });

  describe('by the settings', () => {
    afterEach(() =>
      setSettings(app, {
        receive: { open: true, protocols: { pingback: true } },
        moderation: { blockedHosts: [], blockedWords: [], policy: 'hold', trustedHosts: [] },
      })
    );

    it('when pingbacks are switched off', async () => {
      await setSettings(app, { receive: { protocols: { pingback: false } } });

      expect((await pingback(app, `${blog.url}/post`, TARGET)).fault?.code).toBe(33);
      expect(fetched()).toEqual([]);
      await nothingStored();
    });

    it('when entries are closed by default', async () => {
      await setSettings(app, { receive: { open: false } });

      expect((await pingback(app, `${blog.url}/post`, TARGET)).fault?.code).toBe(33);
      await nothingStored();
    });

    it('when the host of the source is blocked', async () => {
      await setSettings(app, { moderation: { blockedHosts: ['127.0.0.2'] } });

      expect((await pingback(app, `${blog.url}/post`, TARGET)).fault?.code).toBe(49);
      expect(fetched()).toEqual([]);
      await nothingStored();
    });
  });

  it('is put where moderation says, with the reason', async () => {
    await setSettings(app, { moderation: { policy: 'approve', blockedWords: ['casino'] } });
    PAGES['/casino'] = page(link(), '<title>Casino</title>');
    await pingback(app, `${blog.url}/post`, TARGET);
    await pingback(app, `${blog.url}/casino`, TARGET);
    await setSettings(app, { moderation: { policy: 'hold', blockedWords: [] } });

    expect(await storedLinkbacks(app)).toMatchObject([
      { status: 'approved', reason: expect.stringContaining('approve') },
      { status: 'spam', reason: expect.stringContaining('casino') },
    ]);
  });
});

describe('an XML-RPC body', () => {
  const source = 'http://127.0.0.2:1/post';
  const value = (text: string) => `<param><value><string>${text}</string></value></param>`;
  const call = (params: string, method = 'pingback.ping') =>
    `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${params}</params></methodCall>`;
  const multicall = call(
    `<param><value><array><data>${'<value><struct><member><name>methodName</name><value>pingback.ping</value></member></struct></value>'.repeat(400)}</data></array></value></param>`,
    'system.multicall'
  );

  it.each<[string, string | Buffer, number]>([
    ['that is empty', '', -32700],
    ['that is no XML', 'hello', -32700],
    ['that is cut off', call(value(source)).slice(0, 80), -32700],
    ['of HTML', '<html><body>hi</body></html>', -32700],
    ['with an entity bomb', `<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]>${call(value('&b;'))}`, -32700],
    [
      'with an external entity',
      `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${call(value('&x;'))}`,
      -32700,
    ],
    ['of nested tags', `${'<a>'.repeat(10_000)}`, -32700],
    ['with one parameter', call(value(source)), -32602],
    ['with three parameters', call(value(source) + value(TARGET) + value('x')), -32602],
    [
      'with a number as parameter',
      call(`<param><value><int>1</int></value></param>${value(TARGET)}`),
      -32602,
    ],
    ['for a method that we do not know', call('', 'wp.getUsersBlogs'), -32601],
    ['for a method named like a member of every object', call('', 'constructor'), -32601],
    ['for many calls at once', multicall, -32601],
  ])('%s', async (_what, body, code) => {
    const answer = await postXml(app, body);

    expect(answer).toMatchObject({ status: 200, fault: { code } });
    expect(fetched()).toEqual([]);
    await nothingStored();
  });

  it.each<[string, (xml: string) => Buffer, Record<string, string>]>([
    ['with a byte order mark and blanks', (xml) => Buffer.from(`\uFEFF\n ${xml}`), {}],
    ['in UTF-16', (xml) => Buffer.from(`\uFEFF${xml}`, 'utf16le'), {}],
    ['compressed', (xml) => gzipSync(xml), { 'content-encoding': 'gzip' }],
    ['sent as a form', Buffer.from, { 'content-type': 'application/x-www-form-urlencoded' }],
    ['sent as JSON', Buffer.from, { 'content-type': 'application/json' }],
    ['sent as multipart', Buffer.from, { 'content-type': 'multipart/form-data; boundary=x' }],
    ['sent as HTML', Buffer.from, { 'content-type': 'text/html' }],
  ])('is understood %s', async (_what, encode, headers) => {
    const xml = callXml('pingback.ping', `${blog.url}/post`, TARGET);

    expect(await postXml(app, encode(xml), { headers })).toMatchObject({ status: 200, fault: null });
  });

  it('is understood with raw ampersands', async () => {
    PAGES['/?a=1&b=2'] = page(link());
    const answer = await postXml(app, call(value(`${blog.url}/?a=1&b=2`) + value(TARGET)));

    expect(answer.fault).toBeNull();
    expect(fetched()).toEqual(['/?a=1&b=2']);
  });

  it.each([
    ['too large', Buffer.from(call(value('x'.repeat(70_000)))), {}, 413],
    [
      'that becomes too large when inflated',
      gzipSync('x'.repeat(10_000_000)),
      { 'content-encoding': 'gzip' },
      413,
    ],
    ['in an unknown coding', Buffer.from('x'), { 'content-encoding': 'compress' }, 415],
    ['in stacked codings', gzipSync(gzipSync('x')), { 'content-encoding': 'gzip, gzip' }, 415],
    ['that is not what its coding says', Buffer.from('x'), { 'content-encoding': 'gzip' }, 400],
  ])('%s is refused', async (_what, body, headers, status) => {
    expect((await postXml(app, body, { headers })).status).toBe(status);
    await nothingStored();
  });

  it('lists its methods', async () => {
    const answer = await app.request
      .post(XMLRPC)
      .set('content-type', 'text/xml')
      .send(callXml('system.listMethods'));

    expect(answer.headers['content-type']).toBe('text/xml; charset=utf-8');
    const methods = [...answer.text.matchAll(/<string>([^<]*)<\/string>/g)].map(([, name]) => name);
    expect(methods).toEqual([
      'pingback.ping',
      'pingback.extensions.getPingbacks',
      'system.getCapabilities',
      'system.listMethods',
    ]);
  });

  it('tells its capabilities', async () => {
    const answer = await app.request
      .post(XMLRPC)
      .set('content-type', 'text/xml')
      .send(callXml('system.getCapabilities'));

    expect(answer.text).toMatch(/<name>xmlrpc<\/name>.*<name>specVersion<\/name><value><int>1<\/int>/s);
    expect(answer.text).toMatch(/<name>faults_interop<\/name>.*<int>20010516<\/int>/s);
  });
});

describe('the XML-RPC endpoint', () => {
  it.each(['/api/linkbacks/xmlrpc/', '/API/Linkbacks/XMLRPC', '/api/linkbacks/XmlRpc/'])(
    'is found at %s',
    async (path) => {
      const answer = await postXml(app, callXml('pingback.ping', `${blog.url}/post`, TARGET), { path });

      expect(answer).toMatchObject({ status: 200, fault: null });
    }
  );

  it.each(['get', 'put', 'patch', 'delete'] as const)('answers %s with 405', async (verb) => {
    const answer = await app.request[verb](XMLRPC);

    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('POST, OPTIONS');
  });

  it('answers PUT with a broken JSON body with 405 too', async () => {
    const answer = await app.request.put(XMLRPC).set('content-type', 'application/json').send('{');

    expect(answer.status).toBe(405);
  });

  it('answers OPTIONS with what it allows', async () => {
    const answer = await app.request.options(XMLRPC);

    expect(answer.status).toBe(204);
    expect(answer.headers.allow).toBe('POST, OPTIONS');
  });
});

describe('a source that takes longer than the budget', () => {
  it('is accepted and left to the worker', async () => {
    const answer = await pingback(app, `${blog.url}/slow`, TARGET);

    expect(answer.fault).toBeNull();
    expect(await storedLinkbacks(app)).toEqual([]);
    expect(await jobsOf(app, 'verify')).toHaveLength(1);
  });

  it('is left to the worker once, however often it comes', async () => {
    await pingback(app, `${blog.url}/slow`, TARGET);
    const again = await pingback(app, `${blog.url}/slow`, TARGET);

    expect(again.fault).toBeNull();
    expect(await jobsOf(app, 'verify')).toHaveLength(1);
  });

  it('is left to the worker anew where the target is written in another way: that may end otherwise', async () => {
    await pingback(app, `${blog.url}/slow`, TARGET);
    await pingback(app, `${blog.url}/slow`, `${TARGET}/`);

    expect(await jobsOf(app, 'verify')).toHaveLength(2);
  });
});

describe('under the policy hold-unknown', () => {
  const approve = (source: string) =>
    app.strapi.db
      .query('plugin::linkbacks.linkback')
      .update({ where: { source }, data: { status: 'approved' } });
  const statuses = async () => (await storedLinkbacks(app)).map(({ status }) => status);

  beforeEach(() => setSettings(app, { moderation: { policy: 'hold-unknown' } }));
  afterEach(() => setSettings(app, { moderation: { policy: 'hold' } }));

  it('a known host that redirects to an unknown one is held', async () => {
    await pingback(app, `${blog.url}/post`, TARGET);
    await approve(`${blog.url}/post`);
    await pingback(app, `${blog.url}/second`, TARGET);
    await pingback(app, `${blog.url}/to-other`, TARGET);

    expect(await statuses()).toEqual(['approved', 'approved', 'pending']);
  });

  it('a known host that redirects to where it did before is approved', async () => {
    await pingback(app, `${blog.url}/to-other`, TARGET);
    await approve(`${blog.url}/to-other`);
    await pingback(app, `${blog.url}/to-other?2`, TARGET);

    expect(await statuses()).toEqual(['approved', 'approved']);
  });
});

describe('what the retention ends', () => {
  it('does not come back, even where everything is approved', async () => {
    await pingback(app, `${blog.url}/post`, TARGET);
    await pingback(app, `${blog.url}/second`, TARGET);
    const old = { movedAt: '2020-01-01T00:00:00.000Z' };
    const rows = app.strapi.db.query('plugin::linkbacks.linkback');
    await rows.update({ where: { source: `${blog.url}/post` }, data: { ...old, status: 'spam' } });
    await rows.update({ where: { source: `${blog.url}/second` }, data: { ...old, status: 'trash' } });
    await app.strapi.plugin('linkbacks').service('linkbacks').purge();
    expect(await storedLinkbacks(app)).toEqual([]);

    await setSettings(app, { moderation: { policy: 'approve' } });
    const answers = [
      await pingback(app, `${blog.url}/post`, TARGET),
      await pingback(app, `${blog.url}/second`, TARGET),
    ];
    await setSettings(app, { moderation: { policy: 'hold' } });
    expect(answers.map(({ fault }) => fault?.code)).toEqual([48, 48]);
  });
});
