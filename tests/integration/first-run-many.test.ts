import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryKey } from '../../server/src/adapters/keys';
import type { FirstRun } from '../../server/src/services/first-run';
import { documents } from '../helpers/entries';
import { longestTurn } from '../helpers/event-loop';
import { startStrapi, type TestApp } from '../helpers/strapi';

const NOTE = 'api::note.note';
const MANY = 20_000;
/** Milliseconds; the rule is 50, the rest is room for what the test itself and the database's checkpoints do. */
const LONGEST = 50;

/** A project with many entries, in which the plugin is installed. */
describe('the first run over 20,000 published entries', () => {
  let app: TestApp;
  const firstRun = (): FirstRun => app.strapi.plugin('linkbacks').service('first-run');
  const known = (): Promise<number> => app.strapi.db.query('linkbacks::known').count();

  beforeAll(async () => {
    app = await startStrapi({ plugin: false });
    await documents(app, NOTE).create({
      data: { title: 'x', slug: 'x', text: `[this](https://example.com/old)` },
    });
    const [row] = await app.strapi.db.connection('notes').select('*');
    const columns = Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'id'));
    for (let from = 0; from < MANY; from += 500) {
      const rows = Array.from({ length: 500 }, (_, n) => ({
        ...columns,
        document_id: `note${from + n}`.padEnd(24, 'x'),
        slug: `note-${from + n}`,
      }));
      await app.strapi.db.connection.batchInsert('notes', rows, 50);
    }
    const { database } = app;
    await app.stop({ keepDatabase: true });
    app = await startStrapi({ database });
  });
  afterAll(() => app?.stop());

  it('holds up no stop of Strapi', async () => {
    const { database } = app;
    await app.stop({ keepDatabase: true });
    app = await startStrapi({ database, listen: true });
    await expect.poll(known).toBeGreaterThan(100);
    await app.stop({ keepDatabase: true });

    app = await startStrapi({ database });
    expect(await known()).toBeLessThan(MANY);
    expect(await firstRun().isReady(NOTE)).toBe(false);
  });

  it('is ended at once by a signal, and goes on where it was', async () => {
    const ending = new AbortController();
    const atStart = known();
    const run = firstRun().run(ending.signal);
    await expect.poll(known).toBeGreaterThan(await atStart);
    const before = await known();
    ending.abort();
    await run;

    const after = await known();
    expect(after - before).toBeLessThan(100);
    expect(await firstRun().isReady(NOTE)).toBe(false);
    const written: unknown[] = [];
    const listen = ({ sql, bindings }: { sql: string; bindings: unknown[] }) => {
      if (/insert into .?linkbacks_known/.test(sql)) written.push(...bindings);
    };
    app.strapi.db.connection.on('query', listen);
    const again = new AbortController();
    const second = firstRun().run(again.signal);
    await expect.poll(known).toBeGreaterThan(after);
    again.abort();
    await second;
    app.strapi.db.connection.removeListener('query', listen);
    const first = entryKey({ uid: NOTE, documentId: 'note0'.padEnd(24, 'x'), locale: '' });
    expect(written.length).toBeGreaterThan(0);
    expect(written).not.toContain(first);
  });

  it('never blocks the event loop for long', async () => {
    const longest = await longestTurn(() => firstRun().run());
    console.log(`first run: the longest turn was ${longest.toFixed(1)} ms`);

    expect(longest).toBeLessThan(LONGEST);
    expect(await firstRun().isReady(NOTE)).toBe(true);
    expect(await known()).toBe(MANY + 1);
    const keys = await firstRun().knownLinks({
      uid: NOTE,
      documentId: `note${MANY - 1}`.padEnd(24, 'x'),
      locale: '',
    });
    expect(keys.size).toBe(1);
  });
});
