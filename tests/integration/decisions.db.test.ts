import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import {
  ARTICLE,
  createArticle,
  forgetAll,
  seedLinkback,
  setSettings,
  SITE,
  storedLinkbacks,
} from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

let app: TestApp;
let token: string;
let documentId: string;

beforeAll(async () => {
  app = await startStrapi();
  token = await superAdminToken(app);
  documentId = await createArticle(app, { slug: 'hello', title: 'Hello' });
});
afterAll(() => app?.stop());
beforeEach(async () => {
  await forgetAll(app);
  await setSettings(app, { moderation: { trustedHosts: [], blockedHosts: [] } });
});

const seed = async (over: Record<string, unknown> = {}): Promise<string> => {
  const ref = { uid: ARTICLE, documentId, locale: 'en' };
  return (await seedLinkback(app, ref, over)).documentId;
};
const LINKBACK = 'plugin::linkbacks.linkback';
const rows = () => app.strapi.db.query(LINKBACK);
/** Between the next look at a linkback and whatever follows from it; gives whether that has been. */
const afterNextRead = (work: () => Promise<unknown>): (() => boolean) => {
  let isOver = false;
  const end = app.strapi.db.lifecycles.subscribe({
    models: [LINKBACK],
    afterFindOne: async () => {
      end();
      await work();
      isOver = true;
    },
  });
  return () => isOver;
};
const change = (id: string, data: Record<string, unknown>) =>
  rows().update({ where: { documentId: id }, data });
/** What the inbox shows of it now. */
const seen = async (id: string): Promise<string> => {
  const answer = await app.request.get('/linkbacks/linkbacks').set('Authorization', token);
  return answer.body.results.find((one: { id: string }) => one.id === id)?.revision;
};
const act = async (action: string, id: string, revision?: string) => {
  const revisions = revision === undefined ? {} : { revisions: { [id]: revision } };
  const answer = await app.request
    .post('/linkbacks/linkbacks/actions')
    .set('Authorization', token)
    .send({ action, ids: [id], ...revisions });
  expect(answer.status).toBe(200);
  return answer.body.results[0];
};
const statusOf = async (id: string) =>
  (await storedLinkbacks(app)).find((row) => row.documentId === id)?.status ?? null;
/** One row as the page of a linkback shows it. */
const detail = async (id: string) =>
  (await app.request.get(`/linkbacks/linkbacks/${id}`).set('Authorization', token)).body;
const without = (row: Record<string, unknown>, ...names: string[]) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
/** What its source shows by now. */
const PROPOSAL = {
  proposed: {
    title: 'New',
    excerpt: null,
    siteName: null,
    author: { name: 'Ada', url: 'https://ada.example/', photo: null },
    type: 'reply',
  },
  proposedAt: new Date(0).toISOString(),
};
const UNDECIDED = { ok: false, outcome: 'refused', why: { code: 'action.no-decision' } };
const lists = async (): Promise<string[][]> => {
  const { moderation } = await app.strapi.plugin('linkbacks').service('settings').get();
  return [moderation.trustedHosts, moderation.blockedHosts];
};
/** What visitors get of the entry's linkbacks. */
const published = async (): Promise<Record<string, unknown>[]> =>
  (await app.request.get('/api/linkbacks').query({ target: `${SITE}/blog/hello` })).body.data;
const UNSEEN = {
  ok: false,
  outcome: 'unseen',
  error: 'This publishes it: name the revision that you reviewed.',
  why: { code: 'action.unseen' },
};
const STALE = {
  ok: false,
  outcome: 'stale',
  error: 'It changed meanwhile: look again.',
  why: { code: 'action.stale' },
};

