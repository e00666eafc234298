import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
  webmention,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const TARGET = `${SITE}/blog/hello`;
let app: TestApp;
let blog: Peer;
/** What every path of the blog has in its head and where it says that it is, whatever its query. */
let headOf: (path: string) => string;

const html = (path: string) =>
  `<title>A post</title>${headOf(path)}<p>I have read <a href="${TARGET}">this post</a>, and like it.</p><a href="${SITE}/blog/other">Other</a>`;

const redirectOf = (path: string): string | null => {
  if (path.startsWith('/go')) return '/post';
  return path.startsWith('/~evil') ? '/~jane/post' : null;
};

beforeAll(async () => {
  blog = await startPeer(
    ({ path }, response) =>
      redirectOf(path) === null
        ? sendPage(response, html(path))
        : response.writeHead(302, { location: redirectOf(path) ?? '' }).end(),
    { address: '127.0.0.2' }
  );
  app = await startStrapi({ listen: true });
  await createArticle(app, { slug: 'hello' });
  await createArticle(app, { slug: 'other' });
});
afterAll(async () => {
  await app?.stop();
  await blog?.stop();
});
beforeEach(async () => {
  await forgetAll(app);
  await setSettings(app, { moderation: { policy: 'hold', blockedWords: [] } });
  headOf = () => '';
});

const ping = async (path: string) => (await pingback(app, `${blog.url}${path}`, TARGET)).fault?.code ?? null;
const act = async (action: string, only: (path: string) => boolean = () => true) => {
  const rows = (await storedLinkbacks(app)).filter(({ source }) => only(source.replace(blog.url, '')));
  const ids = rows.map((row) => row.documentId);
  const revisions = await revisionsOf(app, ids);
  await app.strapi.plugin('linkbacks').service('linkbacks').act({ action, ids, revisions }, 'Jane');
};
const shown = async () => (await app.request.get('/api/linkbacks').query({ target: TARGET })).body.data;
const stored = async () =>
  (await storedLinkbacks(app)).map(({ source, status }) => [source.replace(blog.url, ''), status]);

const canonical = (url: string) => () => `<link rel="canonical" href="${url}">`;
const DECLARATIONS = [
  ['nothing', () => ''],
  ['its address', canonical('/post')],
] as const;

/** What a stranger may send first: all are answered with the page. */
const FOREIGN = ['/post?x=buy-casino', '/post;buy-casino', '//post', '/post#buy-casino-1', '/go?buy=casino'];
/** Those that a page which says its address is not stored under at all, since they are the same page by our rule. */
const RESPELLED = ['/post?utm_source=buy-casino', '/post#buy-casino', '/go?buy=casino'];

describe.each(DECLARATIONS)(
  'a page that says %s of where it is, first sent in a foreign spelling',
  (_, head) => {
    beforeEach(() => {
      headOf = head;
    });

    it.each(FOREIGN)('takes that over once it sends its own, and stays where it was (%s)', async (first) => {
      expect(await ping(first)).toBeNull();
      await act('approve');
      const again = await ping('/post');

      expect([again, await stored()]).toEqual([first.startsWith('/go') ? 48 : null, [['/post', 'approved']]]);
      expect(await shown()).toMatchObject([{ source: `${blog.url}/post` }]);
      for (const path of [...FOREIGN, ...RESPELLED, '/post'])
        expect([path, await ping(path)]).toEqual([path, 48]);
    });

    it.each(RESPELLED)('is stored under its own where it is the same page (%s)', async (first) => {
      expect(await ping(first)).toBeNull();
      expect(await stored()).toEqual([['/post', 'pending']]);
      expect([await ping('/post'), await ping(first)]).toEqual([48, 48]);
    });

    it.each(['spam', 'trash', 'delete'])('is not muted by what was decided of that (%s)', async (action) => {
      for (const first of FOREIGN.filter((path) => !RESPELLED.includes(path))) {
        await forgetAll(app);
        await ping(first);
        await act(action);
        const left = action === 'delete' ? [] : [[first, action]];
        for (const path of FOREIGN.filter((one) => !RESPELLED.includes(one)))
          expect([first, path, await ping(path)]).toEqual([first, path, 48]);
        expect(await stored()).toEqual(left);

        expect(await ping('/post')).toBeNull();
        expect(await stored()).toEqual([...left, ['/post', 'pending']]);
        expect([await ping('/post'), await ping(first)]).toEqual([48, 48]);
        await act('delete', (path) => path === '/post');
        expect([await ping('/post'), await ping(first)]).toEqual([48, 48]);
        expect(await stored()).toEqual(left);
      }
    });

    it('takes it over by webmention too, and at the same moment', async () => {
      await ping('/post?x=1');
      expect(await mentionOutcome(app, await webmention(app, `${blog.url}/post`, TARGET))).toMatch(
        /^verified/
      );
      expect(await stored()).toEqual([['/post', 'pending']]);

      await forgetAll(app);
      await Promise.all(['/post?x=1', '/post', '/post?x=2', '//post'].map(ping));
      await ping('/post');
      expect(await stored()).toEqual([['/post', 'pending']]);
    });

    it('still tells who sent the other spelling that it was removed', async () => {
      const answer = await webmention(app, `${blog.url}/post?utm_source=x`, TARGET);
      expect(await mentionOutcome(app, answer)).toMatch(/^verified/);
      headOf = () => '<meta http-equiv="status" content="410 Gone">';
      for (let look = 0; look < 3; look += 1) {
        await act('verify');
        await until('the source was looked at', async () => (await jobsOf(app, 'recheck')).length === 0);
      }
      expect(await mentionOutcome(app, answer)).toMatch(/^removed/);
    });
  }
);

