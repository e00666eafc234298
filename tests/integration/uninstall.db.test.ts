import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdmin } from '../helpers/admin';
import { copyApp } from '../helpers/app-dir';
import { createDatabase, type TestDatabase } from '../helpers/database';
import { ownTables } from '../helpers/own-rows';
import { ROOT } from '../helpers/paths';
import { ARTICLE, createArticle, pingback, seedLinkback, setSettings, SITE } from '../helpers/receiving';
import { startStrapi, type StartOptions, type TestApp } from '../helpers/strapi';

const BIN = join(ROOT, 'bin', 'strapi-plugin-linkbacks.js');
const LIST = { type: 'core', key: 'persisted_tables' } as const;
const OTHERS = ['kept_by_another_feature'];

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** An empty database: the template of the other tests has had the plugin. */
const emptyDatabase = (): Promise<TestDatabase> => createDatabase({ dir: copyApp(), template: null });

/** Runs the command as its own process, without a terminal. */
const command = (database: TestDatabase, dir: string, ...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { ...process.env, ...database.env, STRAPI_TELEMETRY_DISABLED: 'true' };
    const child = execFile(process.execPath, [BIN, ...args], { cwd: dir, env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, output: stdout + stderr })
    );
    child.stdin?.end();
  });

/** What tells a database that had the plugin from one that never had: without ids and times. */
const contentsOf = async ({ strapi }: TestApp) => {
  const { connection, dialect } = strapi.db;
  const store: { key: string; value: string }[] = await connection('strapi_core_store_settings');
  const permissions: { action: string; subject: string | null }[] = await connection('admin_permissions');
  const stored = await strapi.db.schema.schemaStorage.read();
  return {
    tables: (await dialect.schemaInspector.getTables()).sort(),
    schema: stored?.schema.tables.map(({ name }: { name: string }) => name).sort(),
    keys: store.map(({ key }) => key).sort(),
    contentTypes: Object.keys(JSON.parse(valueOf(store, 'strapi_content_types_schema'))).sort(),
    permissions: [...new Set(permissions.map(({ action, subject }) => `${action} ${subject}`))].sort(),
    tokens: await connection('strapi_api_token_permissions').pluck('action'),
  };
};

const valueOf = (rows: readonly { key: string; value: string }[], key: string): string =>
  rows.find((row) => row.key === key)?.value ?? '{}';

/** Every cell of every table that still names the plugin. */
const mentions = async ({ strapi }: TestApp): Promise<string[]> => {
  const tables = await strapi.db.dialect.schemaInspector.getTables();
  const found = tables.map(async (table) => {
    const rows = JSON.stringify(await strapi.db.connection(table));
    return /linkback/i.test(rows) ? [`${table}: ${/.{60}linkback.{60}/i.exec(rows)?.[0] ?? rows}`] : [];
  });
  return (await Promise.all(found)).flat();
};

