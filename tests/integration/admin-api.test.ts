import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentenceOf } from '../../server/src/core/reasons';
import { createAdmin, superAdminToken } from '../helpers/admin';
import { revisionsOf } from '../helpers/moderation';
import {
  ARTICLE,
  createArticle,
  forgetAll,
  jobsOf,
  seedLinkback,
  setSettings,
  SITE,
  storedLinkbacks,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

let app: TestApp;
let token: string;
let documentId: string, draftId: string;

beforeAll(async () => {
  app = await startStrapi({ config: { receive: { retention: { addresses: 10, spam: 20, trash: 30 } } } });
  token = await superAdminToken(app);
  documentId = await createArticle(app, { slug: 'hello', title: 'Hello' });
  draftId = await createArticle(app, { slug: 'draft', status: 'draft' });
});
afterAll(() => app?.stop());
beforeEach(() => forgetAll(app));

const get = (path: string, query: Record<string, unknown> = {}) =>
  app.request.get(`/linkbacks${path}`).query(query).set('Authorization', token);
const post = (path: string, body: object) =>
  app.request.post(`/linkbacks${path}`).set('Authorization', token).send(body);
const put = (path: string, body: object) =>
  app.request.put(`/linkbacks${path}`).set('Authorization', token).send(body);

const seed = (over: Record<string, unknown> = {}) =>
  seedLinkback(app, { uid: ARTICLE, documentId, locale: 'en' }, over);
const act = async (action: string, ...ids: string[]) => {
  const revisions = await revisionsOf(app, ids);
  const answer = await post('/linkbacks/actions', { action, ids, revisions });
  expect(answer.status).toBe(200);
  return answer.body.results;
};
const statusOf = async (id: string) =>
  (await storedLinkbacks(app)).find((row) => row.documentId === id)?.status ?? null;

describe('the inbox', () => {
  it('lists what came in, with counts of every status', async () => {
    await seed({ receivedAt: '2024-01-01T00:00:00.000Z' });
    await seed({
      receivedAt: '2024-01-02T00:00:00.000Z',
      source: 'https://other.example/post',
      sourceHost: 'other.example',
      title: 'Other',
      address: '203.0.113.9',
      finalUrl: 'https://other.example/final',
      claimedAddress: 'https://third.example/',
    });
    await seed({ status: 'approved' });
    const answer = await get('/linkbacks', { status: 'pending' });

    expect(answer.status).toBe(200);
    expect(answer.body.counts).toEqual({ pending: 2, approved: 1, spam: 0, trash: 0, gone: 0 });
    expect(answer.body.pagination).toEqual({ page: 1, pageSize: 20, pageCount: 1, total: 2 });
    expect(answer.body.results[0]).toEqual({
      id: expect.any(String),
      revision: expect.stringMatching(/^[0-9a-f]{16}$/),
      status: 'pending',
      reason: 'Seeded by a test.',
      why: null,
      protocol: 'pingback',
      type: 'mention',
      source: 'https://other.example/post',
      finalUrl: 'https://other.example/final',
      claimedAddress: 'https://third.example/',
      target: `${SITE}/blog/hello`,
      title: 'Other',
      excerpt: null,
      excerptMark: null,
      siteName: null,
      author: { name: null, url: null, photo: null },
      received: '2024-01-02T00:00:00.000Z',
      verified: expect.any(String),
      published: null,
      entry: { uid: ARTICLE, kind: 'collectionType', documentId, locale: 'en', title: 'Hello' },
      address: '203.0.113.9',
      proposed: null,
    });
  });

  it.each<[string, () => Record<string, unknown>]>([
    ['protocol', () => ({ protocol: 'trackback' })],
    ['type', () => ({ type: 'reply' })],
    ['entry', () => ({ contentType: ARTICLE, documentId: draftId, locale: 'en' })],
    ['locale', () => ({ locale: 'fr' })],
    ['host', () => ({ host: 'wanted.example' })],
    ['date', () => ({ from: '2020-05-01', to: '2020-05-31' })],
    ['words of the title, in any letter case', () => ({ q: 'UNICORN' })],
  ])('is filtered by %s, and its counts too', async (_what, query) => {
    await seed();
    const wanted = await seed({
      protocol: 'trackback',
      linkType: 'reply',
      entryDocumentId: draftId,
      sourceHost: 'wanted.example',
      receivedAt: '2020-05-31T23:00:00.000Z',
      title: 'A unicorn',
    });
    const french = await seed({ entryLocale: 'fr' });
    const { body } = await get('/linkbacks', query());

    const expected = 'locale' in query() && !('documentId' in query()) ? french : wanted;
    expect(body.results.map(({ id }: { id: string }) => id)).toEqual([expected.documentId]);
    expect(body.counts.pending).toBe(1);
  });

  it('is sorted and paged', async () => {
    for (const name of ['b', 'a', 'c']) await seed({ source: `https://${name}.example/` });
    const first = await get('/linkbacks', { sort: 'source:asc', pageSize: 2 });
    const second = await get('/linkbacks', { sort: 'source:asc', pageSize: 2, page: 2 });

    const sources = [...first.body.results, ...second.body.results].map(({ source }) => source);
    expect(sources).toEqual(['https://a.example/', 'https://b.example/', 'https://c.example/']);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['an unknown status', { status: 'nice' }, /`status` is "nice"; allowed: .*pending, approved/],
    ['a page size of 1000', { pageSize: '1000' }, /`pageSize` is "1000"; allowed: .*1 to 100/],
    ['a date that is none', { from: 'yesterday' }, /`from` is "yesterday"/],
    ['a sort that is none', { sort: 'address:asc' }, /`sort`.*received:desc/],
    ['operators', { 'host[$ne]': 'x' }, /`host`/],
  ])('refuses %s and says which', async (_what, query, message) => {
    const answer = await get('/linkbacks', query);

    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(message);
    expect(sentenceOf(answer.body.error.details.why)).toBe(answer.body.error.message);
  });

  it('shows one linkback', async () => {
    const { documentId: id, source } = await seed();

    expect((await get(`/linkbacks/${id}`)).body).toMatchObject({ id, source, entry: { title: 'Hello' } });
    expect((await get('/linkbacks/nothing')).status).toBe(404);
  });
});

describe('actions on linkbacks', () => {
  it('approve, and take back', async () => {
    const { documentId: id } = await seed();

    expect(await act('approve', id)).toMatchObject([{ id, ok: true, outcome: 'changed' }]);
    expect(await storedLinkbacks(app)).toMatchObject([
      {
        status: 'approved',
        reason: 'Approved by Super Admin.',
        why: { code: 'moved.approved', values: { by: 'Super Admin' } },
      },
    ]);
    expect(await act('unapprove', id)).toMatchObject([{ id, ok: true, outcome: 'changed' }]);
    expect(await statusOf(id)).toBe('pending');
  });

  it.each(['spam', 'trash'])('%s and restore bring it back where it was', async (action) => {
    const { documentId: id } = await seed({ status: 'approved' });
    await act(action, id);
    expect(await statusOf(id)).toBe(action);
    await act('restore', id);

    expect(await statusOf(id)).toBe('approved');
  });

  it('delete it for good and leave only a trace', async () => {
    const { documentId: id } = await seed({ status: 'trash' });
    await act('delete', id);

    expect(await storedLinkbacks(app)).toEqual([]);
    const traces = await app.strapi.db.query('linkbacks::tombstone' as never).findMany({});
    const mark = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(traces).toEqual([{ id: expect.any(Number), mark, contentMark: null }]);
  });

  it('answer for each id, in the order asked', async () => {
    const first = await seed();
    const second = await seed({ status: 'approved' });
    const refused = {
      ok: false,
      outcome: 'refused',
      error: 'It is neither spam nor in the trash.',
      why: { code: 'action.not-away' },
    };

    expect(await act('restore', second.documentId, 'nothing', first.documentId)).toEqual([
      { id: second.documentId, ...refused },
      { ...refused, id: 'nothing', error: 'There is no such linkback.', why: { code: 'action.no-linkback' } },
      { id: first.documentId, ...refused },
    ]);
  });

  it('tell listeners when something appears and disappears', async () => {
    const heard: string[] = [];
    const offs = ['linkback.approved', 'linkback.removed'].map((event) =>
      app.strapi.eventHub.on(event, async () => void heard.push(event))
    );
    const { documentId: id } = await seed();
    for (const action of ['spam', 'restore', 'approve', 'trash', 'restore', 'delete']) await act(action, id);
    offs.forEach((off) => off());

    expect(heard).toEqual(['linkback.approved', 'linkback.removed', 'linkback.approved', 'linkback.removed']);
  });

  it.each<[string, object, RegExp]>([
    ['an unknown action', { action: 'publish', ids: ['x'] }, /`action` is "publish"; allowed: .*approve/],
    ['no ids', { action: 'approve', ids: [] }, /`ids` is \[\]; allowed: a list of 1 to 100 ids/],
    ['too many ids', { action: 'approve', ids: Array(101).fill('x') }, /`ids`/],
    ['revisions that are none', { action: 'approve', ids: ['x'], revisions: ['x'] }, /`revisions`/],
    ['operators as ids', { action: 'approve', ids: [{ $ne: '' }] }, /`ids`/],
    ['an empty body', {}, /`action` is missing/],
  ])('refuse %s', async (_what, body, message) => {
    await seed();
    const answer = await post('/linkbacks/actions', body);

    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(message);
    expect(sentenceOf(answer.body.error.details.why)).toBe(answer.body.error.message);
    expect(await storedLinkbacks(app)).toMatchObject([{ status: 'pending' }]);
  });

  it('do not happen by GET', async () => {
    const { documentId: id } = await seed();
    await get('/linkbacks/actions', { action: 'approve', 'ids[0]': id });

    expect(await statusOf(id)).toBe('pending');
  });
});

describe('retention', () => {
  it('forgets old addresses, spam and trash, and nothing else', async () => {
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    const old = (status: string, days: number) =>
      seed({ status, receivedAt: daysAgo(days), movedAt: daysAgo(days) });
    const gone = [await old('spam', 21), await old('trash', 31), await old('pending', 366)];
    const kept = [
      await old('spam', 19),
      await old('trash', 29),
      await old('pending', 364),
      await old('approved', 400),
    ];
    const stale = await seed({ address: '203.0.113.9', receivedAt: daysAgo(11) });
    const fresh = await seed({ address: '203.0.113.9', receivedAt: daysAgo(9) });
    await app.strapi.plugin('linkbacks').service('linkbacks').purge();

    const rows = await storedLinkbacks(app);
    const ids = rows.map((row) => row.documentId);
    for (const row of gone) expect(ids).not.toContain(row.documentId);
    for (const row of [...kept, stale, fresh]) expect(ids).toContain(row.documentId);
    expect(rows.filter(({ address }) => address !== null).map((row) => row.documentId)).toEqual([
      fresh.documentId,
    ]);
  });
});

describe('an entry', () => {
  const path = (id = documentId) => `/entries/${ARTICLE}/${id}`;

  it('shows its settings, what they come to, its addresses and its counts', async () => {
    await seed();
    await seed({ status: 'approved' });

    expect((await get(path(), { locale: 'en' })).body).toEqual({
      allowPings: 'default',
      sendPings: 'default',
      trackbackUrls: [],
      effective: {
        open: true,
        send: true,
        sendBlocked: null,
        sendBlockedWhy: null,
        defaults: { open: true, send: true },
      },
      url: `${SITE}/blog/hello`,
      trackbackUrl: `http://127.0.0.1:1337/api/linkbacks/trackback/articles/${documentId}/en`,
      mayUpdate: true,
      discovery: {
        html: expect.stringContaining(
          '<link rel="pingback" href="http://127.0.0.1:1337/api/linkbacks/xmlrpc"'
        ),
        headers: expect.objectContaining({
          'X-Pingback': 'http://127.0.0.1:1337/api/linkbacks/xmlrpc',
        }),
        rdf: expect.stringContaining('trackback:ping='),
      },
      counts: { linkbacks: { pending: 1, approved: 1 }, pings: { sent: 0, failed: 0, open: 0 } },
    });
  });

  it('takes any subset of what it shows, and keeps locales apart', async () => {
    const { body } = await get(path(), { locale: 'en' });
    const answer = await put(`${path()}?locale=en`, { ...body, allowPings: 'closed' });

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      allowPings: 'closed',
      effective: { open: false },
      trackbackUrl: null,
    });
    expect((await get(path(), { locale: 'fr' })).body).toMatchObject({ allowPings: 'default' });
    expect((await put(`${path()}?locale=en`, { allowPings: 'default' })).body.effective.open).toBe(true);
  });

  it('takes what two save at the same moment, the first time too', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await createArticle(app, { slug: `both-${round}`, status: 'draft' });
      const answers = await Promise.all([
        put(`${path(id)}?locale=en`, { allowPings: 'closed' }),
        put(`${path(id)}?locale=en`, { sendPings: 'off' }),
      ]);

      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      const { allowPings, sendPings } = (await get(path(id), { locale: 'en' })).body;
      expect([allowPings, sendPings]).toEqual(['closed', 'off']);
    }
  });

  it('tells what its default comes to, whatever it is set to itself', async () => {
    await setSettings(app, { receive: { open: false }, send: { on: false } });
    const set = await put(`${path()}?locale=en`, { allowPings: 'open', sendPings: 'on' });
    expect(set.body.effective).toMatchObject({
      open: true,
      send: true,
      defaults: { open: false, send: false },
    });
    await setSettings(app, { receive: { open: true, closeAfterDays: 1 }, send: { on: true } });
    expect((await get(path(), { locale: 'en' })).body.effective.defaults).toEqual({ open: true, send: true });

    const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000).toISOString();
    const columns = { createdAt: twoDaysAgo, firstPublishedAt: twoDaysAgo };
    const rows = app.strapi.db.query(ARTICLE);
    const versions = await rows.findMany({ where: { documentId } });
    const data = Object.fromEntries(Object.entries(columns).filter(([name]) => name in (versions[0] ?? {})));
    await rows.updateMany({ where: { documentId }, data });
    expect((await get(path(), { locale: 'en' })).body.effective).toMatchObject({
      open: true,
      defaults: { open: false, send: true },
    });
    await setSettings(app, { receive: { closeAfterDays: 0 } });
    await put(`${path()}?locale=en`, { allowPings: 'default', sendPings: 'default' });
  });

  it('has no address before it is published', async () => {
    expect((await get(path(draftId), { locale: 'en' })).body).toMatchObject({
      url: null,
      trackbackUrl: null,
      discovery: null,
    });
  });

  it.each<[string, object, RegExp]>([
    ['a word that is none', { allowPings: 'maybe' }, /`allowPings` is "maybe"/],
    ['a trackback URL that is none', { trackbackUrls: ['javascript:alert(1)'] }, /`trackbackUrls\[0\]`/],
    ['an unknown key', { allowPing: 'open' }, /`allowPing`/],
  ])('refuses %s and says which', async (_what, body, message) => {
    const answer = await put(`${path()}?locale=en`, body);

    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(message);
    expect(sentenceOf(answer.body.error.details.why)).toBe(answer.body.error.message);
  });

  it('leaves a job when it is sent now', async () => {
    await forgetAll(app);
    const answer = await post(`${path()}/send?locale=en`, {});

    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ queued: true });
    expect(await jobsOf(app, 'plan')).toHaveLength(1);
    expect((await post(`${path(draftId)}/send?locale=en`, {})).status).toBe(404);
  });

  it('lists its pings', async () => {
    expect((await get(`${path()}/pings`, { locale: 'en' })).body).toMatchObject({
      results: [],
      pagination: { page: 1, pageSize: 20, pageCount: 0, total: 0 },
    });
  });

  it.each(['admin::user', 'api::nothing.nothing', 'plugin::linkbacks.linkback'])(
    'of a type that takes no part (%s) is not found',
    async (uid) => {
      expect((await get(`/entries/${uid}/${documentId}`)).status).toBe(404);
      expect((await put(`/entries/${uid}/${documentId}`, { allowPings: 'open' })).status).toBe(404);
      expect((await post(`/entries/${uid}/${documentId}/send`, {})).status).toBe(404);
    }
  );

  it('that does not exist is not found', async () => {
    expect((await get(path('nothing'))).status).toBe(404);
    expect((await put(path('nothing'), { allowPings: 'open' })).status).toBe(404);
  });
});

