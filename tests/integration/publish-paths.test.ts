import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import { linking } from '../helpers/entries';
import { startStrapi, type TestApp } from '../helpers/strapi';

const ARTICLE = 'api::article.article';
const NOTE = 'api::note.note';

type Params = Record<string, unknown>;
type Written = { documentId: string };
type Actions = 'create' | 'update' | 'publish' | 'unpublish' | 'delete' | 'clone' | 'discardDraft';
interface Job {
  ref: { uid: string; documentId: string; locale: string };
  action: string;
}

/** Nothing listens, so no worker takes the jobs away. */
let app: TestApp;
let count = 0;
const documents = (uid: string) =>
  app.strapi.documents(uid as never) as unknown as Record<Actions, (params: Params) => Promise<Written>>;

/** The jobs that were left, as `action locale`; each belongs to the entry. */
const jobsOf = async ({ documentId }: Written): Promise<string[]> => {
  const rows: { kind: string; payload: string }[] = await app.strapi.db
    .connection('linkbacks_jobs')
    .orderBy('id');
  const jobs = rows.map(({ payload }): Job => JSON.parse(payload));
  expect(rows.every(({ kind }) => kind === 'plan')).toBe(true);
  expect(jobs.filter(({ ref }) => ref.documentId !== documentId)).toEqual([]);
  return jobs.map(({ ref, action }) => `${action} ${ref.locale}`.trim()).sort();
};
const forget = () => app.strapi.db.connection('linkbacks_jobs').del();

const data = (title = 'Hello') => ({
  title,
  slug: `path-${(count += 1)}`,
  body: linking('https://example.com/'),
});
const text = () => ({ title: 'Note', slug: `note-${(count += 1)}`, text: '[this](https://example.com/)' });

/** Drafts in English and French. */
const drafts = async (): Promise<Written> => {
  const { documentId } = await documents(ARTICLE).create({ data: data() });
  await documents(ARTICLE).update({ documentId, locale: 'fr', data: data('Bonjour') });
  return { documentId };
};
/** Published in both. */
const published = async (): Promise<Written> => {
  const { documentId } = await drafts();
  await documents(ARTICLE).publish({ documentId, locale: '*' });
  return { documentId };
};
const note = (): Promise<Written> => documents(NOTE).create({ data: text() });

type Path = [
  what: string,
  prepare: () => Promise<Written>,
  write: (o: Written) => Promise<unknown>,
  string[],
];

const PATHS: Path[] = [
  ['publish', drafts, (o) => documents(ARTICLE).publish(o), ['publish en']],
  ['publish one locale', drafts, (o) => documents(ARTICLE).publish({ ...o, locale: 'fr' }), ['publish fr']],
  [
    'publish several locales',
    drafts,
    (o) => documents(ARTICLE).publish({ ...o, locale: ['en', 'fr'] }),
    ['publish en', 'publish fr'],
  ],
  [
    'publish all locales',
    drafts,
    (o) => documents(ARTICLE).publish({ ...o, locale: '*' }),
    ['publish en', 'publish fr'],
  ],
  [
    'update with status published',
    published,
    (o) => documents(ARTICLE).update({ ...o, data: { title: 'B' }, status: 'published' }),
    ['publish en'],
  ],
  [
    'update of one locale with status published',
    published,
    (o) => documents(ARTICLE).update({ ...o, locale: 'fr', data: { title: 'B' }, status: 'published' }),
    ['publish fr'],
  ],
  ['update of the draft', published, (o) => documents(ARTICLE).update({ ...o, data: { title: 'B' } }), []],
  ['unpublish', published, (o) => documents(ARTICLE).unpublish(o), ['remove en']],
  [
    'unpublish all locales',
    published,
    (o) => documents(ARTICLE).unpublish({ ...o, locale: '*' }),
    ['remove en', 'remove fr'],
  ],
  ['delete', published, (o) => documents(ARTICLE).delete(o), ['remove en']],
  [
    'delete all locales',
    published,
    (o) => documents(ARTICLE).delete({ ...o, locale: '*' }),
    ['remove en', 'remove fr'],
  ],
  ['delete one locale', published, (o) => documents(ARTICLE).delete({ ...o, locale: 'fr' }), ['remove fr']],
  ['discard the draft', published, (o) => documents(ARTICLE).discardDraft(o), []],
  ['clone', published, (o) => documents(ARTICLE).clone({ ...o, data: { slug: 'a-clone' } }), []],
  [
    'update of a type without drafts',
    note,
    (o) => documents(NOTE).update({ ...o, data: { title: 'B' } }),
    ['publish'],
  ],
  ['delete in a type without drafts', note, (o) => documents(NOTE).delete(o), ['remove']],
  ['clone in a type without drafts', note, (o) => documents(NOTE).clone({ ...o, data: text() }), []],
];

