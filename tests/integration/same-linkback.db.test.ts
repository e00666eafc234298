import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import { revisionsOf } from '../helpers/moderation';
import {
  createArticle,
  forgetAll,
  jobsOf,
  mentionOutcome,
  pingback,
  setSettings,
  SITE,
  storedLinkbacks,
  trackback,
  webmention,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const TARGET = `${SITE}/blog/hello`;
let app: TestApp;
let blog: Peer, foreign: Peer;
let documentId: string;
/** What a path of the blog answers, whatever its query; every other path the first of them. */
type Page = {
  title?: string;
  head?: string;
  status?: number;
  to?: string;
  link?: string;
  body?: string;
  headers?: Record<string, string>;
};
let pages: Record<string, Page>;

const html = ({ title = '', head = '', link = TARGET, body = '' }: Page) =>
  `<title>${title}</title>${head}${body}${body ? '' : sentence(link)}`;
const sentence = (link: string) => `<p>I have read <a href="${link}">this post</a>, and like it.</p>`;

beforeAll(async () => {
  blog = await startPeer(
    ({ path }, response) => {
      const page = pages[path.split('?')[0] ?? ''] ?? Object.values(pages)[0] ?? {};
      if (page.to) return response.writeHead(302, { location: page.to }).end();
      for (const [name, value] of Object.entries(page.headers ?? {})) response.setHeader(name, value);
      return sendPage(response, html(page), { status: page.status ?? 200 });
    },
    { address: '127.0.0.2' }
  );
  foreign = await startPeer((_request, response) => sendPage(response, html({ title: 'A post' })), {
    address: '127.0.0.3',
  });
  app = await startStrapi({ listen: true });
  documentId = await createArticle(app, { slug: 'hello' });
});
afterAll(async () => {
  await app?.stop();
  await blog?.stop();
  await foreign?.stop();
});
beforeEach(async () => {
  await forgetAll(app);
  await setSettings(app, {
    moderation: { policy: 'hold-unknown', trustedHosts: [], blockedHosts: [], blockedWords: [] },
  });
  pages = { '/post': { title: 'A post' } };
});

const ping = async (path: string, target = TARGET) =>
  (await pingback(app, `${blog.url}${path}`, target)).fault?.code ?? null;
const act = async (action: string) => {
  const ids = (await storedLinkbacks(app)).map((row) => row.documentId);
  await app.strapi
    .plugin('linkbacks')
    .service('linkbacks')
    .act({ action, ids, revisions: await revisionsOf(app, ids) }, 'Jane');
};
const recheck = async () => {
  await act('verify');
  await until('the source was looked at', async () => (await jobsOf(app, 'recheck')).length === 0);
};
const shown = async () => (await app.request.get('/api/linkbacks').query({ target: TARGET })).body.data;
const onlyRow = async () => {
  const [row, ...others] = await storedLinkbacks(app);
  expect(others).toEqual([]);
  return row;
};

const SPELLINGS = [
  ...Array.from({ length: 8 }, (_, number) => `/post?n=${number}`),
  '//post',
  '/post/',
  '/post;x=1',
  '/index.php/post',
  '/?utm_source=x',
  '/other?utm_source=x',
  '/post#comment-7',
];

describe('a page under other spellings of its URL', () => {
  it.each(['approve', 'spam', 'trash', null])('is the linkback that is there (%s)', async (action) => {
    expect(await ping('/post')).toBeNull();
    if (action) await act(action);
    for (const path of SPELLINGS) expect([path, await ping(path)]).toEqual([path, 48]);

    expect(await onlyRow()).toMatchObject({ source: `${blog.url}/post` });
    expect(await shown()).toHaveLength(action === 'approve' ? 1 : 0);
  });

  it('does not come back once it was deleted', async () => {
    await ping('/post');
    await act('delete');
    for (const path of SPELLINGS) expect([path, await ping(path)]).toEqual([path, 48]);

    expect(await storedLinkbacks(app)).toEqual([]);
  });

  it('is the same for trackbacks, whatever they claim, and for webmentions', async () => {
    pages = { '/post': {} };
    await ping('/post');
    const claims = ['I have read', 'this post', 'like it'];
    for (const [n, title] of claims.entries()) {
      const fields = { url: `${blog.url}/post?n=${n}`, title };
      expect((await trackback(app, `articles/${documentId}/en`, fields)).error).toMatch(/registered already/);
    }
    const answer = await webmention(app, `${blog.url}//post`, TARGET);
    expect(await mentionOutcome(app, answer)).toMatch(/^verified/);
    expect(await onlyRow()).toMatchObject({ source: `${blog.url}/post`, protocol: 'pingback' });
  });

  it('is one for webmentions too, whichever spelling of the target its links have', async () => {
    const spellings = Array.from({ length: 4 }, (_, number) => `${TARGET}?utm_source=${number}`);
    const body = spellings.map((url, number) => `<p>Words ${number} <a href="${url}">here</a></p>`).join('');
    pages = { '/post': { title: 'A post', body } };
    for (const [number, target] of spellings.entries()) {
      const answer = await webmention(app, `${blog.url}/post?n=${number}`, target);
      expect(await mentionOutcome(app, answer)).toMatch(/^verified/);
    }
    expect(await onlyRow()).toMatchObject({ source: `${blog.url}/post?n=0`, excerpt: 'Words 0 here' });
  });

  it('keeps no page alive that is there no more, and takes its place, to be decided again, once that is gone', async () => {
    pages = { '/new': { title: 'A post' }, '/post': { title: 'A post' } };
    await ping('/post');
    await act('approve');
    pages = { '/new': { title: 'A post' }, '/post': { status: 404 } };
    for (let look = 0; look < 2; look += 1) await recheck();
    expect(await ping('/new')).toBe(48);
    expect(await onlyRow()).toMatchObject({ status: 'approved', failures: 2 });

    await recheck();
    expect(await onlyRow()).toMatchObject({ status: 'gone' });
    expect(await ping('/new')).toBeNull();
    expect(await onlyRow()).toMatchObject({ status: 'pending', source: `${blog.url}/new` });
    await act('approve');
    await recheck();
    expect(await onlyRow()).toMatchObject({ status: 'approved', failures: 0 });
  });

  it('is another linkback where it shows other words', async () => {
    pages = { '/post': { title: 'A post' }, '/page/2': { title: 'Archive' } };

    expect([await ping('/post'), await ping('/page/2')]).toEqual([null, null]);
    pages = { '/post': { title: 'Comment 2' } };
    expect(await ping('/post#comment-2')).toBeNull();
    expect(await storedLinkbacks(app)).toHaveLength(3);
  });

  it('is another linkback on another site', async () => {
    expect(await ping('/post')).toBeNull();
    expect((await pingback(app, `${foreign.url}/post`, TARGET)).fault).toBeNull();
    expect(await storedLinkbacks(app)).toHaveLength(2);
  });

  it('is not shown twice when two pages come to say the same', async () => {
    pages = { '/post': { title: 'A post' }, '/other': { title: 'Another' } };
    await ping('/post');
    await act('approve');
    await ping('/other');
    pages = { '/post': { title: 'A post' } };
    await recheck();

    const titles = async () => (await shown()).map(({ title }: { title: string }) => title).sort();
    expect(await titles()).toEqual(['A post', 'Another']);
    expect((await storedLinkbacks(app)).map(({ proposed }) => proposed)).toMatchObject([
      null,
      { title: 'A post' },
    ]);
    await act('approve');
    expect(await titles()).toEqual(['A post', 'A post']);
  });
});

describe('a target', () => {
  const WRITTEN = `${TARGET}?utm_source=casino#"><img-src=x-onerror=alert(1)>\u202e`;

  it('is shown as the URL of its entry, wherever it is shown', async () => {
    await setSettings(app, { moderation: { policy: 'approve' } });
    pages = { '/post': { title: 'A post', link: `${TARGET}?utm_source=casino` } };
    expect(await ping('/post', WRITTEN)).toBeNull();

    expect(await onlyRow()).toMatchObject({ target: TARGET, writtenTarget: `${TARGET}?utm_source=casino` });
    const jf2 = await app.request.get('/api/linkbacks/mentions.jf2').query({ target: TARGET });
    const rss = await app.request.get(`/api/linkbacks/trackback/articles/${documentId}/en?__mode=rss`);
    expect(await shown()).toMatchObject([{ target: TARGET }]);
    expect(jf2.text).toContain(`"wm-target":"${TARGET}"`);
    for (const text of [JSON.stringify(await shown()), jf2.text, rss.text]) {
      expect(text).toContain('A post');
      expect(text).not.toMatch(/casino|img|utm_/);
    }
  });

  it.each(['casino', 'img-src'])('is searched for blocked words as it was written (%s)', async (word) => {
    await setSettings(app, { moderation: { policy: 'approve', blockedWords: [word] } });
    const escaped = WRITTEN.replace('casino', 'c%61s%E2%80%8Bino');
    expect(await ping('/post', escaped)).toBeNull();

    expect(await onlyRow()).toMatchObject({ status: 'spam' });
  });

  it.each([
    ['target', '/post', `${TARGET}?utm_source=casino`],
    ['source', '/post?casino', TARGET],
  ])(
    "with a blocked word in the sender's spelling of the %s does not stand against the site",
    async (_, path, target) => {
      await setSettings(app, { moderation: { policy: 'approve', blockedWords: ['casino'] } });
      expect(await ping(path, target)).toBeNull();
      expect(await ping(path, target)).toBe(48);
      expect(await onlyRow()).toMatchObject({ status: 'spam' });
      await act('delete');
      expect(await ping(path, target)).toBe(48);

      expect(await ping('/post')).toBeNull();
      expect(await shown()).toMatchObject([{ source: `${blog.url}/post`, target: TARGET }]);
    }
  );

  it('with a blocked word that a trackback claims of its source does not stand against the site', async () => {
    await setSettings(app, { moderation: { policy: 'approve', blockedWords: ['casino'] } });
    pages = { '/post': { body: `${sentence(TARGET)}<p>A comment about a casino</p>` } };
    const fields = { url: `${blog.url}/post`, title: 'casino' };
    expect((await trackback(app, `articles/${documentId}/en`, fields)).error).toBeNull();
    expect(await onlyRow()).toMatchObject({ status: 'spam', title: 'casino' });
    await act('delete');

    expect(await ping('/post')).toBeNull();
    expect(await shown()).toMatchObject([{ source: `${blog.url}/post` }]);
  });

  it('as it was written is what a webmention must link to, and its sender hears of it', async () => {
    const written = `${TARGET}?utm_source=x`;
    pages = { '/post': { title: 'A post' } };
    const failed = await webmention(app, `${blog.url}/post`, written);
    expect(await mentionOutcome(app, failed)).toMatch(/^failed/);

    pages = { '/new': { title: 'A new post', link: written } };
    const answer = await webmention(app, `${blog.url}/new`, written);
    expect(await mentionOutcome(app, answer)).toMatch(/^verified/);
    expect(await onlyRow()).toMatchObject({ target: TARGET, writtenTarget: written });

    pages = { '/new': { status: 404 } };
    for (let look = 0; look < 3; look += 1) await recheck();
    expect(await mentionOutcome(app, answer)).toMatch(/^removed/);
  });

  it('is still linked to when the slug of its entry changed', async () => {
    const rename = (slug: string) =>
      app.strapi.db
        .query('api::article.article' as never)
        .updateMany({ where: { documentId }, data: { slug } as never });
    await ping('/post', `${TARGET}/?utm_source=x`);
    await rename('goodbye');
    try {
      await recheck();
      expect(await onlyRow()).toMatchObject({ status: 'pending', failures: 0, target: TARGET });
    } finally {
      await rename('hello');
    }
  });
});

describe('an approved page', () => {
  const removed: string[] = [];
  beforeAll(() => void app.strapi.eventHub.on('linkback.removed', async () => void removed.push('removed')));
  beforeEach(async () => {
    await setSettings(app, { moderation: { policy: 'hold' } });
    await ping('/post');
    await act('approve');
    removed.length = 0;
  });

  it.each([
    [
      'redirects to another site',
      () => ({ to: `${foreign.url}/post` }),
      'Its source leads to 127.0.0.3 now.',
    ],
    [
      'sends its visitors to another site by itself',
      () => ({ title: 'A post', head: `<meta http-equiv="refresh" content="0; url=${foreign.url}/post">` }),
      'Its source leads to 127.0.0.3 now.',
    ],
    [
      'does so by a header',
      () => ({ title: 'A post', headers: { refresh: `1; url='${foreign.url}/post'` } }),
      'Its source leads to 127.0.0.3 now.',
    ],
    [
      'does so behind its link',
      () => ({
        body: `<title>A post</title>${sentence(TARGET)}<p>More</p><meta http-equiv="refresh" content="0;${foreign.url}">`,
      }),
      'Its source leads to 127.0.0.3 now.',
    ],
    [
      'claims the address of another page',
      () => ({ title: 'A post', head: '<link rel="canonical" href="/other">' }),
      'Its source says now that it is the same page as',
    ],
    [
      'claims an address on another site',
      () => ({ title: 'A post', head: '<link rel="canonical" href="https://casino.example/">' }),
      'Its source says now that it is the same page as https://casino.example/.',
    ],
    ['redirects within its site', () => ({ to: '/2026/post' }), 'Its page is at http://127.0.0.2'],
    [
      'names another place in itself as its address',
      () => ({ title: 'A post', head: '<link rel="canonical" href="/post#casino-1">' }),
      '/post#casino-1 now.',
    ],
    [
      'moves its own entry elsewhere',
      () => ({
        body: `<div class="h-entry"><a class="u-url" href="/casino"></a><p class="p-name">A post</p>${sentence(TARGET)}</div>`,
      }),
      '/casino now.',
    ],
  ])('that %s is decided again, once', async (_what, page, reason) => {
    pages = { '/post': page(), '/2026/post': { title: 'A post' } };
    await recheck();

    expect(await onlyRow()).toMatchObject({ status: 'pending', reason: expect.stringContaining(reason) });
    expect(await shown()).toEqual([]);
    await until('those who listen are told', () => removed.length > 0);

    await act('approve');
    await recheck();
    expect(await onlyRow()).toMatchObject({ status: 'approved' });
    expect(await shown()).toHaveLength(1);
  });

  it('whose address comes to have a blocked word is spam, wherever that stands', async () => {
    await setSettings(app, { moderation: { policy: 'approve', blockedWords: ['casino'] } });
    pages = { '/post': { title: 'A post', head: '<link rel="canonical" href="/casino">' } };
    await recheck();
    expect(await onlyRow()).toMatchObject({ status: 'spam' });
  });

  it('never shows an address that a tracking parameter writes', async () => {
    pages = { '/post': { title: 'A post', head: '<link rel="canonical" href="/post?utm_source=casino">' } };
    await recheck();
    expect(await shown()).toMatchObject([{ source: `${blog.url}/post` }]);
  });

  it('is not restored to be shown elsewhere than it was approved', async () => {
    await act('trash');
    pages = { '/post': { title: 'A post', head: '<link rel="canonical" href="/other">' } };
    await recheck();
    await act('restore');
    expect(await onlyRow()).toMatchObject({ status: 'pending' });
  });

  it('that redirects to another site is decided again when it comes back, or by webmention', async () => {
    pages = { '/post': { status: 410 } };
    const answer = await webmention(app, `${blog.url}/post`, TARGET);
    expect(await mentionOutcome(app, answer)).toMatch(/^removed/);
    pages = { '/post': { to: `${foreign.url}/post` } };
    expect(await ping('/post')).toBeNull();

    expect(await onlyRow()).toMatchObject({ status: 'pending' });
  });

  it.each([
    [
      'names its own address in another spelling',
      () => ({ '/post': { title: 'A post', head: `<link rel="canonical" href="/post/?utm_source=x">` } }),
    ],
  ])('that %s stays as it is', async (_what, answers) => {
    pages = answers();
    await recheck();

    expect(await onlyRow()).toMatchObject({ status: 'approved' });
    expect(await shown()).toHaveLength(1);
  });

  it('that redirects to a site that is trusted as its own stays as it is', async () => {
    await setSettings(app, { moderation: { trustedHosts: ['127.0.0.2', '127.0.0.3'] } });
    pages = { '/post': { to: `${foreign.url}/post` } };
    await recheck();

    expect(await onlyRow()).toMatchObject({ status: 'approved', finalUrl: `${foreign.url}/post` });
  });
});

describe('a page that sends its visitors to another site by itself', () => {
  const head = () => `<meta http-equiv="refresh" content="0; url=${foreign.url}/post">`;
  beforeEach(() => {
    pages = { '/post': { title: 'A post', head: head() } };
  });

  it('is held, and says where it leads, also where its own site is known', async () => {
    pages = { '/known': { title: 'Known' }, '/post': { title: 'A post', head: head() } };
    await ping('/known');
    await act('approve');
    expect(await ping('/post')).toBeNull();

    expect((await storedLinkbacks(app))[1]).toMatchObject({
      status: 'pending',
      finalUrl: `${foreign.url}/post`,
      reason: 'No linkback from 127.0.0.2, redirected to 127.0.0.3, was approved before.',
    });
    // It does not stand for the page that it leads to.
    expect((await pingback(app, `${foreign.url}/post`, TARGET)).fault).toBeNull();
  });

  it('is refused where that is blocked, and spam where it was known', async () => {
    pages = { '/post': { title: 'A post' } };
    await ping('/post');
    await setSettings(app, { moderation: { blockedHosts: ['127.0.0.3'] } });
    pages = { '/post': { title: 'A post', head: head() } };
    await recheck();
    expect(await onlyRow()).toMatchObject({ status: 'spam' });

    pages = { '/new': { title: 'A new post', head: head() } };
    expect(await ping('/new')).toBe(49);
  });
});

describe('a linkback that waits, whose page comes to claim another address', () => {
  it.each([
    ['its canonical address', `<link rel="canonical" href="https://casino.example/">`],
    ['a redirect of its own', `<meta http-equiv="refresh" content="0;url=https://casino.example/">`],
  ])('is not approved by who saw it before, and shows it (%s)', async (_what, head) => {
    await setSettings(app, { moderation: { policy: 'hold' } });
    pages = { '/post': { title: 'A post' } };
    await ping('/post');
    const row = await onlyRow();
    const ids = [String(row?.documentId)];
    const seen = await revisionsOf(app, ids);
    pages = { '/post': { title: 'A post', head } };
    await recheck();

    const linkbacks = app.strapi.plugin('linkbacks').service('linkbacks');
    const { results } = await linkbacks.act({ action: 'approve', ids, revisions: seen }, 'Jane');
    expect(results).toMatchObject([{ ok: false, outcome: 'stale' }]);
    const [listed] = (await linkbacks.list({})).results;
    const detail = await linkbacks.findOne(ids[0]);
    for (const shownOf of [listed, detail])
      expect(shownOf.claimedAddress ?? shownOf.finalUrl).toBe('https://casino.example/');
    const anew = { action: 'approve', ids, revisions: { [String(ids[0])]: listed.revision } };
    expect((await linkbacks.act(anew, 'Jane')).results).toMatchObject([{ ok: true }]);
  });
});
