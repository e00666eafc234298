import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { byPath, redirects } from '../helpers/bad-peers';
import { sendPage, startPeer, type Peer, type PeerHandler } from '../helpers/http-peer';
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
let blog: Peer, foreign: Peer;
/** Where the page at `/moves` has moved to. */
let moved: string | null = null;

const linking =
  (title: string, head: () => string = () => ''): PeerHandler =>
  (_request, response) =>
    sendPage(response, `<title>${title}</title>${head()}<p><a href="${TARGET}">it</a></p>`);

beforeAll(async () => {
  const answers: Record<string, PeerHandler> = {
    '/home': linking('Home'),
    '/elsewhere': linking('Elsewhere'),
    '/old': (request, response) => redirects(301, `${blog.url}/home`)(request, response),
    '/older': (request, response) => redirects(301, `${blog.url}/old`)(request, response),
    '/via': (request, response) => redirects(302, `${foreign.url}/hop`)(request, response),
    '/moves': (request, response) =>
      (moved === null ? linking('Moves') : redirects(302, moved))(request, response),
    '/print': linking('Home', () => `<link rel="canonical" href="/home">`),
    '/claims': linking('Claims', () => `<link rel="canonical" href="/home">`),
    '/thief': linking('Thief', () => `<link rel="canonical" href="${foreign.url}/post">`),
  };
  blog = await startPeer(byPath(answers), { address: '127.0.0.2' });
  foreign = await startPeer(
    byPath({
      '/post': linking('Foreign'),
      '/hop': (request, response) => redirects(302, `${blog.url}/elsewhere`)(request, response),
      '/short': (request, response) => redirects(301, `${blog.url}/home`)(request, response),
    }),
    { address: '127.0.0.3' }
  );
  app = await startStrapi({ listen: true });
  await createArticle(app, { slug: 'hello' });
});
afterAll(async () => {
  await app?.stop();
  await blog?.stop();
  await foreign?.stop();
});
beforeEach(async () => {
  await forgetAll(app);
  await setSettings(app, { moderation: { policy: 'approve', blockedHosts: [] } });
});

/** What a pingback from that path of the blog is answered: null when it was accepted. */
const ping = async (path: string) => (await pingback(app, `${blog.url}${path}`, TARGET)).fault?.code ?? null;
const sources = async () => (await storedLinkbacks(app)).map(({ source }) => new URL(source).pathname);
const act = async (action: string) => {
  const ids = (await storedLinkbacks(app)).map(({ documentId }) => documentId);
  const revisions = await revisionsOf(app, ids);
  await app.strapi.plugin('linkbacks').service('linkbacks').act({ action, ids, revisions }, 'Jane');
};
const deleteAll = () => act('delete');

