import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFreshApp, pack, start, type FreshApp, type Packed, type RunningApp } from './fresh-app';
import { firstLoadOf, type FirstLoad } from './first-load';

/** The Strapi that this repository develops on. */
const { version: strapi } = createRequire(import.meta.url)('@strapi/strapi/package.json') as {
  version: string;
};

interface Database {
  pragma(text: string): unknown;
  prepare(sql: string): { all(): { name: string }[] };
  close(): void;
}

describe('the packed plugin in a fresh Strapi project', () => {
  let packed: Packed;
  let fresh: FreshApp;
  let built: string;
  let without: FirstLoad, withPlugin: FirstLoad;
  let app: RunningApp;

  beforeAll(async () => {
    packed = await pack();
    fresh = await createFreshApp({ tarball: packed.tarball, strapi });
    fresh.switchPlugin(false);
    await fresh.strapi('build');
    without = firstLoadOf(fresh.dir);
    fresh.switchPlugin(true);
    built = await fresh.strapi('build');
    withPlugin = firstLoadOf(fresh.dir);
    app = await start(fresh);
  });

  afterAll(async () => {
    await app?.stop();
    fresh?.remove();
    if (packed) rmSync(dirname(packed.tarball), { recursive: true, force: true });
  });

  it('holds what is needed and nothing else', () => {
    const others = packed.files.filter((path) => !path.startsWith('dist/'));

    expect(others.sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin/strapi-plugin-linkbacks.js',
      'package.json',
    ]);
  });

  it('is part of the built admin', async () => {
    expect(built).toMatch(/Building admin panel/);
    expect((await fetch(`${app.url}/admin`)).status).toBe(200);
  });

  it('adds 20,000 bytes of gzip at most to what the admin loads at first', () => {
    const eager = withPlugin.eager - without.eager;
    console.log(
      `pack: the admin's first load is ${without.eager} bytes of gzip without the plugin; the plugin adds ${eager}, and ${withPlugin.english} of English messages`
    );

    expect(without).toMatchObject({ eager: expect.any(Number), english: 0 });
    expect(withPlugin.english).toBeGreaterThan(0);
    expect(eager + withPlugin.english).toBeLessThanOrEqual(20_000);
  });

  it('made its tables', () => {
    const sqlite = createRequire(join(fresh.dir, 'package.json'))('better-sqlite3') as new (
      file: string,
      o: object
    ) => Database;
    const database = new sqlite(join(fresh.dir, 'data.db'), { readonly: true });
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    database.close();

    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'linkbacks_linkbacks',
        'linkbacks_pings',
        'linkbacks_entry_settings',
        'linkbacks_jobs',
      ])
    );
  });

  it('answers the public list', async () => {
    const answer = await fetch(
      `${app.url}/api/linkbacks?target=${encodeURIComponent('https://example.com/blog/none')}`
    );

    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ data: [], meta: { count: { total: 0 } } });
  });

  it('answers XML-RPC', async () => {
    const answer = await fetch(`${app.url}/api/linkbacks/xmlrpc`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: '<?xml version="1.0"?><methodCall><methodName>system.listMethods</methodName></methodCall>',
    });

    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<string>pingback.ping</string>');
  });

  it('keeps its admin routes closed to strangers', async () => {
    expect((await fetch(`${app.url}/linkbacks/linkbacks`)).status).toBe(401);
  });

  it('brings the command that removes everything', async () => {
    const command = join(fresh.dir, 'node_modules', '.bin', 'strapi-plugin-linkbacks');
    const { code, stdout } = (await promisify(execFile)(command, ['uninstall'], { cwd: fresh.dir }).catch(
      (error: { code: number; stdout: string }) => error
    )) as { code?: number; stdout: string };

    expect(stdout).toContain('table linkbacks_linkbacks, rows');
    expect(stdout).toContain('there is no terminal to ask on');
    expect(code).toBe(1);
  });

  it('causes no warning, neither when it is installed nor in the build nor at the start', () => {
    const loud = [fresh.installed, built, app.output()]
      .join('\n')
      .split('\n')
      .filter((line) => /linkback/i.test(line) && /warn|error|deprecat|fail/i.test(line));

    expect(loud).toEqual([]);
  });
});
