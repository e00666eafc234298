import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job, JobPayload } from '../../server/src/adapters/jobs';
import { createPlanner } from '../../server/src/services/outbound/planner';
import type { JobHandler } from '../../server/src/services/types';
import { documents, linking } from '../helpers/entries';
import { startStrapi, type TestApp } from '../helpers/strapi';

/**
 * The rules of the plan (tests/unit/delivery/changes.test.ts) against a real database: what stands in the table
 * afterwards, and which jobs are left.
 */
const ARTICLE = 'api::article.article';
const TARGET = 'http://127.0.0.9/post';

let app: TestApp;
let planner: JobHandler;
let count = 0;

/** Nothing listens: no worker takes the jobs away. */
beforeAll(async () => {
  app = await startStrapi();
  await app.strapi.plugin('linkbacks').service('first-run').run();
  planner = createPlanner({ strapi: app.strapi });
});
afterAll(() => app.stop());

interface Case {
  /** The state of the ping of `TARGET`; `revision: 'now'` is the published one. */
  readonly before: Record<string, unknown>;
  readonly action?: 'publish' | 'remove' | 'send';
  readonly body?: unknown;
  readonly unpublish?: boolean;
  readonly sendPings?: 'default' | 'off';
  readonly liveCheck?: boolean;
  readonly after: Record<string, unknown>;
  /** Kinds of the jobs that are left. */
  readonly jobs: readonly string[];
  readonly result?: 'again';
}

const sentMention = {
  status: 'sent',
  protocol: 'webmention',
  toldAt: '2026-01-01T00:00:00.000Z',
  revision: 'old',
};
const old = new Date(Date.now() - 8 * 24 * 3_600_000).toISOString();
const recent = new Date(Date.now() - 6 * 24 * 3_600_000).toISOString();

const CASES: Record<string, Case> = {
  'a webmention target hears of the change': {
    before: sentMention,
    after: { status: 'waiting', purpose: 'change', attempts: 0, reason: null },
    jobs: ['live'],
  },
  'a webmention target that knows this version hears nothing': {
    before: { ...sentMention, revision: 'now' },
    after: { status: 'sent', purpose: 'link' },
    jobs: [],
  },
  'a webmention target hears of the removed link': {
    before: sentMention,
    body: linking(),
    after: { status: 'waiting', purpose: 'removal' },
    jobs: ['live'],
  },
  'a webmention target hears of the unpublished entry': {
    before: sentMention,
    action: 'remove',
    unpublish: true,
    after: { status: 'waiting', purpose: 'removal' },
    jobs: ['live'],
  },
  'a webmention target hears of the new address': {
    before: { ...sentMention, toldSource: 'http://127.0.0.3/blog/old' },
    after: { status: 'waiting', purpose: 'move', source: 'http://127.0.0.3/blog/old' },
    jobs: ['live'],
  },
  'a webmention in the air is planned again': {
    before: { ...sentMention, status: 'sending' },
    after: { status: 'sending' },
    jobs: [],
    result: 'again',
  },
  'a pingback target hears nothing of a change': {
    before: { ...sentMention, protocol: 'pingback' },
    after: { status: 'sent', purpose: 'link' },
    jobs: [],
  },
  'a ping whose link has gone is cancelled': {
    before: { status: 'waiting' },
    body: linking(),
    after: { status: 'cancelled', cause: 'absent', reason: 'The published entry no longer has this link.' },
    jobs: [],
  },
  'a ping whose link came back is taken up again': {
    before: { status: 'cancelled', cause: 'absent', reason: 'gone', attempts: 2 },
    after: { status: 'waiting', cause: null, reason: null, attempts: 0 },
    jobs: ['live'],
  },
  'a ping that a person cancelled stays': {
    before: { status: 'cancelled', cause: 'person' },
    action: 'send',
    after: { status: 'cancelled' },
    jobs: [],
  },
  'a failed ping stays at a publish': {
    before: { status: 'failed' },
    after: { status: 'failed' },
    jobs: [],
  },
  'a failed ping is sent when a person asks': {
    before: { status: 'failed' },
    action: 'send',
    after: { status: 'waiting', asked: true },
    jobs: ['live'],
  },
  'a target without endpoint is left alone for a week': {
    before: { status: 'unsupported', lastAttemptAt: recent },
    after: { status: 'unsupported' },
    jobs: [],
  },
  'a target without endpoint is asked again after a week': {
    before: { status: 'unsupported', lastAttemptAt: old },
    after: { status: 'waiting' },
    jobs: ['live'],
  },
  'a waiting ping of an entry that no longer sends is skipped': {
    before: { status: 'queued' },
    sendPings: 'off',
    after: { status: 'skipped', cause: 'rule', reason: 'Sending pings is switched off for this entry.' },
    jobs: [],
  },
};