describe('the delivery log', () => {
  it('refuses filters and actions that are none', async () => {
    expect((await get('/pings', { status: 'lost' })).body.error.message).toMatch(/`status` is "lost"/);
    expect((await post('/pings/actions', { action: 'resend', ids: ['x'] })).body.error.message).toMatch(
      /`action`/
    );
    expect((await get('/pings', { group: 'lost' })).body.error.message).toMatch(/`group` is "lost"/);
    expect((await get('/pings')).body).toMatchObject({ results: [], pagination: { total: 0 } });
  });

  it('counts by state, names the entry, and says why pings wait', async () => {
    const rows = app.strapi.db.query('plugin::linkbacks.ping');
    const seedPing = (status: string, over: Record<string, unknown> = {}) =>
      rows.create({
        data: {
          entryUid: ARTICLE,
          entryDocumentId: documentId,
          entryLocale: 'en',
          status,
          kind: 'link',
          purpose: 'link',
          source: `${SITE}/blog/hello`,
          target: 'https://there.example/post',
          targetHost: 'there.example',
          pairKey: randomUUID(),
          ...over,
        },
      });
    const reason = 'Our page is not there yet.';
    const why = { code: 'page.status', values: { status: 404 } };
    for (const status of ['waiting', 'waiting', 'queued', 'failed', 'cancelled'])
      await seedPing(status, { reason, why });
    await seedPing('waiting', { targetHost: 'else.example', reason: 'Our page does not show the link yet.' });

    const all = (await get('/pings')).body;
    expect(all.counts).toMatchObject({ waiting: 3, queued: 1, failed: 1, cancelled: 1, sent: 0 });
    expect(all.waiting).toEqual([
      { reason, why, count: 2 },
      { reason: 'Our page does not show the link yet.', why: null, count: 1 },
    ]);
    expect(all.results[0].entry).toEqual({
      uid: ARTICLE,
      documentId,
      locale: 'en',
      title: 'Hello',
      kind: 'collectionType',
    });
    const open = (await get('/pings', { group: 'open', host: 'there.example' })).body;
    expect(open.pagination.total).toBe(3);
    expect(open.counts.failed).toBe(1);
    expect(open.waiting).toEqual([{ reason, why, count: 2 }]);
    // Pages that lack the same are counted together.
    for (const page of ['one', 'two', 'three']) {
      const lacking = { code: 'ping.waiting', values: { page: `${SITE}/blog/${page}`, why } };
      await seedPing('waiting', { reason: `Waiting for our page ${page}`, why: lacking });
    }
    const [most] = (await get('/pings')).body.waiting;
    expect(most).toEqual({ reason: 'it answers with status 404.', why, count: 3 });
    expect((await get('/pings', { group: 'open', status: 'failed' })).body.pagination.total).toBe(0);
    await rows.deleteMany({});
  });
});