describe('a decision about what a moderator saw', () => {
  it('is taken when it is still so, and gives what can be taken back', async () => {
    const id = await seed();
    const approved = await act('approve', id, await seen(id));
    expect(approved).toEqual({
      id,
      ok: true,
      outcome: 'changed',
      revision: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(approved.revision).toBe(await seen(id));

    expect(await act('unapprove', id, approved.revision)).toMatchObject({ outcome: 'changed' });
    expect(await statusOf(id)).toBe('pending');
  });

  it.each([
    ['other words', { title: 'Buy this' }],
    ['another address', { finalUrl: 'https://elsewhere.example/' }],
    ['another author', { authorUrl: 'https://elsewhere.example/me' }],
    [
      'a proposal',
      {
        proposed: {
          title: 'New',
          excerpt: null,
          siteName: null,
          author: { name: null, url: null, photo: null },
          type: 'like',
        },
      },
    ],
  ])('is not taken once it has %s', async (_what, data) => {
    const id = await seed();
    const revision = await seen(id);
    await change(id, data);

    expect(await act('approve', id, revision)).toEqual({ id, ...STALE });
    expect(await act('delete', id, revision)).toEqual({ id, ...STALE });
    expect(await statusOf(id)).toBe('pending');
    expect(await act('approve', id, await seen(id))).toMatchObject({ outcome: 'changed' });
  });

  it('is taken when only a look at the source came between', async () => {
    const id = await seed();
    const revision = await seen(id);
    await change(id, { verifiedAt: new Date().toISOString(), failures: 1, history: [] });

    expect(await act('approve', id, revision)).toMatchObject({ outcome: 'changed' });
  });

  it('is taken without a look when it publishes nothing', async () => {
    const id = await seed();
    await change(id, { title: 'Other words' });

    expect(await act('spam', id)).toMatchObject({ outcome: 'changed' });
  });

  it('tells what was so already', async () => {
    const id = await seed({ status: 'approved' });

    expect(await act('approve', id)).toMatchObject({ ok: true, outcome: 'unchanged' });
  });

  it('is taken by one of two who decide at the same moment', async () => {
    const id = await seed();
    const revision = await seen(id);
    const outcomes = await Promise.all([act('approve', id, revision), act('spam', id, revision)]);

    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['changed', 'stale']);
  });

  it.each(['trust-host', 'block-host'])('lists no host by %s when it comes too late', async (action) => {
    const id = await seed();
    const revision = await seen(id);
    const isOver = afterNextRead(() => change(id, { title: 'Other words' }));

    expect(await act(action, id, revision)).toEqual({ id, ...STALE });
    expect(isOver()).toBe(true);
    expect(await lists()).toEqual([[], []]);
    expect(await act(action, id, await seen(id))).toMatchObject({ outcome: 'changed', hosts: 'added' });
    expect((await lists()).flat()).toEqual(['blog.example']);
  });

  it.each(['trust-host', 'block-host'])(
    'lists no host by %s when its linkback cannot move',
    async (action) => {
      const id = await seed();
      const revision = await seen(id);
      const end = app.strapi.db.lifecycles.subscribe({
        models: [LINKBACK],
        beforeUpdate: () => Promise.reject(new Error('the database is full')),
      });
      const answer = await app.request
        .post('/linkbacks/linkbacks/actions')
        .set('Authorization', token)
        .send({ action, ids: [id], revisions: { [id]: revision } });
      end();

      expect(answer.status).toBe(500);
      expect(await lists()).toEqual([[], []]);
      expect(await statusOf(id)).toBe('pending');
    }
  );
});

describe('an update that nobody reviewed', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['approve', 'an update', { status: 'approved', title: 'Old', ...PROPOSAL }],
    ['trust-host', 'an update', { status: 'approved', title: 'Old', ...PROPOSAL }],
  ])('is not published by %s of %s', async (action, _what, over) => {
    const id = await seed(over);
    const before = await detail(id);
    const visible = await published();

    expect(await act(action, id)).toEqual({ id, ...UNSEEN });
    expect(await detail(id)).toEqual(before);
    expect(await published()).toEqual(visible);
    expect(await lists()).toEqual([[], []]);
    expect(await act(action, id, before.revision)).toMatchObject({ outcome: 'changed' });
    expect(await published()).toHaveLength(1);
  });

  it('is not published when it comes between the look and the click', async () => {
    const id = await seed({ status: 'approved', title: 'Old', ...PROPOSAL });
    const revision = await seen(id);
    const isOver = afterNextRead(() =>
      change(id, {
        proposed: {
          ...PROPOSAL.proposed,
          author: { ...PROPOSAL.proposed.author, url: 'https://casino.example/' },
        },
      })
    );

    expect(await act('approve', id, revision)).toEqual({ id, ...STALE });
    expect(isOver()).toBe(true);
    expect(await published()).toMatchObject([{ title: 'Old' }]);
  });

  it('is left out of many, whose others are published', async () => {
    const ids = [await seed({ title: 'New' }), await seed({ status: 'approved', title: 'Old', ...PROPOSAL })];
    const [first = '', second = ''] = ids;
    const answer = await app.request
      .post('/linkbacks/linkbacks/actions')
      .set('Authorization', token)
      .send({ action: 'approve', ids, revisions: { [first]: await seen(first) } });

    expect(answer.body.results).toMatchObject([
      { id: first, outcome: 'changed' },
      { id: second, ...UNSEEN },
    ]);
    expect((await published()).map(({ title }) => title).sort()).toEqual(['New', 'Old']);
  });

  it('does not come back by taking back what took it away', async () => {
    const id = await seed({ status: 'approved', title: 'Old' });
    const { revision } = await act('trash', id);
    await change(id, { title: 'Other words' });

    expect(await act('restore', id, revision)).toEqual({ id, ...STALE });
    expect(await published()).toEqual([]);
  });

  it('is not what an approved linkback is that is approved again, or only leaves a list', async () => {
    const id = await seed({ status: 'approved' });
    expect(await act('approve', id)).toMatchObject({ ok: true, outcome: 'unchanged' });
    expect(await act('untrust-host', id)).toMatchObject({ ok: true, outcome: 'unchanged' });
    expect(await act('trust-host', id)).toMatchObject({ ok: true, outcome: 'changed', hosts: 'added' });
  });
});