const pings = () => app.strapi.db.query('plugin::linkbacks.ping');
const jobs = () => app.strapi.db.query('linkbacks::job');

/** An article with one ping in the given state, and no jobs. */
const arrange = async (o: Case) => {
  const slug = `plan-${(count += 1)}`;
  const { documentId } = await documents(app, ARTICLE).create({
    data: { title: 'Hello', slug, body: linking(TARGET) },
    status: 'published',
  });
  const ref = { uid: ARTICLE, documentId, locale: 'en' };
  await jobs().deleteMany({ where: {} });
  await run({ kind: 'plan', ref, action: 'publish' });
  const { body } = await app.request
    .get('/api/linkbacks/discovery')
    .query({ contentType: 'articles', documentId, locale: 'en' });
  const now = /linkbacks-revision" content="([^"]*)"/.exec(body.data.html)?.[1];
  const { source } = await pings().findOne({ where: { entryDocumentId: documentId } });
  const data = { purpose: 'link', toldSource: source, ...o.before };
  await pings().updateMany({
    where: { entryDocumentId: documentId },
    data: { ...data, ...('revision' in data && data.revision === 'now' ? { revision: now } : {}) },
  });
  if (o.body)
    await documents(app, ARTICLE).update({ documentId, data: { body: o.body }, status: 'published' });
  if (o.unpublish) await documents(app, ARTICLE).unpublish({ documentId, locale: 'en' });
  if (o.sendPings)
    await app.strapi.plugin('linkbacks').service('entry-settings').update(ref, { sendPings: o.sendPings });
  await jobs().deleteMany({ where: {} });
  return ref;
};

const run = (payload: JobPayload) =>
  planner.run(payload, { id: 0, payload, crashes: 1, attempts: 1, token: '' } satisfies Job);

describe('a plan', () => {
  it.each(Object.entries(CASES))('%s', async (_, o) => {
    const ref = await arrange(o);
    const payload: JobPayload = { kind: 'plan', ref, action: o.action ?? 'publish' };
    const result = await run(payload);
    const left: { kind: string }[] = await jobs().findMany({});
    expect(left.map(({ kind }) => kind)).toEqual(o.jobs);
    expect(await pings().findMany({ where: { entryDocumentId: ref.documentId } })).toMatchObject([o.after]);
    expect(result.kind).toBe(o.result ?? 'done');

    // Running it twice changes nothing: a process that died before the end is followed by another one.
    if (o.action === 'send') return;
    await jobs().deleteMany({ where: {} });
    const [before] = await pings().findMany({ where: { entryDocumentId: ref.documentId } });
    await run(payload);
    expect(await pings().findMany({ where: { entryDocumentId: ref.documentId } })).toMatchObject([
      { status: before.status, purpose: before.purpose, attempts: before.attempts },
    ]);
  });

  it('of 2,000 links leaves 2,000 pings and one look at our page', async () => {
    const links = Array.from({ length: 2_000 }, (_, index) => `${TARGET}/${index}`);
    const { documentId } = await documents(app, ARTICLE).create({
      data: { title: 'Many', slug: `many-${(count += 1)}`, body: linking(...links) },
      status: 'published',
    });
    await jobs().deleteMany({ where: {} });
    await run({ kind: 'plan', ref: { uid: ARTICLE, documentId, locale: 'en' }, action: 'publish' });
    expect(await pings().count({ where: { entryDocumentId: documentId, status: 'waiting' } })).toBe(2_000);
    expect(await jobs().count({ where: {} })).toBe(1);
  });
});