/** Looks at the database as it is, without a Strapi that would change it at its start. */
const look = async <T>(database: TestDatabase, work: (app: TestApp) => Promise<T>): Promise<T> => {
  const listeners = SIGNALS.map((signal) => [signal, process.listeners(signal)] as const);
  const require = createRequire(import.meta.url);
  const dir = copyApp();
  Object.assign(process.env, database.env);
  process.chdir(dir);
  const strapi = require('@strapi/strapi').createStrapi({ appDir: dir, distDir: dir });
  await strapi.db.init({ models: [] });
  try {
    return await work({ strapi } as TestApp);
  } finally {
    await strapi.db.destroy();
    process.chdir(ROOT);
    for (const [signal, before] of listeners)
      for (const one of process.listeners(signal))
        if (!before.includes(one)) process.removeListener(signal, one);
  }
};

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Leaves something of every kind that the plugin can leave in a database. */
const leaveTraces = async (app: TestApp): Promise<void> => {
  const { strapi } = app;
  const documentId = await createArticle(app, { slug: 'hello' });
  await seedLinkback(app, { uid: ARTICLE, documentId, locale: 'en' });
  await setSettings(app, { notify: { hooks: [{ url: 'https://hook.example/', secret: 'a secret' }] } });
  await createAdmin(app, ['plugin::linkbacks.read', 'plugin::linkbacks.moderate']);
  const tokens = strapi.service('admin::api-token') as unknown as {
    create(data: Record<string, unknown>): Promise<unknown>;
  };
  const permissions = ['plugin::linkbacks.reading.find'];
  await tokens.create({ name: 'reader', type: 'custom', permissions, lifespan: null });
  await strapi.get('webhookStore').createWebhook({
    name: 'hook',
    url: 'https://hook.example/',
    headers: {},
    events: ['entry.create', 'linkback.received', 'ping.failed'],
  });
  const widgets = [
    { uid: 'plugin::linkbacks.pending', width: 6 },
    { uid: 'plugin::content-manager.last-edited-entries', width: 6 },
  ];
  await strapi.store.set({ type: 'core', name: 'admin', key: 'homepage-layout:1', value: { widgets } });
  await strapi.store.set({
    ...LIST,
    value: [...OTHERS, ...((await strapi.store.get(LIST)) as unknown[])],
  });
};

/** The public list of a page, once it is received there: as good as new. */
const worksAsNew = async (options: StartOptions): Promise<void> => {
  const app = await startStrapi({ ...options, config: { receive: { inlineBudget: 4_000 } } });
  try {
    expect((await ownTables(app.strapi)).length).toBeGreaterThan(10);
    expect(await app.strapi.db.query('plugin::linkbacks.linkback').count()).toBe(0);
    expect((await app.strapi.plugin('linkbacks').service('settings').get()).notify.hooks).toEqual([]);
    expect(await pingback(app, 'http://127.0.0.1:1/', `${SITE}/blog/hello`)).toMatchObject({
      fault: { code: 16 },
    });
  } finally {
    await app.stop({ keepDatabase: true });
  }
};