describe('the settings', () => {
  it('are shown with the content types that take part', async () => {
    const { body } = await get('/settings');

    expect(body).toMatchObject({
      receive: { open: true, protocols: { pingback: true, trackback: true } },
      moderation: { policy: 'hold' },
      publicUrl: null,
      presentUrl: 'http://127.0.0.1:1337',
      notices: [],
    });
    expect(body.contentTypes).toContainEqual({
      uid: ARTICLE,
      displayName: 'Article',
      url: { en: `${SITE}/blog/:slug`, fr: `${SITE}/fr/blog/:slug` },
      example: { url: `${SITE}/blog/hello`, title: 'Hello' },
    });
    expect(body.contentTypes).toContainEqual({
      uid: 'api::note.note',
      displayName: 'Note',
      url: `${SITE}/notes/:slug`,
      example: null,
    });
  });

  it('take any subset of what they show', async () => {
    const { body } = await get('/settings');
    const changed = { ...body, moderation: { ...body.moderation, policy: 'approve' } };

    expect((await put('/settings', changed)).body.moderation.policy).toBe('approve');
    expect((await put('/settings', { receive: { open: false } })).body).toMatchObject({
      receive: { open: false, protocols: { pingback: true } },
      moderation: { policy: 'approve' },
    });
    await setSettings(app, { receive: { open: true }, moderation: { policy: 'hold' } });
  });

  it.each<[object, RegExp]>([
    [{ moderation: { policy: 'yes' } }, /`moderation.policy` is "yes"/],
    [{ receive: { open: 'no' } }, /`receive.open` is "no"/],
    [{ colour: 'red' }, /`colour`/],
  ])('refuse %j and say which', async (body, message) => {
    const answer = await put('/settings', body);

    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(message);
    expect(sentenceOf(answer.body.error.details.why)).toBe(answer.body.error.message);
  });

  it('tell how the queue does', async () => {
    await forgetAll(app);
    expect((await get('/status')).body).toEqual({
      sending: { enabled: true, blocked: null, why: null },
      queue: { jobs: 0, oldestSeconds: null, waiting: 0 },
      lastError: null,
      tooLong: { count: 0, last: null },
      limited: [],
      dropped: [],
    });
    await post(`/entries/${ARTICLE}/${documentId}/send?locale=en`, {});
    expect((await get('/status')).body.queue).toMatchObject({
      jobs: 1,
      oldestSeconds: expect.any(Number),
    });
  });

  it('tell which entry a URL shows', async () => {
    expect((await get('/resolve', { url: `${SITE}/blog/hello` })).body).toEqual({
      kind: 'entry',
      entry: { uid: ARTICLE, documentId, locale: 'en', title: 'Hello', kind: 'collectionType' },
    });
    expect((await get('/resolve', { url: `${SITE}/blog/draft` })).body).toEqual({
      kind: 'unpublished',
      entry: null,
    });
    expect((await get('/resolve', { url: 'https://elsewhere.example/' })).body).toEqual({
      kind: 'not-ours',
      entry: null,
    });
  });
});

