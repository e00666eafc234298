import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CommandFailed, run } from '../../scripts/lib/commands.mjs';
import { readSettings } from '../../scripts/lib/demo/settings.mjs';
import { portState, requireFreePorts } from '../../scripts/lib/ports.mjs';
import { createServices, until } from '../../scripts/lib/services.mjs';
import { checkNode, missingPackages } from '../../scripts/lib/setup.mjs';
import { fingerprint, isFresh, keepStamp } from '../../scripts/lib/stamp.mjs';

const newFolder = (files: Record<string, string> = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), 'linkbacks-scripts-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('Node', () => {
  const root = () => newFolder({ 'package.json': '{"engines":{"node":">=20.18.1 <=26.x.x"}}' });

  test.each(['20.18.1', '22.0.0', '26.9.9'])('%s is accepted', (version) => {
    expect(() => checkNode({ root: root(), version })).not.toThrow();
  });

  test.each(['18.20.0', '20.18.0', '27.0.0'])('%s is refused with what is needed', (version) => {
    expect(() => checkNode({ root: root(), version })).toThrow(
      `This is Node ${version}; 20.18.1 or newer is needed, up to 26.`
    );
  });
});

describe('installed packages', () => {
  const lock = (packages: Record<string, object>) => JSON.stringify({ packages });
  const wanted = {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/other-platform': { version: '1.0.0', optional: true },
  };

  test('nothing is missing when all but optional ones are there', () => {
    const installed = lock({ 'node_modules/a': { version: '1.0.0' } });
    const root = newFolder({
      'package-lock.json': lock(wanted),
      'node_modules/.package-lock.json': installed,
    });
    expect(missingPackages(root)).toEqual([]);
  });

  test('a package of another version is missing', () => {
    const installed = lock({ 'node_modules/a': { version: '0.9.0' } });
    const root = newFolder({
      'package-lock.json': lock(wanted),
      'node_modules/.package-lock.json': installed,
    });
    expect(missingPackages(root)).toEqual(['node_modules/a']);
  });

  test('all are missing in a fresh clone', () => {
    expect(missingPackages(newFolder({ 'package-lock.json': lock(wanted) }))).toEqual(['node_modules/a']);
  });
});

describe('a build', () => {
  const built = () => {
    const folder = newFolder({ 'src/a.ts': 'a', 'src/deep/b.ts': 'b', 'dist/a.js': 'a' });
    const stampFile = join(folder, 'cache', 'stamp.json');
    const outputs = [join(folder, 'dist')];
    const inputs = () => fingerprint([join(folder, 'src')]);
    keepStamp({ stampFile, inputs: inputs(), outputs });
    return { folder, fresh: () => isFresh({ stampFile, inputs: inputs(), outputs }) };
  };

  test('is fresh while nothing has changed', () => {
    expect(built().fresh()).toBe(true);
  });

  test.each([
    ['a source changed', 'src/a.ts'],
    ['a source was added', 'src/c.ts'],
    ['somebody else built', 'dist/a.js'],
  ])('is not fresh when %s', (_name, file) => {
    const { folder, fresh } = built();
    writeFileSync(join(folder, file), 'changed');
    expect(fresh()).toBe(false);
  });

  test.each([
    ['a source was removed', 'src/deep/b.ts'],
    ['its result is gone', 'dist'],
  ])('is not fresh when %s', (_name, path) => {
    const { folder, fresh } = built();
    rmSync(join(folder, path), { recursive: true });
    expect(fresh()).toBe(false);
  });
});

describe('ports', () => {
  const listen = async (host: string): Promise<number> => {
    const server = createServer();
    onTestFinished(() => void server.close());
    server.listen(0, host);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };

  test.each(['127.0.0.1', '0.0.0.0'])('a port in use on %s is taken', async (host) => {
    expect(await portState(await listen(host))).toBe('taken');
  });

  test('a busy port is named, with the variable that changes it', async () => {
    const port = await listen('127.0.0.1');
    const wanted = [{ name: 'Strapi', port, variable: 'LINKBACKS_DEMO_STRAPI_PORT' }];
    await expect(requireFreePorts(wanted)).rejects.toThrow(
      new RegExp(`Port ${port} \\(Strapi\\) is taken[^]*LINKBACKS_DEMO_STRAPI_PORT=`)
    );
  });

  test('a port that is none is refused', () => {
    expect(() => readSettings({ root: '/', env: { LINKBACKS_DEMO_SITE_PORT: '99999' } })).toThrow(
      'LINKBACKS_DEMO_SITE_PORT is "99999"; allowed: a port number from 1 to 65535.'
    );
  });

  test('one port for two programs is refused', () => {
    expect(() => readSettings({ root: '/', env: { LINKBACKS_DEMO_SITE_PORT: '1337' } })).toThrow(
      'three different ports'
    );
  });
});