describe('the command that removes everything', () => {
  let database: TestDatabase;
  let dir: string;
  let never: Awaited<ReturnType<typeof contentsOf>>;
  const tables = () => look(database, ({ strapi }) => ownTables(strapi));

  beforeAll(async () => {
    const without = await startStrapi({ plugin: false, database: await emptyDatabase() });
    never = await contentsOf(without);
    await without.stop();

    database = await emptyDatabase();
    dir = copyApp();
    const app = await startStrapi({ database, config: { api: { auth: true } } });
    await leaveTraces(app);
    await app.stop({ keepDatabase: true });
  });
  afterAll(() => database?.drop());

  it.each([[[]], [['remove']], [['uninstall', 'all']], [['uninstall', '--force']]])(
    'called as %j says how it is called, and does nothing',
    async (args) => {
      const { code, output } = await command(database, dir, ...args);

      expect(code).toBe(1);
      expect(output).toContain('Usage: strapi-plugin-linkbacks uninstall [--yes]');
      expect((await tables()).length).toBeGreaterThan(10);
    }
  );

  it('says so where there is no Strapi', async () => {
    const { code, output } = await command(database, '/', 'uninstall', '--yes');

    expect(code).toBe(1);
    expect(output).toContain('There is no Strapi here.');
  });

  it('says so where the database cannot be reached', async () => {
    const nowhere = { DATABASE_CLIENT: 'postgres', DATABASE_HOST: '127.0.0.1', DATABASE_PORT: '1' };
    const { code, output } = await command({ ...database, env: nowhere }, dir, 'uninstall', '--yes');

    expect(code).toBe(1);
    expect(output).toContain('ECONNREFUSED');
  });

  it('lists what it would remove and refuses where nobody can be asked', async () => {
    const { code, output } = await command(database, dir, 'uninstall');

    expect(code).toBe(1);
    for (const table of await tables()) expect(output).toContain(table);
    expect(output).toMatch(/table linkbacks_linkbacks, rows +1\n/);
    expect(output).toMatch(/permissions of admin roles and admin tokens +\d+\n/);
    expect(output).toMatch(/webhooks that lose our events +1\n/);
    expect(output).toContain('there is no terminal to ask on');
    expect((await tables()).length).toBeGreaterThan(10);
  });

  it.each(['', 'n', 'no', 'yesterday', 'Y E S'])('removes nothing when the answer is %j', async (answer) => {
    const { code, printed } = await ask(database, dir, answer);

    expect(code).toBe(1);
    expect(printed.at(-1)).toBe('Nothing was removed.');
    expect((await tables()).length).toBeGreaterThan(10);
  });

  it('leaves a database as if the plugin had never been there', async () => {
    const { code, printed } = await ask(database, dir, 'y');
    const after = await look(database, contentsOf);

    expect(printed.at(-1)).toContain('npm uninstall strapi-plugin-linkbacks');
    expect(code).toBe(0);
    expect(after).toEqual({
      ...never,
      keys: [...never.keys, 'core_admin_homepage-layout:1', 'core_persisted_tables'].sort(),
    });
    expect(await look(database, mentions)).toEqual([]);
  });

  it('leaves what belongs to others', async () => {
    const found = await look(database, async ({ strapi }) => {
      const rows: { key: string; value: string }[] = await strapi.db.connection('strapi_core_store_settings');
      const webhooks: { name: string; events: unknown }[] = await strapi.db.connection('strapi_webhooks');
      return {
        tables: JSON.parse(valueOf(rows, 'core_persisted_tables')),
        layout: JSON.parse(valueOf(rows, 'core_admin_homepage-layout:1')),
        webhooks: webhooks.map(({ events }) => (typeof events === 'string' ? JSON.parse(events) : events)),
        articles: await strapi.db.connection('articles').pluck('slug'),
      };
    });

    expect(found).toEqual({
      tables: OTHERS,
      layout: { widgets: [{ uid: 'plugin::content-manager.last-edited-entries', width: 6 }] },
      webhooks: [['entry.create']],
      articles: ['hello', 'hello'],
    });
  });

  it('finds nothing the second time', async () => {
    const { code, output } = await command(database, dir, 'linkbacks:uninstall');

    expect(code).toBe(0);
    expect(output).toContain('This database holds nothing of the Linkbacks plugin.');
  });

  it('works as new when the plugin is left enabled', async () => {
    await worksAsNew({ database });
  });

  it('removes everything while the plugin is disabled, also by its other name', async () => {
    const disabled = await startStrapi({ database, plugin: false });
    await disabled.stop({ keepDatabase: true });
    expect((await tables()).length).toBeGreaterThan(10);
    const { code } = await command(database, dir, 'linkbacks:uninstall', '--yes');

    expect(code).toBe(0);
    expect(await look(database, mentions)).toEqual([]);
  });

  it('works as new when the plugin is installed again after a start without it', async () => {
    const without = await startStrapi({ database, plugin: false });
    expect(await ownTables(without.strapi)).toEqual([]);
    await without.stop({ keepDatabase: true });

    await worksAsNew({ database });
  });
});

interface Dialogue {
  readonly code: number;
  readonly printed: string[];
}

/** Runs the command in this process, with somebody at the terminal. */
const ask = async (database: TestDatabase, dir: string, answer: string): Promise<Dialogue> => {
  const { run } = createRequire(import.meta.url)('../../dist/uninstall') as {
    run(argv: string[], terminal: object): Promise<number>;
  };
  const printed: string[] = [];
  const terminal = {
    interactive: true,
    print: (text: string) => printed.push(text),
    ask: async (question: string) => {
      printed.push(question);
      return answer;
    },
  };
  Object.assign(process.env, database.env);
  process.chdir(dir);
  try {
    return { code: await run(['uninstall'], terminal), printed };
  } finally {
    process.chdir(ROOT);
  }
};
