import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { takeTurn } from '../../server/src/adapters/turn';
import { superAdminToken } from '../helpers/admin';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import { revisionsOf } from '../helpers/moderation';
import {
  ARTICLE,
  createArticle,
  forgetAll,
  jobsOf,
  mentionOutcome,
  mentionStatus,
  pingback,
  seedLinkback,
  setSettings,
  SITE,
  storedLinkbacks,
  trackback,
  webmention,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

let app: TestApp;
let blog: Peer;
let token: string;
/** What the blog answers. */
let page: { status: number; html: string };
const LINKED = `<title>A post</title><p>See <a href="${SITE}/blog/hello">this</a>.</p>`;
const events: string[] = [];

beforeAll(async () => {
  blog = await startPeer((_request, response) => sendPage(response, page.html, { status: page.status }), {
    address: '127.0.0.2',
  });
  app = await startStrapi({ listen: true });
  token = await superAdminToken(app);
  await createArticle(app, { slug: 'hello' });
  await setSettings(app, { moderation: { policy: 'approve' } });
  app.strapi.eventHub.on('linkback.approved', async () => void events.push('approved'));
  app.strapi.eventHub.on('linkback.removed', async () => void events.push('removed'));
});
afterAll(async () => {
  await app?.stop();
  await blog?.stop();
});
beforeEach(async () => {
  await forgetAll(app);
  await setSettings(app, { moderation: { policy: 'approve' } });
  page = { status: 200, html: LINKED };
  expect(await pingback(app, `${blog.url}/post`, `${SITE}/blog/hello`)).toMatchObject({ fault: null });
  blog.requests.length = 0;
  events.length = 0;
});

const onlyRow = async () => {
  const [row, ...others] = await storedLinkbacks(app);
  expect(others).toEqual([]);
  if (!row) throw new Error('nothing is stored');
  return row;
};

/** What the admin API tells of the only linkback. */
const detail = async () =>
  (await app.request.get(`/linkbacks/linkbacks/${(await onlyRow()).documentId}`).set('Authorization', token))
    .body;

const act = async (action: string) => {
  const { documentId } = await onlyRow();
  const revisions = await revisionsOf(app, [documentId]);
  const answer = await app.request
    .post('/linkbacks/linkbacks/actions')
    .set('Authorization', token)
    .send({ action, ids: [documentId], revisions });
  expect(answer.body.results).toMatchObject([{ id: documentId, ok: true, outcome: 'changed' }]);
};

/** Has the source looked at, and waits for what comes of it. */
const verify = async () => {
  await act('verify');
  await until('the source was looked at', async () => (await jobsOf(app, 'recheck')).length === 0);
};

describe('a linkback whose source is looked at again', () => {
  it('is told in full, with how it came', async () => {
    expect(await detail()).toMatchObject({
      proposed: null,
      failures: 0,
      nextVerification: expect.any(String),
      history: [{ event: 'received', protocol: 'pingback', by: null }],
    });
  });

  it('stays when it still links, and says who asked', async () => {
    await verify();

    expect(await detail()).toMatchObject({
      status: 'approved',
      failures: 0,
      history: [
        { event: 'received' },
        { event: 'verified', protocol: null, by: expect.stringMatching(/\w/) },
      ],
    });
    expect(blog.requests).toHaveLength(1);
    expect(blog.requests[0]?.headers['x-pingback-forwarded-for']).toBeUndefined();
    expect(blog.requests[0]?.headers['user-agent']).not.toContain('verifying pingback');
  });

  it.each([
    ['answers 404', { status: 404, html: LINKED }],
    ['answers 500', { status: 500, html: LINKED }],
    ['lost the link', { status: 200, html: '<title>A post</title>' }],
  ])('is gone when it %s three times, and not before', async (_what, answer) => {
    page = answer;
    await verify();
    await verify();
    expect(await detail()).toMatchObject({ status: 'approved', failures: 2 });

    await verify();
    expect(await detail()).toMatchObject({ status: 'gone', reason: expect.stringContaining('three times') });
    expect(events).toEqual(['removed']);
  });

  it('begins to count anew when it linked in between', async () => {
    page.status = 404;
    await verify();
    await verify();
    page.status = 200;
    await verify();
    page.status = 404;
    await verify();

    expect(await detail()).toMatchObject({ status: 'approved', failures: 1 });
  });

  it('comes back as it was when its source does', async () => {
    page.status = 404;
    for (let times = 0; times < 3; times += 1) await verify();
    page.status = 200;
    await verify();

    const told = await detail();
    expect(told).toMatchObject({ status: 'approved', failures: 0 });
    expect(told.history.map(({ event }: { event: string }) => event)).toEqual([
      'received',
      'failed',
      'gone',
      'returned',
    ]);
    expect(events).toEqual(['removed', 'approved']);
  });

  it('does not come back when its host was blocked meanwhile', async () => {
    page.status = 404;
    for (let i = 0; i < 3; i += 1) await verify();
    await setSettings(app, { moderation: { blockedHosts: [new URL(blog.url).hostname] } });
    page.status = 200;
    await verify();

    expect(await detail()).toMatchObject({ status: 'gone' });
    await setSettings(app, { moderation: { blockedHosts: [] } });
    await verify();
    expect(await detail()).toMatchObject({ status: 'approved' });
  });

  it('stays when the entry has another address, in links to the old one as to the new one', async () => {
    const { entryDocumentId } = await onlyRow();
    await createArticle(app, { slug: 'moved', documentId: String(entryDocumentId) });
    await verify();
    expect(await detail()).toMatchObject({ status: 'approved', failures: 0 });

    page.html = `<title>A post</title><p>See <a href="${SITE.replace('http:', 'https:')}/blog/moved/?utm_source=x#y">this</a>.</p>`;
    await verify();
    expect(await detail()).toMatchObject({ status: 'approved', failures: 0 });
    await createArticle(app, { slug: 'hello', documentId: String(entryDocumentId) });
  });

  it('stays in the trash, whatever its source does', async () => {
    await act('trash');
    page.status = 410;
    for (let times = 0; times < 4; times += 1) await verify();

    expect(await detail()).toMatchObject({ status: 'trash' });
  });

  it('is restored from the trash as it was approved, and not with other words', async () => {
    await setSettings(app, { moderation: { policy: 'hold' } });
    await act('trash');
    await verify();
    await act('restore');
    expect(await detail()).toMatchObject({ status: 'approved', title: 'A post' });

    await act('trash');
    page.html = LINKED.replace('A post', 'Casino');
    await verify();
    await act('restore');
    expect(await detail()).toMatchObject({ status: 'pending', title: 'Casino' });
    const shown = await app.request.get('/api/linkbacks').query({ target: `${SITE}/blog/hello` });
    expect(shown.body.data).toEqual([]);
  });

  it('has what moderators did in its history', async () => {
    await act('unapprove');

    expect((await detail()).history.at(-1)).toMatchObject({
      event: 'moved',
      by: expect.stringMatching(/\w/),
      sentence: expect.stringContaining('pending'),
    });
  });
});

it('who was told that a webmention was removed is told that it is back', async () => {
  await forgetAll(app);
  const sent = await webmention(app, `${blog.url}/mention`, `${SITE}/blog/hello`);
  await mentionOutcome(app, sent);
  page.status = 404;
  for (let times = 0; times < 3; times += 1) await verify();
  expect(await mentionStatus(app, sent)).toMatchObject({ status: 'removed' });

  page.status = 200;
  await verify();
  expect(await detail()).toMatchObject({ status: 'approved' });
  expect(await mentionStatus(app, sent)).toMatchObject({ status: 'verified' });
});

describe('a trackback that is looked at again', () => {
  it('keeps the words that it brought for as long as its source shows them', async () => {
    const { entryDocumentId } = await onlyRow();
    await forgetAll(app);
    page.html = `<p>My own words. <a href="${SITE}/blog/hello"></a></p>`;
    const fields = { url: `${blog.url}/tb`, title: 'My own words.' };
    expect(await trackback(app, `articles/${String(entryDocumentId)}/en`, fields)).toMatchObject({
      error: null,
    });
    await verify();
    expect(await detail()).toMatchObject({ title: 'My own words.', proposed: null });

    page.html = page.html.replace('My own words', 'Other words');
    await verify();
    expect((await detail()).history.map(({ event }: { event: string }) => event)).toEqual([
      'received',
      'verified',
      'updated',
    ]);
  });
});

describe('a trackback that has gone', () => {
  it('keeps the words that it brought when a ping without any brings it back', async () => {
    const { entryDocumentId } = await onlyRow();
    await forgetAll(app);
    const filler = 'Other words. '.repeat(50);
    page.html = `<title>A post</title><p>Jane's corner</p><p>${filler}<a href="${SITE}/blog/hello">it</a> ${filler}</p>`;
    const fields = { url: `${blog.url}/tb`, blog_name: "Jane's corner" };
    expect(await trackback(app, `articles/${String(entryDocumentId)}/en`, fields)).toMatchObject({
      error: null,
    });
    const data = { status: 'gone', previousStatus: 'approved' };
    await app.strapi.db.query('plugin::linkbacks.linkback').updateMany({ where: {}, data });

    expect(await pingback(app, fields.url, `${SITE}/blog/hello`)).toMatchObject({ fault: null });
    expect(await onlyRow()).toMatchObject({ status: 'approved', siteName: "Jane's corner", proposed: null });
    expect((await onlyRow())['history']).toMatchObject([{ event: 'received' }, { event: 'returned' }]);
  });
});

describe('the schedule', () => {
  const leaveDue = (): Promise<number> => app.strapi.plugin('linkbacks').service('inbound').leaveDue();
  const rows = () => app.strapi.db.query('plugin::linkbacks.linkback');
  const makeDue = async (data: Record<string, unknown> = {}) => {
    await ourTurn();
    await rows().updateMany({ where: {}, data: { nextVerificationAt: '2020-01-01T00:00:00.000Z', ...data } });
  };
  /** For a minute the worker does not look for what is due. */
  const ourTurn = () => takeTurn(app.strapi, 'reverification', 0);

  it('leaves alone what is not due', async () => {
    expect(await leaveDue()).toBe(0);
  });

  it('looks at what is due once, and later again', async () => {
    await makeDue();
    expect(await leaveDue()).toBe(1);
    expect(await leaveDue()).toBe(0);
    app.strapi.plugin('linkbacks').service('worker').wake();
    await until('the source was looked at', async () => (await jobsOf(app, 'recheck')).length === 0);

    const told = await detail();
    expect(told.history.at(-1)).toMatchObject({ event: 'verified', by: null });
    const days = (Date.parse(told.nextVerification) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(0.7);
    expect(days).toBeLessThan(1.3);
  });

  it.each([
    ['pending', 1],
    ['gone', 1],
    ['spam', 0],
    ['trash', 0],
  ])('looks at what is %s: %d', async (status, count) => {
    await makeDue({ status });

    expect(await leaveDue()).toBe(count);
  });

  it('spreads what is due at the same time', async () => {
    const [row] = await storedLinkbacks(app);
    const ref = { uid: ARTICLE, documentId: String(row?.['entryDocumentId']), locale: 'en' };
    await ourTurn();
    for (let count = 0; count < 30; count += 1) {
      await seedLinkback(app, ref, { nextVerificationAt: '2020-01-02T00:00:00.000Z' });
    }

    // All are of one host.
    expect(await leaveDue()).toBe(4);
    const due = (await jobsOf(app, 'recheck')).map(({ dueAt }) => Number(dueAt)).sort((a, b) => a - b);
    expect(Number(due.at(-1)) - Number(due[0])).toBeGreaterThan(40_000);
    await forgetAll(app);
  });
});

describe('an update that waits to be decided', () => {
  const proposed = {
    title: 'New title',
    excerpt: null,
    siteName: null,
    author: { name: 'Eve', url: null, photo: null },
    type: 'reply',
  };
  const propose = async () => {
    const { id } = await onlyRow();
    const data = { proposed, proposedAt: new Date().toISOString() };
    await app.strapi.db.query('plugin::linkbacks.linkback').update({ where: { id: id as number }, data });
  };
  const list = async (status: string) =>
    (await app.request.get('/linkbacks/linkbacks').query({ status }).set('Authorization', token)).body;

  it('is in the list and the count of what waits, and shows the old words until then', async () => {
    await propose();
    const { results, counts } = await list('pending');

    expect(counts).toMatchObject({ pending: 1, approved: 1 });
    expect(results).toMatchObject([{ status: 'approved', title: 'A post', proposed }]);
    const shown = await app.request.get('/api/linkbacks').query({ target: `${SITE}/blog/hello` });
    expect(shown.body.data).toMatchObject([{ title: 'A post' }]);
    expect(shown.text).not.toContain('New title');
  });

  it('is shown once it is approved', async () => {
    await propose();
    expect(await detail()).toMatchObject({ excerptMark: { start: 4 } });
    await act('approve');

    expect(await detail()).toMatchObject({
      title: 'New title',
      excerpt: null,
      excerptMark: null,
      type: 'reply',
      author: { name: 'Eve' },
      proposed: null,
    });
    expect((await list('pending')).counts.pending).toBe(0);
  });

  it.each(['unapprove', 'spam', 'trash'])('is dropped by %s', async (action) => {
    await propose();
    await act(action);

    expect(await detail()).toMatchObject({ title: 'A post', proposed: null });
  });

  it('is refused: the approved words stay, and the refused ones are not proposed again', async () => {
    await setSettings(app, { moderation: { policy: 'hold' } });
    page.html = LINKED.replace('A post', 'Refused words');
    await verify();
    expect(await detail()).toMatchObject({ title: 'A post', proposed: { title: 'Refused words' } });
    await act('refuse-update');
    const refused = {
      title: 'A post',
      proposed: null,
      status: 'approved',
      reason: 'Its update was refused by Super Admin: the approved words stay.',
    };
    expect(await detail()).toMatchObject(refused);
    expect((await list('pending')).counts.pending).toBe(0);

    await verify();
    expect(await detail()).toMatchObject(refused);
    page.html = LINKED.replace('A post', 'Other words');
    await verify();
    expect(await detail()).toMatchObject({ title: 'A post', proposed: { title: 'Other words' } });
    page.html = LINKED.replace('A post', 'Refused words');
    await verify();
    expect(await detail()).toMatchObject(refused);
  });

  it('does not replace approved words by itself once it was refused, whoever is trusted by then', async () => {
    await setSettings(app, { moderation: { policy: 'hold' } });
    page.html = LINKED.replace('A post', 'Refused words');
    await verify();
    await act('refuse-update');
    await setSettings(app, { moderation: { policy: 'approve' } });
    await verify();

    expect(await detail()).toMatchObject({ title: 'A post', proposed: null });
  });

  it('that was refused is not shown by itself when it comes back from where it was gone', async () => {
    await setSettings(app, { moderation: { policy: 'hold' } });
    page.html = LINKED.replace('A post', 'Refused words');
    await verify();
    await act('refuse-update');
    page.html = '<title>No link</title>';
    for (let look = 0; look < 3; look += 1) await verify();
    expect(await detail()).toMatchObject({ title: 'A post', status: 'gone' });

    await setSettings(app, { moderation: { policy: 'approve' } });
    page.html = LINKED.replace('A post', 'Refused words');
    await verify();
    const held = { title: 'Refused words', status: 'pending', why: { code: 'source.refused-words' } };
    expect(await detail()).toMatchObject(held);

    // Who approves them after all is not asked to refuse them for ever.
    await act('approve');
    page.html = LINKED;
    await verify();
    expect(await detail()).toMatchObject({ title: 'A post', status: 'approved' });
    page.html = LINKED.replace('A post', 'Refused words');
    await verify();
    expect(await detail()).toMatchObject({ title: 'Refused words', status: 'approved' });
  });

  it('cannot be refused where none waits', async () => {
    const { documentId: id } = await onlyRow();
    const answer = await app.request
      .post('/linkbacks/linkbacks/actions')
      .set('Authorization', token)
      .send({ action: 'refuse-update', ids: [id] });

    expect(answer.body.results).toEqual([
      {
        id,
        ok: false,
        outcome: 'refused',
        error: 'No update of it waits.',
        why: { code: 'action.no-update' },
      },
    ]);
  });
});