describe('a page that was found at a foreign spelling', () => {
  it('is shown under its own once it says so, after it was looked at again', async () => {
    await ping('/post?x=1');
    headOf = canonical('/post/');
    await act('verify');
    await until('the source was looked at', async () => (await jobsOf(app, 'recheck')).length === 0);

    expect(await ping('/post/')).toBeNull();
    expect(await stored()).toEqual([['/post/', 'pending']]);
  });

  it('is not taken over by another page that copies it', async () => {
    headOf = canonical('/honest/post');
    await ping('/honest/post?lang=de');
    await act('approve');
    headOf = (path) => canonical(path)();
    await ping('/evil/post');

    expect(await stored()).toContainEqual(['/honest/post?lang=de', 'approved']);
    expect(await shown()).toHaveLength(1);
  });
});

describe('a spelling whose page names another address', () => {
  const POLICIES = [
    ['policy', { policy: 'approve' }],
    ['trust', { policy: 'hold', trustedHosts: ['127.0.0.2'] }],
  ] as const;
  const REASON = /^Its page says that its address is http.*\/post\.$/;
  beforeEach(() => {
    headOf = canonical('/post');
  });
  afterEach(() => setSettings(app, { moderation: { trustedHosts: [] } }));

  it.each(POLICIES)(
    'is not approved by %s, and decided anew once the page itself pings',
    async (_, moderation) => {
      for (const first of ['/post?x=buy-casino', '/post#buy-casino-1', '/buy-casino']) {
        await forgetAll(app);
        await setSettings(app, { moderation });
        await ping(first);
        expect(await storedLinkbacks(app)).toMatchObject([
          { status: 'pending', reason: expect.stringMatching(REASON), source: `${blog.url}${first}` },
        ]);

        expect(await ping('/post')).toBeNull();
        expect(await stored()).toEqual([['/post', 'approved']]);
        expect(await shown()).toMatchObject([{ source: `${blog.url}/post` }]);
      }
    }
  );

  it('is not approved because its host is known', async () => {
    await setSettings(app, { moderation: { policy: 'approve' } });
    await pingback(app, `${blog.url}/known`, `${SITE}/blog/other`);
    await act('approve');
    await setSettings(app, { moderation: { policy: 'hold-unknown' } });
    await ping('/post?x=1');
    expect((await storedLinkbacks(app)).at(-1)).toMatchObject({
      status: 'pending',
      reason: expect.stringMatching(REASON),
    });
  });

  it('stays where a moderator put it, and is spam where that is what its page says by then', async () => {
    await setSettings(app, { moderation: { policy: 'approve' } });
    await ping('/post?x=1');
    await act('approve');
    await act('unapprove');
    await ping('/post');
    expect(await stored()).toEqual([['/post', 'pending']]);

    await forgetAll(app);
    await ping('/post?x=1');
    await setSettings(app, { moderation: { policy: 'approve', blockedWords: ['A post'] } });
    await ping('/post');
    expect(await stored()).toEqual([['/post', 'spam']]);
  });
});

describe('a page that a path of somebody else redirects to', () => {
  it.each(['approve', 'spam', 'trash', 'delete'])(
    'is stored where it was found, and not under that (%s)',
    async (action) => {
      await ping('/~evil/buy-casino');
      expect(await stored()).toEqual([['/~jane/post', 'pending']]);
      await act(action);
      expect([await ping('/~jane/post'), await ping('/~evil/x')]).toEqual([48, 48]);
      expect(await ping('/~jane/post?x=1')).toBe(48);
    }
  );

  it('is not kept out by a blocked word in that', async () => {
    await setSettings(app, { moderation: { policy: 'approve', blockedWords: ['casino'] } });
    await ping('/~evil/buy-casino');
    expect(await stored()).toEqual([['/~jane/post', 'approved']]);
  });
});

