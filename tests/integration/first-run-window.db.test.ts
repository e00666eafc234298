import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryKey } from '../../server/src/adapters/keys';
import { extractLinks } from '../../server/src/core/content/links';
import type { FirstRun } from '../../server/src/services/first-run';
import { pairKeyOf } from '../../server/src/services/outbound/rows';
import type { PluginConfig } from '../helpers/config';
import { documents, linking } from '../helpers/entries';
import { startStrapi, type TestApp } from '../helpers/strapi';

const ARTICLE = 'api::article.article';
const NOTE = 'api::note.note';
const [OLD, NEW] = ['https://example.com/old', 'https://example.com/new'];

let app: TestApp;
const firstRun = (): FirstRun => app.strapi.plugin('linkbacks').service('first-run');

const refOf = (uid: string, documentId: string) => ({ uid, documentId, locale: uid === ARTICLE ? 'en' : '' });
const keyOf = (uid: string, documentId: string, url: string): string => {
  const [link] = extractLinks([{ kind: 'blocks', value: linking(url) }], 'https://example.org/');
  return pairKeyOf(refOf(uid, documentId), 'link', link?.key ?? 'no link');
};
/** Which of the two links are known. */
const known = async (uid: string, documentId: string): Promise<string[]> => {
  const keys = await firstRun().knownLinks(refOf(uid, documentId));
  return [OLD, NEW].filter((url) => keys.has(keyOf(uid, documentId, url)));
};

const dataOf = (uid: string, urls: string[]) =>
  uid === ARTICLE ? { body: linking(...urls) } : { text: urls.map((url) => `[this](${url})`).join(' ') };
const create = async (uid: string, slug: string, urls: string[], status: 'draft' | 'published') => {
  const data = { title: slug, slug, ...dataOf(uid, urls) };
  return (await documents(app, uid).create({ data, status })).documentId;
};
const edit = (uid: string, documentId: string, ...urls: string[]) =>
  documents(app, uid).update({ documentId, data: dataOf(uid, urls), status: 'published' });

/** The next process on the same database. Nothing listens: entries are read when the test says so. */
const restart = async (o: { plugin?: boolean; config?: PluginConfig } = {}): Promise<void> => {
  const { database } = app;
  await app.stop({ keepDatabase: true });
  app = await startStrapi({ ...o, database });
};

describe('writes between the start of a type and the reading of its older entries', () => {
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    app = await startStrapi({ plugin: false });
    ids.old = await create(ARTICLE, 'old', [OLD], 'published');
    ids.untouched = await create(ARTICLE, 'untouched', [OLD], 'published');
    ids.empty = await create(ARTICLE, 'empty', [], 'published');
    ids.draft = await create(ARTICLE, 'draft', [OLD], 'draft');
    ids.note = await create(NOTE, 'old-note', [OLD], 'published');
    ids.emptyNote = await create(NOTE, 'empty-note', [], 'published');
    await restart();

    ids.created = await create(ARTICLE, 'created', [NEW], 'published');
    ids.createdNote = await create(NOTE, 'created-note', [NEW], 'published');
    await edit(ARTICLE, ids.old, OLD, NEW);
    await edit(ARTICLE, ids.old, NEW);
    await edit(ARTICLE, ids.empty, NEW);
    await documents(app, ARTICLE).publish({ documentId: ids.draft });
    await edit(ARTICLE, ids.draft, OLD, NEW);
    await edit(NOTE, ids.note, NEW);
    await edit(NOTE, ids.emptyNote, NEW);
    await edit(NOTE, ids.createdNote, NEW);
    await firstRun().run();
  });
  afterAll(() => app.stop());

  it.each([
    ['an entry that nobody touched', ARTICLE, 'untouched', [OLD]],
    ['an entry that was edited twice', ARTICLE, 'old', [OLD]],
    ['an entry that had no links', ARTICLE, 'empty', []],
    ['an old draft that was first published then', ARTICLE, 'draft', []],
    ['an entry that was created then', ARTICLE, 'created', []],
    ['an entry without drafts', NOTE, 'note', [OLD]],
    ['an entry without drafts that had no links', NOTE, 'emptyNote', []],
    ['an entry without drafts that was created then', NOTE, 'createdNote', []],
  ])('make nothing known that is new: %s', async (_what, uid, name, expected) => {
    expect(await known(uid, ids[name] ?? '')).toEqual(expected);
  });

  it('cost nothing any more once the type is ready', async () => {
    expect(await firstRun().isReady(ARTICLE)).toBe(true);
    const statements: string[] = [];
    const listen = ({ sql }: { sql: string }) => void statements.push(sql);
    app.strapi.db.connection.on('query', listen);
    await edit(ARTICLE, ids.old ?? '', NEW);
    app.strapi.db.connection.removeListener('query', listen);

    expect(statements.some((sql) => sql.includes('linkbacks_jobs'))).toBe(true);
    // Permissions that were given lately are copied meanwhile, which is no part of the write.
    expect(statements.filter((sql) => /linkbacks_(?!jobs|grants|locks)/.test(sql))).toEqual([]);
  });

  it('can be forgotten, key by key', async () => {
    const ref = refOf(ARTICLE, ids.old ?? '');
    await firstRun().forgetKnown(ref, [keyOf(ARTICLE, ref.documentId, NEW)]);
    expect(await known(ARTICLE, ref.documentId)).toEqual([OLD]);
    await firstRun().forgetKnown(ref, [keyOf(ARTICLE, ref.documentId, OLD)]);
    expect(await known(ARTICLE, ref.documentId)).toEqual([]);
    await firstRun().forgetKnown(refOf(ARTICLE, 'nobody'), ['nothing']);
  });

  it('can be forgotten at the same time, each of them', async () => {
    const id = await create(NOTE, 'busy', [], 'published');
    const keys = Array.from({ length: 8 }, (_, n) => `key-${n}`);
    await app.strapi.db.query('linkbacks::known').create({
      data: { entryKey: entryKey(refOf(NOTE, id)), links: JSON.stringify([...keys, 'last']) },
    });
    await Promise.all(keys.slice(0, 4).map((key) => firstRun().forgetKnown(refOf(NOTE, id), [key])));
    expect([...(await firstRun().knownLinks(refOf(NOTE, id)))]).toEqual([...keys.slice(4), 'last']);
  });
});

