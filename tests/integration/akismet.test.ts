import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import { startAkismet, type AkismetServer } from '../helpers/akismet';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import { revisionsOf } from '../helpers/moderation';
import {
  createArticle,
  callXml,
  forgetAll,
  jobsOf,
  mentionOutcome,
  postXml,
  setSettings,
  SITE,
  storedLinkbacks,
  webmention,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const TARGET = `${SITE}/blog/hello`;
const AGENT = 'The Incutio XML-RPC PHP Library -- WordPress/7.1.4';

describe('with a key of Akismet', () => {
  let app: TestApp;
  let token: string;
  let blog: Peer;
  let akismet: AkismetServer;
  let title: string;
  let answer: 'spam' | 'ham' | 'discard' | 'hang';

  beforeAll(async () => {
    const html = () =>
      `<title>${title}</title><meta property="og:site_name" content="A blog"><p>See <a href="${TARGET}">hello</a></p>`;
    blog = await startPeer((_request, response) => sendPage(response, html()), { address: '127.0.0.2' });
    akismet = await startAkismet({ key: 'our-key', answer: () => answer });
    app = await startStrapi({
      listen: true,
      config: {
        // Less than Akismet gets for its answer.
        receive: { inlineBudget: 3_000 },
        spam: { akismet: { key: 'our-key', url: akismet.url } },
      },
    });
    token = await superAdminToken(app);
    await createArticle(app, { slug: 'hello' });
  });
  afterAll(async () => {
    await app?.stop();
    await Promise.all([blog?.stop(), akismet?.stop()]);
  });
  beforeEach(async () => {
    await forgetAll(app);
    await setSettings(app, {
      moderation: { policy: 'approve', trustedHosts: [], blockedHosts: [], blockedWords: [] },
    });
    akismet.asked.splice(0);
    answer = 'ham';
    title = 'Post';
  });

  let number = 0;
  const ping = async () => {
    const source = `${blog.url}/post-${(number += 1)}`;
    const headers = { 'user-agent': ` ${AGENT} ` };
    const body = callXml('pingback.ping', source, TARGET);
    expect((await postXml(app, body, { headers })).fault).toBeNull();
    return source;
  };
  const act = async (action: string) => {
    const ids = (await storedLinkbacks(app)).map(({ documentId }) => documentId);
    const revisions = await revisionsOf(app, ids);
    const sent = app.request.post('/linkbacks/linkbacks/actions').set('Authorization', token);
    expect((await sent.send({ action, ids, revisions })).body.results).toMatchObject([{ ok: true }]);
  };

  it.each([
    ['ham', 'approved', 'The settings approve everything that is verified. Akismet has no objection.'],
    ['spam', 'spam', 'Akismet says that it is spam.'],
    ['discard', 'spam', 'Akismet is sure that it is spam.'],
  ] as const)('what it calls %s is %s, and says so', async (said, status, reason) => {
    answer = said;
    await ping();

    expect(await storedLinkbacks(app)).toMatchObject([{ status, reason }]);
  });

  it.each(['leave', 'delete'])(
    'what it says of one sender does not hold against the page (%s)',
    async (action) => {
      const send = async (path: string) =>
        (await postXml(app, callXml('pingback.ping', `${blog.url}${path}`, TARGET))).fault?.code ?? null;
      answer = 'spam';
      expect([await send('/post'), await send('/post'), await send('/post?n=1')]).toEqual([null, 48, 48]);
      expect(await storedLinkbacks(app)).toMatchObject([{ status: 'spam' }]);
      if (action === 'delete') await act('delete');
      expect(await send('/post')).toBe(48);

      answer = 'ham';
      expect([await send('/post'), await send('/post')]).toEqual([null, 48]);
      expect((await storedLinkbacks(app)).at(-1)).toMatchObject({
        status: 'approved',
        source: `${blog.url}/post`,
      });
    }
  );

  it('what it says of one sender does not make two of it once a moderator brought it back', async () => {
    answer = 'spam';
    const source = await ping();
    await act('approve');
    answer = 'ham';
    const again = await postXml(app, callXml('pingback.ping', source, TARGET));
    const other = await postXml(app, callXml('pingback.ping', `${source}?n=1`, TARGET));

    expect([again.fault?.code, other.fault?.code]).toEqual([48, 48]);
    expect(await storedLinkbacks(app)).toMatchObject([{ status: 'approved' }]);
  });

  it('what it says of who sends an update does not make spam of what is there', async () => {
    await setSettings(app, { moderation: { policy: 'hold' } });
    const source = await ping();
    title = 'Other words';
    answer = 'spam';
    expect(await mentionOutcome(app, await webmention(app, source, TARGET))).toMatch(/^verified/);

    expect(await storedLinkbacks(app)).toMatchObject([{ status: 'pending', title: 'Other words' }]);
  });

  it('it is told where, who and what, and nothing more', async () => {
    const source = await ping();

    expect(akismet.asked).toEqual([
      {
        method: 'comment-check',
        form: {
          api_key: 'our-key',
          blog: `${SITE}/`,
          permalink: TARGET,
          user_ip: '127.0.0.1',
          user_agent: AGENT,
          comment_type: 'pingback',
          comment_author: 'A blog',
          comment_author_url: source,
          comment_content: expect.stringMatching(/^Post\n\n/),
          comment_date_gmt: expect.stringMatching(/^\d{4}-/),
          charset: 'UTF-8',
        },
      },
    ]);
  });

  it('one that does not answer in time leaves the ping to the worker, which goes on without it', async () => {
    answer = 'hang';
    await ping();
    expect(await storedLinkbacks(app)).toEqual([]);
    await until('it is stored', async () => (await storedLinkbacks(app)).length === 1);

    expect(await storedLinkbacks(app)).toMatchObject([
      {
        status: 'approved',
        reason: 'The settings approve everything that is verified. Akismet could not be asked.',
      },
    ]);
  });

  it('it is not asked about trusted and blocked hosts', async () => {
    await setSettings(app, { moderation: { trustedHosts: ['127.0.0.2'] } });
    await ping();

    expect(akismet.asked).toEqual([]);
    expect(await storedLinkbacks(app)).toMatchObject([{ status: 'approved' }]);
  });

  it('it learns where a moderator sees it otherwise', async () => {
    await ping();
    const told = () => akismet.asked.map(({ method }) => method);
    await act('spam');
    await until('it is told', () => told().includes('submit-spam'));
    await act('restore');
    await until('it is told', () => told().includes('submit-ham'));
    await act('trash');
    await until('nothing is left', async () => (await jobsOf(app, 'feedback')).length === 0);

    expect(told()).toEqual(['comment-check', 'submit-spam', 'submit-ham']);
    expect(akismet.asked[1]?.form).toEqual(akismet.asked[0]?.form);
  });

  it('the settings say that it is asked', async () => {
    const { body } = await app.request.get('/linkbacks/settings').set('Authorization', token);

    expect(body.akismet).toBe(true);
  });
});