describe('a page whose server answers to whatever stands behind its path', () => {
  const BEHIND = ['/post.php/casino', '/post.php/a/b/c?x=1', '/post.php/a;b'];
  beforeEach(async () => {
    await setSettings(app, { moderation: { policy: 'approve', blockedWords: ['casino'] } });
  });

  it.each(['approve', 'spam', 'trash', 'delete'])(
    'is held of its own beside what was sent first from behind it (%s)',
    async (action) => {
      for (const path of BEHIND) {
        await forgetAll(app);
        expect([path, await ping(path)]).toEqual([path, null]);
        await act(action);
        expect([path, await ping('/post.php')]).toEqual([path, null]);
        const status = action === 'delete' && /[?;]/.test(path) ? 'approved' : 'pending';
        expect([path, (await stored()).at(-1)]).toEqual([path, ['/post.php', status]]);
        const again = ['/post.php', '/post.php/other', '/post.php?x=2'];
        for (const one of again) expect([path, one, await ping(one)]).toEqual([path, one, 48]);
        await act('delete');
        for (const one of again) expect([path, one, await ping(one)]).toEqual([path, one, 48]);
      }
    }
  );

  it('keeps what is behind it out once it is there, or was deleted', async () => {
    await ping('/post.php');
    for (const path of BEHIND) expect([path, await ping(path)]).toEqual([path, 48]);
    await act('delete');
    for (const path of BEHIND) expect([path, await ping(path)]).toEqual([path, 48]);
    expect(await ping('/other')).toBe(48);
    expect(await stored()).toEqual([]);
  });
});

describe('a page that copies another one of its host, where many users have theirs', () => {
  /** Says that it is at home where it is asked for, as each page of an honest server does. */
  const own = (path: string) => canonical(path.split(/[?;#]/, 1)[0] ?? '')();
  beforeEach(async () => {
    headOf = own;
    await setSettings(app, { moderation: { policy: 'approve' } });
  });
  const SAME_WORDS = 'It says the same as another page of its site.';

  it('keeps that neither out nor from being decided, and is never shown unasked', async () => {
    expect([await ping('/evil/post'), await ping('/honest/post')]).toEqual([null, null]);
    expect(await storedLinkbacks(app)).toMatchObject([
      { status: 'approved' },
      { status: 'pending', reason: SAME_WORDS, source: `${blog.url}/honest/post` },
    ]);
    expect([await ping('/honest/post'), await ping('/honest/post?n=1'), await ping('//honest/post')]).toEqual(
      [48, 48, 48]
    );

    await act('approve');
    await act('verify');
    await until('the sources were looked at', async () => (await jobsOf(app, 'recheck')).length === 0);
    expect(await stored()).toEqual([
      ['/evil/post', 'approved'],
      ['/honest/post', 'approved'],
    ]);
  });

  it.each(['spam', 'trash', 'delete'])(
    'leaves nothing against that when it is decided (%s)',
    async (action) => {
      await ping('/evil/post');
      await act(action);
      expect([await ping('/evil/post'), await ping('/evil/post?n=1')]).toEqual([48, 48]);

      expect(await ping('/honest/post')).toBeNull();
      expect((await stored()).at(-1)).toEqual(['/honest/post', 'pending']);
      await act('delete', (path) => path.startsWith('/honest'));
      expect([await ping('/honest/post'), await ping('/honest/post;n=1')]).toEqual([48, 48]);
      expect(await ping('/other/post')).toBeNull();
    }
  );

  it('is there three times at most, also when all come at once', async () => {
    const paths = Array.from({ length: 8 }, (_, user) => `/user-${user}/post`);
    await Promise.all(paths.map(ping));
    expect((await stored()).map(([, status]) => status)).toEqual([
      'approved',
      'pending',
      'pending',
      'pending',
    ]);
  });

  const ARCHIVE = ['/blog', '/', '/tag/a', '/2026/11'];

  it('keeps that out in no number, as little as the archive of its site does', async () => {
    for (const path of ARCHIVE) await ping(path);
    expect(await ping('/2026/11/post')).toBeNull();
    expect((await stored()).map(([path]) => path)).toEqual(['/blog', '/tag/a', '/2026/11', '/2026/11/post']);
    expect(await ping('/2026/11/post?n=1')).toBe(48);
  });

  it.each(['spam', 'trash'])('takes no place where it was decided (%s)', async (action) => {
    for (const path of ARCHIVE) await ping(path);
    await act(action);
    for (const path of ['/2026/11/post', '/2026/11/other']) expect(await ping(path)).toBeNull();
    expect(await stored()).toEqual([
      ...ARCHIVE.map((path) => [path, action]),
      ['/2026/11/post', 'pending'],
      ['/2026/11/other', 'pending'],
    ]);
    for (const path of ARCHIVE) expect([path, await ping(path)]).toEqual([path, 48]);
  });

  it('takes a place where a moderator held or approved it', async () => {
    for (const path of ARCHIVE) await ping(path);
    await act('approve');
    expect(await ping('/2026/11/post')).toBe(48);
    await act('unapprove');
    expect(await ping('/2026/11/post')).toBe(48);
    expect((await stored()).map(([path]) => path)).toEqual(ARCHIVE);
  });

  it.each([
    ['the same address', canonical('/post')],
    ['nothing', () => ''],
  ])('is one with it where both say %s', async (_what, head) => {
    headOf = head;
    await ping('/honest/post');
    expect(await ping('/evil/post')).toBe(48);
    await act('delete');
    expect(await ping('/evil/post')).toBe(48);
    expect(await stored()).toEqual([]);
  });
});
