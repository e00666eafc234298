import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MENTION_TABLE } from '../../server/src/constants';
import { getLinkbacks } from '../../server/src/get-service';
import { startPeer, type Peer } from '../helpers/http-peer';
import {
  createArticle,
  forgetAll,
  jobsOf,
  mentionOutcome,
  mentionStatus,
  pingback,
  postMention,
  setEntry,
  setSettings,
  SITE,
  storedLinkbacks,
  webmention,
  WEBMENTION,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const TARGET = `${SITE}/blog/hello`;
const LINKED = `<title>A post</title><p>See <a href="${TARGET}">this</a>.</p>`;
const VERIFIED = 'verified: The source links to the target.';
const REMOVED = 'removed: The source no longer links to the target.';

let app: TestApp;
let blog: Peer;
let page: { status: number; body: string; type: string };
/** A source of its own for each test: pairs that failed are remembered. */
let source: string;
let count = 0;
const removed: string[] = [];

beforeAll(async () => {
  blog = await startPeer(
    (_request, response) => response.writeHead(page.status, { 'content-type': page.type }).end(page.body),
    { address: '127.0.0.2' }
  );
  app = await startStrapi({ listen: true, config: { receive: { inlineBudget: 100 } } });
  const documentId = await createArticle(app, { slug: 'hello' });
  await createArticle(app, { slug: 'bonjour', locale: 'fr', documentId });
  await createArticle(app, { slug: 'draft', status: 'draft' });
  const closed = await createArticle(app, { slug: 'closed' });
  await setEntry(app, { documentId: closed }, { allowPings: 'closed' });
  app.strapi.eventHub.on('linkback.removed', async () => void removed.push('removed'));
});
afterAll(async () => {
  await app?.stop();
  await blog?.stop();
});
beforeEach(async () => {
  await forgetAll(app);
  page = { status: 200, body: LINKED, type: 'text/html' };
  blog.requests.length = 0;
  removed.length = 0;
  source = `${blog.url}/post-${++count}`;
  await setSettings(app, {
    receive: { protocols: { webmention: true } },
    moderation: { policy: 'hold', blockedHosts: [] },
  });
});

const send = (target = TARGET) => webmention(app, source, target);
const outcome = async (target = TARGET) => mentionOutcome(app, await send(target));
const approveAll = () =>
  app.strapi.db.query('plugin::linkbacks.linkback').updateMany({ where: {}, data: { status: 'approved' } });

describe('a webmention', () => {
  it('is taken at once, and verified afterwards', async () => {
    const answer = await send();

    expect(answer).toMatchObject({ status: 201, message: 'It waits to be verified.' });
    expect(answer.location).toMatch(/^http:\/\/.*\/api\/linkbacks\/webmention\/[\w-]{22}$/);
    expect(await mentionOutcome(app, answer)).toBe(VERIFIED);
    expect(await storedLinkbacks(app)).toMatchObject([
      {
        protocol: 'webmention',
        status: 'pending',
        source,
        target: TARGET,
        title: 'A post',
      },
    ]);
    expect(blog.requests).toHaveLength(1);
    expect(blog.requests[0]?.headers['user-agent']).not.toContain('verifying pingback');
  });

  it('tells people in words what became of it, and never what a moderator did', async () => {
    const answer = await send();
    await mentionOutcome(app, answer);
    const path = new URL(answer.location ?? '').pathname;
    const words = await app.request.get(path).set('accept', 'text/html');

    expect([words.status, words.type, words.text]).toEqual([200, 'text/plain', VERIFIED]);
    const before = await mentionStatus(app, answer);
    await approveAll();
    expect(await mentionStatus(app, answer)).toEqual(before);
    expect(JSON.stringify(before)).not.toMatch(/pending|approved|moderat/i);
  });

  it.each([
    [29, 200],
    [31, 404],
  ])('tells after %i days: %i', async (days, status) => {
    const sent = await send();
    await mentionOutcome(app, sent);
    const rows = app.strapi.db.getConnection(MENTION_TABLE);
    await rows.update({ created_at: Date.now() - days * 86_400_000 });
    await app.strapi.plugin('linkbacks').service('inbound').purge();

    expect((await app.request.get(new URL(sent.location ?? '', 'http://any').pathname)).status).toBe(status);
  });

  it.each(['', 'x', 'A'.repeat(22), 'a'.repeat(23), '__proto__'])(
    'has no status under the token %j',
    async (token) => {
      const answer = await app.request.get(`${WEBMENTION}/${token}`);

      expect(answer.status).toBe(token === '' ? 405 : 404);
    }
  );

  it.each([
    ['a missing source', { target: TARGET }, '"source" is missing'],
    ['a missing target', { source: 'https://a.example/' }, '"target" is missing'],
    ['a relative source', { source: '/post', target: TARGET }, 'the source is not an absolute URL'],
    [
      'a source of another scheme',
      { source: 'ftp://a.example/', target: TARGET },
      'the source is not an http or https URL',
    ],
    [
      'a target with a password',
      { source: 'https://a.example/', target: 'https://a:b@c.example/' },
      'the target contains a user name',
    ],
    ['its own target', { source: `${TARGET}/#top`, target: TARGET }, 'source and target are the same page'],
    [
      'a target elsewhere',
      { source: 'https://a.example/', target: 'https://b.example/' },
      'does not accept webmentions',
    ],
    [
      'a target that only contains our host',
      { source: 'https://a.example/', target: `https://evil.example/?${SITE}` },
      'does not accept webmentions',
    ],
  ])('with %s is refused with 400 that says so', async (_what, fields, words) => {
    expect(await postMention(app, fields as Record<string, string>)).toMatchObject({
      status: 400,
      location: null,
      message: expect.stringContaining(words),
    });
    expect(await jobsOf(app, 'mention')).toEqual([]);
  });

  it('is a form', async () => {
    expect(
      await postMention(app, JSON.stringify({ source: 'a', target: 'b' }), 'application/json')
    ).toMatchObject({
      status: 400,
    });
  });

  it.each([
    ['GET', 405],
    ['PUT', 405],
    ['OPTIONS', 204],
  ])('is answered to %s with %d', async (verb, status) => {
    const method = verb.toLowerCase() as 'get' | 'put' | 'options';

    expect((await app.request[method](WEBMENTION)).status).toBe(status);
  });

  it('of more than 64 kB is refused', async () => {
    expect(await postMention(app, `source=${'a'.repeat(70_000)}`)).toMatchObject({ status: 413 });
  });

  it('is taken under any letter case of the route, and with a slash at its end', async () => {
    const answer = await app.request
      .post('/api/Linkbacks/WebMention/')
      .type('form')
      .send(`source=${encodeURIComponent(source)}&target=${encodeURIComponent(TARGET)}`);
    const { status, headers } = answer;

    expect(status).toBe(201);
    // What is left at work would fetch during the next test.
    expect(await mentionOutcome(app, { status, location: headers['location'] ?? null, message: '' })).toBe(
      VERIFIED
    );
  });

  it('tells nobody what is missing, a draft, or in another locale only', async () => {
    const [missing, draft, locale] = ['missing', 'draft', 'fr-only'].map((slug) => `${SITE}/blog/${slug}`);
    const answers = [];
    for (const target of [missing, draft, locale]) {
      const answer = await send(target);
      const told = { ...answer, location: null };
      answers.push([told, await mentionOutcome(app, answer)]);
    }

    expect(answers[0]).toEqual([
      expect.objectContaining({ status: 201 }),
      'failed: The target does not exist.',
    ]);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(blog.requests).toEqual([]);
  });

  it('for a closed entry fails', async () => {
    expect(await outcome(`${SITE}/blog/closed`)).toBe('failed: The target does not accept webmentions.');
    expect(blog.requests).toEqual([]);
  });

  it('is refused where webmentions are switched off', async () => {
    await setSettings(app, { receive: { protocols: { webmention: false } } });

    expect(await send()).toMatchObject({ status: 400, message: 'The target does not accept webmentions.' });
  });

  it('of a blocked host fails, and nothing is fetched', async () => {
    await setSettings(app, { moderation: { blockedHosts: ['127.0.0.2'] } });

    expect(await outcome()).toBe('failed: Access denied.');
    expect(blog.requests).toEqual([]);
  });

  it.each([
    ['has no link', { body: '<p>nothing</p>' }, 'failed: The source does not contain a link to the target.'],
    [
      'links to a longer URL',
      { body: `<a href="${TARGET}-2">x</a>` },
      'failed: The source does not contain a link to the target.',
    ],
    [
      'links to another address of the entry',
      { body: `<a href="${TARGET}/?utm_source=x">x</a>` },
      'failed: The source does not contain a link to the target.',
    ],
    ['answers 404', { status: 404 }, 'failed: The source could not be fetched.'],
    [
      'says that it has gone',
      { body: `<meta http-equiv="Status" content="410 Gone">${LINKED}` },
      'failed: The source could not be fetched.',
    ],
    ['is a picture', { type: 'image/png' }, 'failed: The source does not contain a link to the target.'],
  ])('whose source %s fails', async (_what, answer, expected) => {
    Object.assign(page, answer);

    expect(await outcome()).toBe(expected);
    expect(await storedLinkbacks(app)).toEqual([]);
  });

  it.each([
    ['application/json', JSON.stringify({ type: 'entry', 'in-reply-to': [TARGET] })],
    ['application/feed+json', JSON.stringify({ items: [{ url: TARGET }] })],
    ['text/plain; charset=utf-8', `I read ${TARGET}.`],
  ])('may come from %s', async (type, body) => {
    Object.assign(page, { type, body });

    expect(await outcome()).toBe(VERIFIED);
    expect(await storedLinkbacks(app)).toHaveLength(1);
  });

  it.each([
    ['application/json', JSON.stringify({ content: `See ${TARGET}` })],
    ['application/json', JSON.stringify({ [TARGET]: 1 })],
    ['text/plain', `I read ${TARGET}-2`],
  ])('of %s is not taken for %s', async (type, body) => {
    Object.assign(page, { type, body });

    expect(await outcome()).toContain('does not contain a link');
  });
});

describe('a webmention that comes again', () => {
  it('in vain says nothing about other addresses of the entry', async () => {
    page.body = `<a href="${TARGET}">x</a>`;

    expect(await outcome(`${TARGET}?utm_source=x`)).toContain('does not contain a link');
    expect(await outcome()).toBe(VERIFIED);
  });

  it('is verified when the job that it relied on came to its end meanwhile', async () => {
    vi.spyOn(getLinkbacks(app.strapi).queue, 'hasSame').mockResolvedValueOnce(true);

    expect(await outcome()).toBe(VERIFIED);
  });

  it('in vain is not looked at again for a while', async () => {
    page.body = 'nothing';
    await outcome();
    page.body = LINKED;

    expect(await outcome()).toBe('failed: The source does not contain a link to the target.');
    expect(blog.requests).toHaveLength(1);
  });

  it('updates what is there, and leaves one linkback', async () => {
    await outcome();
    page.body = LINKED.replace('A post', 'A better post');

    expect(await outcome()).toBe(VERIFIED);
    const [row, ...others] = await storedLinkbacks(app);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ title: 'A better post', status: 'pending' });
    expect(row?.['history']).toMatchObject([
      { event: 'received' },
      { event: 'again', protocol: 'webmention' },
      { event: 'updated' },
    ]);
  });

  it('of an approved linkback is decided again, the old words showing until then', async () => {
    await outcome();
    await approveAll();
    page.body = LINKED.replace('A post', 'Buy pills');
    await outcome();

    const shown = await app.request.get('/api/linkbacks').query({ target: TARGET });
    expect(shown.body.data).toMatchObject([{ title: 'A post' }]);
    expect(await storedLinkbacks(app)).toMatchObject([
      { status: 'approved', title: 'A post', proposed: { title: 'Buy pills' } },
    ]);
  });

  it('of an approved linkback drops the proposal when the source shows the old words again', async () => {
    await outcome();
    await approveAll();
    page.body = LINKED.replace('A post', 'Buy pills');
    await outcome();
    page.body = LINKED;
    await outcome();

    expect(await storedLinkbacks(app)).toMatchObject([{ title: 'A post', proposed: null, proposedAt: null }]);
  });

  it('is shown at once where moderation approves it', async () => {
    await setSettings(app, { moderation: { policy: 'approve' } });
    await outcome();
    page.body = LINKED.replace('A post', 'A better post');
    await outcome();

    expect(await storedLinkbacks(app)).toMatchObject([
      { status: 'approved', title: 'A better post', proposed: null },
    ]);
  });

  it.each([
    ['answers 410', { status: 410 }],
    ['lost the link', { body: '<title>A post</title>' }],
    ['says that it has gone', { body: `<meta http-equiv="Status" content="410 Gone">${LINKED}` }],
  ])('takes the linkback back when its source %s, and brings it back as it was', async (_what, answer) => {
    const first = await send();
    await mentionOutcome(app, first);
    await approveAll();
    const before = { ...page };
    Object.assign(page, answer);

    expect(await outcome()).toBe(REMOVED);
    expect(await storedLinkbacks(app)).toMatchObject([{ status: 'gone', previousStatus: 'approved' }]);
    await until('listeners know', () => removed.length > 0);
    expect(removed).toEqual(['removed']);
    expect(await mentionStatus(app, first)).toMatchObject({ status: 'removed' });

    page = before;
    expect(await outcome()).toBe(VERIFIED);
    expect(await storedLinkbacks(app)).toMatchObject([{ status: 'approved', title: 'A post' }]);
  });

  it('counts a 404 as one failure', async () => {
    await outcome();
    page.status = 404;

    expect(await outcome()).toBe('failed: The source could not be fetched.');
    expect(await storedLinkbacks(app)).toMatchObject([{ status: 'pending', failures: 1 }]);
  });

  it('counts a 404 once until its source is due, however often it comes', async () => {
    await outcome();
    page.status = 404;
    for (let times = 0; times < 4; times += 1) {
      expect(await outcome()).toBe('failed: The source could not be fetched.');
    }

    expect(await storedLinkbacks(app)).toMatchObject([{ status: 'pending', failures: 1 }]);
  });

  it('stays where it was when the link moved to another address of the entry', async () => {
    await outcome();
    page.body = `<a href="${TARGET}/?utm_source=x">x</a>`;

    expect(await outcome()).toBe(VERIFIED);
  });

  it('is verified as before after a moderator deleted it, and does not come back', async () => {
    await outcome();
    const [row] = await storedLinkbacks(app);
    await app.strapi
      .plugin('linkbacks')
      .service('linkbacks')
      .act({ action: 'delete', ids: [row?.documentId] }, 'Jane');

    expect(await outcome()).toBe(VERIFIED);
    expect(await storedLinkbacks(app)).toEqual([]);
  });

  it('and a pingback for the same pair are one linkback', async () => {
    expect(await pingback(app, source, TARGET)).toMatchObject({ fault: null });
    // The budget is short here: it may be left to the worker.
    await until('the pingback is stored', async () => (await storedLinkbacks(app)).length === 1);
    await until('nothing is left of it', async () => (await jobsOf(app, 'verify')).length === 0);
    expect(await outcome()).toBe(VERIFIED);
    expect(await pingback(app, source, TARGET)).toMatchObject({ fault: { code: 48 } });

    const [row, ...others] = await storedLinkbacks(app);
    expect(others).toEqual([]);
    expect(row?.['history']).toMatchObject([
      { event: 'received', protocol: 'pingback' },
      { event: 'again', protocol: 'webmention' },
      { event: 'again', protocol: 'pingback' },
    ]);
  });

  it('is fetched once for many that wait at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => send()));
    for (const answer of answers) expect(await mentionOutcome(app, answer)).toBe(VERIFIED);

    expect(await storedLinkbacks(app)).toHaveLength(1);
    expect(new Set(answers.map(({ location }) => location)).size).toBe(8);
  });
});