describe('a source', () => {
  it.each([
    ['redirects to one that is known', '/home', '/old'],
    ['is where a known one redirects to', '/old', '/home'],
    ['redirects to where a known one does', '/old', '/older'],
    ['says that it is a known one', '/home', '/print'],
  ])('that %s is the same', async (_what, first, second) => {
    expect(await ping(first)).toBeNull();
    expect(await ping(second)).toBe(48);

    expect(await sources()).toEqual(['/home']);
  });

  it('that is what a known one says to be takes its place', async () => {
    expect(await ping('/print')).toBeNull();
    expect(await ping('/home')).toBeNull();
    expect([await ping('/home'), await ping('/print')]).toEqual([48, 48]);

    expect(await sources()).toEqual(['/home']);
  });

  it('that says to be another page, and shows other words, is itself', async () => {
    expect(await ping('/home')).toBeNull();
    expect(await ping('/claims')).toBeNull();
    await deleteAll();

    expect(await ping('/claims')).toBe(48);
    expect(await sources()).toEqual([]);
  });

  it('that says to be another page keeps that out neither while it is there nor once it was deleted', async () => {
    expect(await ping('/claims')).toBeNull();
    await deleteAll();

    expect(await ping('/home')).toBeNull();
    expect(await sources()).toEqual(['/home']);
  });

  it('that says to be a page of another host is itself', async () => {
    expect((await pingback(app, `${foreign.url}/post`, TARGET)).fault).toBeNull();
    expect(await ping('/thief')).toBeNull();

    expect(await sources()).toEqual(['/post', '/thief']);
  });

  it('that says to be a known one does not write in its place', async () => {
    await ping('/home');
    const answer = await webmention(app, `${blog.url}/print`, TARGET);

    expect(await mentionOutcome(app, answer)).toMatch(/^verified/);
    expect(await storedLinkbacks(app)).toMatchObject([{ title: 'Home', source: `${blog.url}/home` }]);
  });

  it.each([
    ['/old', '/home'],
    ['/home', '/old'],
    ['/old', '/older'],
    ['/home', '/print'],
  ])('that was deleted at %s does not come back from %s', async (first, second) => {
    await ping(first);
    await deleteAll();

    expect(await ping(second)).toBe(48);
    expect(await sources()).toEqual([]);
  });

  it('that passes through a blocked host is refused', async () => {
    await setSettings(app, { moderation: { blockedHosts: ['127.0.0.3'] } });

    expect(await ping('/via')).toBe(49);
    expect(await sources()).toEqual([]);
  });

  describe('that is known and moves', () => {
    const verify = async () => {
      await act('verify');
      await until('the source was looked at', async () => (await jobsOf(app, 'recheck')).length === 0);
    };
    beforeEach(async () => {
      moved = null;
      await ping('/moves');
    });

    it('is known at its new address too, and forever at its old one', async () => {
      moved = `${blog.url}/home`;
      await verify();

      expect(await ping('/home')).toBe(48);
      expect(await ping('/moves')).toBe(48);
      expect(await storedLinkbacks(app)).toMatchObject([
        { source: `${blog.url}/home`, writtenSource: `${blog.url}/moves`, finalUrl: null },
      ]);
    });

    it('leaves its trace at both when it is deleted', async () => {
      moved = `${blog.url}/home`;
      await verify();
      await deleteAll();

      expect([await ping('/home'), await ping('/moves')]).toEqual([48, 48]);
    });

    it('to another site does not stand for what is there', async () => {
      moved = `${foreign.url}/post`;
      await verify();

      expect(await storedLinkbacks(app)).toMatchObject([{ finalUrl: moved }]);
      expect((await pingback(app, `${foreign.url}/post`, TARGET)).fault).toBeNull();
    });

    it('stays where it moved when another page is at its old address', async () => {
      moved = `${blog.url}/home`;
      await verify();
      moved = null;
      await verify();

      expect(await sources()).toEqual(['/home']);
      expect([await ping('/home'), await ping('/moves')]).toEqual([48, 48]);
    });

    it('to where another one came from is looked at like any other', async () => {
      await ping('/home');
      moved = `${blog.url}/home`;
      await verify();

      expect(await storedLinkbacks(app)).toMatchObject([
        {
          source: `${blog.url}/moves`,
          finalUrl: moved,
          history: [{ event: 'received' }, { event: 'verified' }, { event: 'updated' }],
        },
        { source: moved },
      ]);
      expect([await ping('/home'), await ping('/moves')]).toEqual([48, 48]);
    });
  });

  describe('that is known and is redirected through a blocked host later', () => {
    const row = async () => (await storedLinkbacks(app))[0];
    const events: string[] = [];
    const leadAway = async (status: string) => {
      await ping('/moves');
      await app.strapi.db.query('plugin::linkbacks.linkback').updateMany({ where: {}, data: { status } });
      await setSettings(app, { moderation: { blockedHosts: ['127.0.0.3'] } });
      moved = `${foreign.url}/hop`;
      events.length = 0;
    };
    const lookAgain = async () => {
      await act('verify');
      await until('the source was looked at', async () => (await jobsOf(app, 'recheck')).length === 0);
    };

    beforeAll(() => void app.strapi.eventHub.on('linkback.removed', async () => void events.push('removed')));
    beforeEach(() => {
      moved = null;
    });

    it.each(['approved', 'pending'])('is no longer %s, and says why', async (status) => {
      await leadAway(status);
      await lookAgain();

      expect(await row()).toMatchObject({
        status: 'spam',
        previousStatus: status,
        reason: `Its source redirects to ${foreign.host}, which is blocked.`,
      });
      const told = status === 'approved' ? ['removed'] : [];
      await until('those who listen are told', () => events.length >= told.length);
      expect(events).toEqual(told);
    });

    it('is decided again when it comes as a webmention', async () => {
      await leadAway('approved');
      await mentionOutcome(app, await webmention(app, `${blog.url}/moves`, TARGET));

      expect(await row()).toMatchObject({ status: 'spam' });
    });

    it('stays where a moderator brought it back', async () => {
      await leadAway('approved');
      await lookAgain();
      await act('restore');
      await lookAgain();

      expect(await row()).toMatchObject({ status: 'approved' });
    });

    it('stays approved when only its own host was blocked since', async () => {
      await leadAway('approved');
      await setSettings(app, { moderation: { blockedHosts: ['127.0.0.2'] } });
      moved = null;
      await lookAgain();

      expect(await row()).toMatchObject({ status: 'approved' });
    });
  });

  it('that only passes through another host is itself', async () => {
    expect(await ping('/via')).toBeNull();
    expect(await storedLinkbacks(app)).toMatchObject([{ source: `${blog.url}/elsewhere`, finalUrl: null }]);
  });

  describe('that redirects to a page of another host', () => {
    const short = () => pingback(app, `${foreign.url}/short`, TARGET);

    it('is that page where that is known', async () => {
      expect(await ping('/home')).toBeNull();
      expect((await short()).fault?.code).toBe(48);

      expect(await sources()).toEqual(['/home']);
    });

    it('is that page where that was deleted', async () => {
      await ping('/home');
      await deleteAll();

      expect((await short()).fault?.code).toBe(48);
      expect(await sources()).toEqual([]);
    });

    it('does not stand for it', async () => {
      expect((await short()).fault).toBeNull();
      expect(await ping('/home')).toBeNull();

      expect(await sources()).toEqual(['/short', '/home']);
    });

    it('does not stand for it where that comes by webmention', async () => {
      await short();
      const answer = await webmention(app, `${blog.url}/home`, TARGET);

      expect(await mentionOutcome(app, answer)).toMatch(/^verified/);
      expect(await sources()).toEqual(['/short', '/home']);
    });

    it('keeps nobody but itself from coming back when it was deleted', async () => {
      await short();
      await deleteAll();

      expect((await short()).fault?.code).toBe(48);
      expect(await ping('/home')).toBeNull();
      expect(await sources()).toEqual(['/home']);
    });
  });
});