describe('a content type that takes part', () => {
  afterAll(() => app.stop());

  it('is read anew when it was taken out and put back: both times are known', async () => {
    app = await startStrapi({ plugin: false });
    const note = await create(NOTE, 'note', [OLD], 'published');
    await restart();
    await firstRun().run();
    expect(await known(NOTE, note)).toEqual([OLD]);

    await restart({ config: { contentTypes: { [NOTE]: undefined } } });
    await firstRun().run();
    await edit(NOTE, note, NEW);

    await restart();
    expect(await firstRun().isReady(NOTE)).toBe(false);
    expect(await firstRun().isReady(ARTICLE)).toBe(true);
    await firstRun().run();
    expect(await firstRun().isReady(NOTE)).toBe(true);
    expect(await known(NOTE, note)).toEqual([OLD, NEW]);
  });

  it('is not ready in a database that got only what transfers carry', async () => {
    for (const table of ['linkbacks_types', 'linkbacks_known']) await app.strapi.db.connection(table).del();
    await restart();
    expect(await firstRun().isReady(ARTICLE)).toBe(false);
    await firstRun().run();
    expect(await firstRun().isReady(ARTICLE)).toBe(true);
  });

  it.each(['linkbacks_types', 'linkbacks_known'])(
    'never fails a write, whatever cannot be read: %s',
    async (table) => {
      const id = await create(ARTICLE, `stands-${table}`, [OLD], 'published');
      await app.strapi.db.connection('linkbacks_types').del();
      await restart();
      const rename = (from: string, to: string) => app.strapi.db.connection.schema.renameTable(from, to);
      await rename(table, `${table}_away`);
      try {
        await edit(ARTICLE, id, NEW);
      } finally {
        await rename(`${table}_away`, table);
      }
      const entry = await documents(app, ARTICLE).findOne({ documentId: id, status: 'published' });
      expect(entry).toMatchObject({ body: linking(NEW) });
      const complaint = expect.stringContaining('could not be read');
      expect(app.logs).toContainEqual({ level: 'error', message: complaint });
    }
  );
});

/** `strapi transfer` and `import` empty the tables of all models, also of a Strapi that runs. */
describe('an import into a Strapi that runs', () => {
  afterAll(() => app.stop());

  it('has the older entries read anew: what came with it is known, also what was published after the start', async () => {
    app = await startStrapi();
    await firstRun().run();
    expect(await firstRun().isReady(NOTE)).toBe(true);
    const note = await create(NOTE, 'imported', [OLD], 'published');
    for (const { uid } of app.strapi.get('models').get())
      if (uid.startsWith('linkbacks::')) await app.strapi.db.query(uid).deleteMany({});
    // By the clock: it came before what is edited now.
    await new Promise((resolve) => setTimeout(resolve, 10));

    await firstRun().run();
    expect(await firstRun().isReady(NOTE)).toBe(true);
    expect(await known(NOTE, note)).toEqual([OLD]);
    await edit(NOTE, note, OLD, NEW);
    expect(await known(NOTE, note)).toEqual([OLD]);
  });

  it('is noticed by the running worker', async () => {
    const { database } = app;
    await app.stop({ keepDatabase: true });
    app = await startStrapi({ database, listen: true });
    const types = () => app.strapi.db.query('linkbacks::type').count({ where: { ready: true } });
    await expect.poll(types).toBe(3);
    await app.strapi.db.query('linkbacks::type').deleteMany({});

    await expect.poll(types).toBe(3);
  });
});