describe('a webmention for an entry that was closed since', () => {
  const CLOSED = 'failed: The target does not accept webmentions.';
  const WORDS = 'the words of the source';
  let documentId: string;
  let target: string;

  beforeEach(async () => {
    const slug = `closed-since-${count}`;
    documentId = await createArticle(app, { slug });
    target = `${SITE}/blog/${slug}`;
    page.body = LINKED.replace(TARGET, target);
    await outcome(target);
    await setEntry(app, { documentId }, { allowPings: 'closed' });
    blog.requests.length = 0;
  });

  it('updates what it took', async () => {
    page.body = page.body.replace('A post', WORDS);

    expect(await outcome(target)).toBe(VERIFIED);
    expect(await storedLinkbacks(app)).toMatchObject([{ title: WORDS }]);
  });

  it('takes back what it took, and brings it back', async () => {
    const { body } = page;
    page.status = 410;
    expect(await outcome(target)).toBe(REMOVED);
    expect(await storedLinkbacks(app)).toMatchObject([{ status: 'gone' }]);

    page = { status: 200, body, type: 'text/html' };
    expect(await outcome(target)).toBe(VERIFIED);
    expect(await storedLinkbacks(app)).toMatchObject([{ status: 'pending' }]);
  });

  it('brings nothing new', async () => {
    source = `${source}-other`;

    expect(await outcome(target)).toBe(CLOSED);
    expect(blog.requests).toEqual([]);
  });

  it('does not bring back what a moderator deleted, and does not tell it from what is shown', async () => {
    const ids = (await storedLinkbacks(app)).map((row) => row.documentId);
    await app.strapi.plugin('linkbacks').service('linkbacks').act({ action: 'delete', ids: ids }, 'Jane');

    expect(await outcome(target)).toBe(VERIFIED);
    expect(await storedLinkbacks(app)).toEqual([]);
  });

  it('updates nothing once the entry is a draft, which looks like none', async () => {
    const documents = app.strapi.documents('api::article.article' as never);
    await (documents as never as { unpublish(o: object): Promise<unknown> }).unpublish({
      documentId,
      locale: 'en',
    });

    expect(await outcome(target)).toBe('failed: The target does not exist.');
    expect(blog.requests).toEqual([]);
  });
});