describe('what is taken back', () => {
  it('does not overturn what somebody else decided meanwhile, also where it led to the same place', async () => {
    const id = await seed();
    const { revision } = await act('approve', id, await seen(id));
    await act('spam', id);
    expect(await act('unapprove', id, revision)).toMatchObject(STALE);
    await act('restore', id, await seen(id));
    expect(await statusOf(id)).toBe('approved');

    expect(await act('unapprove', id, revision)).toMatchObject(STALE);
    expect(await statusOf(id)).toBe('approved');
  });

  it.each(['approve', 'refuse-update'])('is the decision about an update (%s)', async (action) => {
    const id = await seed({ status: 'approved', title: 'Old', excerptMark: null, ...PROPOSAL });
    const before = await detail(id);
    const { revision } = await act(action, id, await seen(id));
    expect((await detail(id)).proposed).toBeNull();

    expect(await act('reopen-update', id, revision)).toMatchObject({ outcome: 'changed' });
    const { history, revision: next, ...after } = await detail(id);
    expect(after).toEqual({ ...after, ...without(before, 'history', 'revision') });
    expect(history.at(-1).why).toMatchObject({ code: 'moved.update-reopened' });
    expect(next).not.toBe(revision);
    expect(await act(action, id, next)).toMatchObject({ outcome: 'changed' });
  });

  it('is no decision about an update that something else came after', async () => {
    const id = await seed({ status: 'approved', title: 'Old', ...PROPOSAL });
    expect(await act('reopen-update', id)).toMatchObject(UNDECIDED);
    const first = await act('refuse-update', id);
    await change(id, {
      proposed: { ...PROPOSAL.proposed, title: 'Newer' },
      proposedAt: new Date().toISOString(),
    });
    expect(await act('reopen-update', id)).toMatchObject(UNDECIDED);

    // Somebody else refused that one, and all looks as it did.
    await act('refuse-update', id);
    expect(await act('reopen-update', id, first.revision)).toMatchObject(STALE);
    await act('spam', id);
    await act('restore', id, await seen(id));
    expect(await act('reopen-update', id)).toMatchObject(UNDECIDED);
    expect(await detail(id)).toMatchObject({ title: 'Old', proposed: null });
  });

  it('are the lists of hosts too, and only what was put there', async () => {
    const id = await seed();
    const host = new URL((await storedLinkbacks(app))[0]?.source ?? '').hostname;
    expect(await act('trust-host', id, await seen(id))).toMatchObject({ outcome: 'changed', hosts: 'added' });
    expect(await lists()).toEqual([[host], []]);
    expect(await act('block-host', id)).toMatchObject({ outcome: 'changed', hosts: 'switched' });
    // Somebody blocked it since: taking back the trust changes nothing.
    expect(await act('untrust-host', id)).toMatchObject({ outcome: 'unchanged', hosts: 'unchanged' });
    expect(await lists()).toEqual([[], [host]]);
    expect(await act('unblock-host', id)).toMatchObject({ outcome: 'changed', hosts: 'removed' });
    expect(await lists()).toEqual([[], []]);
    expect(await statusOf(id)).toBe('spam');
  });
});