describe('a command', () => {
  const command = process.execPath;

  test('that fails is reported with its last lines', async () => {
    const args = ['-e', 'console.log("half way"); console.error("broken"); process.exit(3)'];
    const error = await run({ title: 'it', command, args, cwd: '.' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CommandFailed);
    expect(error).toMatchObject({
      message: 'it ended with exit code 3',
      lastLines: expect.arrayContaining(['half way', 'broken']),
    });
  });

  test('that says a lot keeps its first and its last lines', async () => {
    const args = ['-e', 'for (let i = 0; i < 500; i++) console.log(i); process.exitCode = 1'];
    const { lastLines } = await run({ title: 'it', command, args, cwd: '.' }).then(
      () => ({ lastLines: [] }),
      (error: CommandFailed) => error
    );
    expect(lastLines.slice(0, 2)).toEqual(['0', '1']);
    expect(lastLines).toContain('…');
    expect(lastLines.slice(-2)).toEqual(['498', '499']);
    expect(lastLines.length).toBeLessThan(60);
  });

  test('ends when it is aborted', async () => {
    const abort = new AbortController();
    const args = ['-e', 'console.log("on"); setInterval(() => {}, 1000)'];
    const onLine = () => abort.abort(new Error('enough'));
    await expect(run({ title: 'it', command, args, cwd: '.', signal: abort.signal, onLine })).rejects.toThrow(
      'enough'
    );
  });
});

describe('services', () => {
  const script = (code: string) => join(newFolder({ 'service.mjs': code }), 'service.mjs');
  const start = async (services: ReturnType<typeof createServices>, code: string): Promise<string> =>
    new Promise((resolve) =>
      services.start({ name: 'It', script: script(code), cwd: '.', env: process.env, onLine: resolve })
    );
  const RUNS = 'console.log(process.pid); setInterval(() => {}, 1000);';

  test('are gone after they were stopped, which is no death', async () => {
    const deaths: Error[] = [];
    const services = createServices({ onDeath: (error: Error) => deaths.push(error) });
    const pid = Number(await start(services, RUNS));

    await services.stopAll();

    expect(isAlive(pid)).toBe(false);
    expect(deaths).toEqual([]);
  });

  test('one that dies is reported with its last lines', async () => {
    const death = new Promise<CommandFailed>((resolve) => {
      const services = createServices({ onDeath: resolve });
      void start(services, 'console.error("out of beans"); process.exit(4)');
    });
    expect(await death).toMatchObject({
      message: 'It ended by itself (exit code 4)',
      lastLines: ['out of beans'],
    });
  });

  test('end with their parent, even when that is killed', async () => {
    const servicesUrl = pathToFileURL('scripts/lib/services.mjs').href;
    const parentScript = script(
      `import { createServices } from ${JSON.stringify(servicesUrl)};
       createServices({ onDeath() {} }).start({ name: 'It', script: ${JSON.stringify(script(RUNS))}, cwd: '.',
         env: process.env, onLine: console.log });`
    );
    const parent = spawn(process.execPath, [parentScript], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [pid] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];

    parent.kill('SIGKILL');

    await expect.poll(() => isAlive(Number(pid)), { timeout: 10_000 }).toBe(false);
  });

  test('what never comes is an error that says what, and why', async () => {
    const { signal } = new AbortController();
    const check = async () => null;
    const explain = async () => 'The road was closed.';
    await expect(until({ what: 'A letter', check, signal, timeout: 300, explain })).rejects.toThrow(
      'A letter did not happen within 0.3 s. The road was closed.'
    );
  });
});