describe('the search for an entry', () => {
  const found = async (query: object) =>
    (await get('/entries', { contentType: ARTICLE, ...query })).body.results;

  it('finds published ones by a part of the title, or by their id', async () => {
    const entry = { uid: ARTICLE, documentId, locale: 'en', title: 'Hello' };
    expect(await found({ q: 'ELL' })).toContainEqual(entry);
    expect(await found({ q: documentId })).toEqual([entry]);
    expect(await found({ documentId, locale: 'en' })).toEqual([entry]);
    expect(await found({ documentId, locale: 'fr' })).toEqual([]);
    expect(await found({ q: 'no such title' })).toEqual([]);
    expect(await found({ contentType: 'api::no.no' })).toEqual([]);
  });

  it('tells nothing of drafts', async () => {
    expect(await found({ documentId: draftId })).toEqual([]);
    expect(await found({ q: draftId })).toEqual([]);
  });
});

describe('an entry that is not saved yet', () => {
  const path = `/entries/${ARTICLE}/new?locale=en`;
  const create = (data: object, query = '') =>
    app.request
      .post(`/content-manager/collection-types/${ARTICLE}${query}`)
      .set('Authorization', token)
      .send(data);

  it('gets the settings that its author chose before', async () => {
    expect((await put(path, { allowPings: 'closed' })).body).toMatchObject({
      allowPings: 'closed',
      url: null,
    });
    const saved = await create({ title: 'Later', slug: 'later' }, '?locale=en');
    const { documentId: id } = saved.body.data;

    expect((await get(`/entries/${ARTICLE}/${id}`, { locale: 'en' })).body.allowPings).toBe('closed');
    expect((await get(`/entries/${ARTICLE}/new`, { locale: 'en' })).body.allowPings).toBe('default');
  });

  it('gets them also when it is published at once', async () => {
    await put(path, { allowPings: 'closed' });
    const published = await create({ title: 'Now', slug: 'now' }, '/actions/publish?locale=en');

    expect(published.status).toBe(200);
    const discovery = await app.request.get('/api/linkbacks/discovery').query({ target: `${SITE}/blog/now` });
    expect(discovery.body.data.open).toBe(false);
  });

  it('shares them with nobody, and only the content manager hands them over', async () => {
    await put(path, { allowPings: 'closed' });
    const editor = await createAdmin(app, [
      {
        action: 'plugin::content-manager.explorer.create',
        subject: ARTICLE,
        properties: { locales: ['en'] },
      },
    ]);
    const others = await app.request.get(`/linkbacks${path}`).set('Authorization', editor.authorization);
    const elsewhere = await createArticle(app, { slug: 'elsewhere' });

    expect(others.body.allowPings).toBe('default');
    expect((await get(`/entries/${ARTICLE}/${elsewhere}`, { locale: 'en' })).body.allowPings).toBe('default');
    expect((await get(path)).body.allowPings).toBe('closed');
    await put(path, { allowPings: 'default' });
  });

  it('cannot be named by what stands for it inside', async () => {
    expect((await get(`/entries/${ARTICLE}/new:1`, { locale: 'en' })).status).toBe(404);
  });

  it('is forgotten after a day', async () => {
    await put(path, { allowPings: 'closed' });
    const settings = app.strapi.db.query('plugin::linkbacks.entry-setting');
    const yesterday = new Date(Date.now() - 86_500_000).toISOString();
    const mine = { entryDocumentId: { $startsWith: 'new:' } };
    await settings.updateMany({ where: mine, data: { updatedAt: yesterday } });
    await app.strapi.plugin('linkbacks').service('linkbacks').purge();

    expect(await settings.count({ where: mine })).toBe(0);
  });
});