beforeAll(async () => {
  app = await startStrapi();
});
afterEach(forget);
afterAll(() => app.stop());

describe('the jobs that a write leaves', () => {
  it.each(PATHS)('%s', async (_what, prepare, write, expected) => {
    const entry = await prepare();
    await forget();
    await write(entry);
    expect(await jobsOf(entry)).toEqual(expected);
  });

  it.each([
    ['create of a draft', ARTICLE, undefined, []],
    ['create with status published', ARTICLE, 'published', ['publish en']],
    ['create in a type without drafts', NOTE, undefined, ['publish']],
  ])('%s', async (_what, uid, status, expected) => {
    const created = await documents(uid).create({
      data: uid === NOTE ? text() : data(),
      ...(status ? { status } : {}),
    });
    expect(await jobsOf(created)).toEqual(expected);
  });

  it('are those of the clone itself once somebody saves it', async () => {
    const original = await note();
    const cloned = (await documents(NOTE).clone({ ...original, data: text() })) as unknown as {
      entries: Written[];
    };
    const [clone] = cloned.entries;
    await forget();
    await documents(NOTE).update({ documentId: clone?.documentId, data: { title: 'My own' } });
    expect(await jobsOf({ documentId: clone?.documentId ?? '' })).toEqual(['publish']);
  });

  it('are none for rows that are written past the documents: imports, transfers, migrations', async () => {
    const row = (n: number) => ({ ...text(), documentId: `imported${n}` });
    await app.strapi.db.query(NOTE).create({ data: row(1) });
    await app.strapi.db.query(NOTE).createMany({ data: [row(2), row(3)] });
    await app.strapi.db.query(ARTICLE).create({
      data: { ...data(), documentId: 'imported4', locale: 'en', publishedAt: new Date() },
    });
    expect(await jobsOf({ documentId: '' })).toEqual([]);
    await documents(NOTE).update({ documentId: 'imported2', data: { title: 'Edited' } });
    expect(await jobsOf({ documentId: 'imported2' })).toEqual(['publish']);
  });
});

describe('the jobs that the content manager leaves', () => {
  const post = async (path: string, body: object) => {
    const answer = await app.request
      .post(`/content-manager/collection-types/${path}`)
      .set('Authorization', await superAdminToken(app))
      .send(body);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return answer.body as { data: Written };
  };
  const byHand: Path[] = [
    ['publish', drafts, (o) => post(`${ARTICLE}/${o.documentId}/actions/publish`, data()), ['publish en']],
    [
      'publish in another locale',
      drafts,
      (o) => post(`${ARTICLE}/${o.documentId}/actions/publish?locale=fr`, data()),
      ['publish fr'],
    ],
    [
      'publish in bulk',
      drafts,
      (o) => post(`${ARTICLE}/actions/bulkPublish?locale=en&locale=fr`, { documentIds: [o.documentId] }),
      ['publish en', 'publish fr'],
    ],
    ['unpublish', published, (o) => post(`${ARTICLE}/${o.documentId}/actions/unpublish`, {}), ['remove en']],
    [
      'unpublish in bulk',
      published,
      (o) => post(`${ARTICLE}/actions/bulkUnpublish?locale=en`, { documentIds: [o.documentId] }),
      ['remove en'],
    ],
    [
      'delete in bulk',
      published,
      (o) => post(`${ARTICLE}/actions/bulkDelete?locale=fr`, { documentIds: [o.documentId], locale: 'fr' }),
      ['remove fr'],
    ],
    ['discard', published, (o) => post(`${ARTICLE}/${o.documentId}/actions/discard`, {}), []],
    ['clone', note, (o) => post(`${NOTE}/clone/${o.documentId}`, text()), []],
  ];

  it.each(byHand)('%s', async (_what, prepare, write, expected) => {
    const entry = await prepare();
    await forget();
    await write(entry);
    expect(await jobsOf(entry)).toEqual(expected);
  });

  it('publish from the create page', async () => {
    const created = await post(`${ARTICLE}/actions/publish`, data());
    expect(await jobsOf(created.data)).toEqual(['publish en']);
  });
});
