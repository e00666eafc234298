import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../helpers/paths';
import { freePort } from '../helpers/ports';
import { until } from '../helpers/until';

const exec = promisify(execFile);
/** All of it happens before the first test: a sign of life. */
const progress = (what: string): void => console.log(`pack: ${what} …`);

const LIMITS = { maxBuffer: 64 * 1024 * 1024 };

/** The project of somebody who never saw our repository. */
export interface FreshApp {
  readonly dir: string;
  /** What npm printed. */
  readonly installed: string;
  /** Runs Strapi's own command line to its end. Returns all it printed. */
  strapi(...args: string[]): Promise<string>;
  /** Has the plugin on, as it is from the start, or off from now on. */
  switchPlugin(enabled: boolean): void;
  remove(): void;
}

export interface Packed {
  /** In a folder of its own. */
  readonly tarball: string;
  /** Paths in the package. */
  readonly files: string[];
}

/** Packs the plugin as it would be published. */
export const pack = async (): Promise<Packed> => {
  progress('packing');
  const dir = mkdtempSync(join(tmpdir(), 'linkbacks-pack-'));
  const { stdout } = await exec('npm', ['pack', '--json', '--pack-destination', dir], {
    cwd: ROOT,
    ...LIMITS,
  });
  const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  if (!packed) throw new Error('npm pack made nothing');
  return { tarball: join(dir, packed.filename), files: packed.files.map(({ path }) => path) };
};

/** Makes a Strapi project in the system's folder for temporary files and installs the tarball into it. */
export const createFreshApp = async (o: { tarball: string; strapi: string }): Promise<FreshApp> => {
  const dir = mkdtempSync(join(tmpdir(), 'linkbacks-fresh-'));
  for (const [path, text] of Object.entries(filesOf(o))) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  mkdirSync(join(dir, 'public', 'uploads'), { recursive: true });
  progress('installing the fresh project (some minutes)');
  const { stdout, stderr } = await exec('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], {
    cwd: dir,
    env: env(),
    ...LIMITS,
  });
  return {
    dir,
    installed: stdout + stderr,
    strapi: async (...args) => {
      progress(`strapi ${args.join(' ')}`);
      const { stdout, stderr } = await exec(process.execPath, [strapiCli(dir), ...args], {
        cwd: dir,
        env: env(),
        ...LIMITS,
      });
      return stdout + stderr;
    },
    switchPlugin: (enabled) => writeFileSync(join(dir, PLUGINS), pluginsConfig(enabled)),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
};

export interface RunningApp {
  readonly url: string;
  /** All that was printed so far. */
  output(): string;
  /** Sends SIGTERM. Resolves to the exit code. */
  stop(): Promise<number | null>;
}

/** `strapi start` on a free port, until it answers. */
export const start = async (app: FreshApp): Promise<RunningApp> => {
  const port = await freePort();
  const child = spawn(process.execPath, [strapiCli(app.dir), 'start'], {
    cwd: app.dir,
    env: { ...env(), HOST: '127.0.0.1', PORT: String(port) },
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  const stop = () => end(child);
  try {
    await until('the fresh app answers', () => answers(child, url, () => text), {
      timeout: 600_000,
      every: 250,
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, output: () => text, stop };
};

const answers = async (child: ChildProcess, url: string, output: () => string): Promise<boolean> => {
  if (child.exitCode !== null) throw new Error(`strapi start ended with ${child.exitCode}:\n${output()}`);
  return fetch(`${url}/_health`).then(
    ({ status }) => status === 204,
    () => false
  );
};

const end = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode);
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });

const strapiCli = (dir: string): string => join(dir, 'node_modules', '@strapi', 'strapi', 'bin', 'strapi.js');

/** Without what npm and the test runner put there: a user's shell has none of it. */
export const env = (): NodeJS.ProcessEnv => {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|VITEST|NODE_ENV$|TEST$)/.test(name)
  );
  return { ...Object.fromEntries(entries), NODE_ENV: 'production', STRAPI_TELEMETRY_DISABLED: 'true' };
};

const PLUGINS = 'config/plugins.js';

const pluginsConfig = (enabled: boolean): string => `module.exports = () => ({
  linkbacks: {
    enabled: ${enabled},
    config: {
      publicUrl: 'https://cms.example.com',
      contentTypes: { 'api::article.article': { url: 'https://example.com/blog/:slug' } },
    },
  },
});`;

const filesOf = (o: { tarball: string; strapi: string }): Record<string, string> => ({
  'package.json': JSON.stringify({
    name: 'fresh-app',
    version: '0.1.0',
    private: true,
    dependencies: {
      '@strapi/strapi': o.strapi,
      'better-sqlite3': '12.8.0',
      react: '^18.3.1',
      'react-dom': '^18.3.1',
      'react-router-dom': '^6.30.3',
      'strapi-plugin-linkbacks': `file:${o.tarball}`,
      'styled-components': '^6.0.0',
    },
    strapi: { uuid: false },
  }),
  'config/server.js': `module.exports = ({ env }) => ({
  host: env('HOST'),
  port: env.int('PORT'),
  app: { keys: ['one', 'two'] },
});`,
  'config/admin.js': `module.exports = () => ({
  auth: { secret: 'secret' },
  apiToken: { salt: 'salt' },
  transfer: { token: { salt: 'salt' } },
  secrets: { encryptionKey: '0123456789abcdef0123456789abcdef' },
});`,
  'config/api.js': `module.exports = { rest: { defaultLimit: 25, maxLimit: 100 } };`,
  'config/database.js': `const { join } = require('path');
module.exports = () => ({
  connection: {
    client: 'sqlite',
    connection: { filename: join(__dirname, '..', 'data.db') },
    useNullAsDefault: true,
  },
});`,
  'config/middlewares.js': `module.exports = ['logger', 'errors', 'security', 'cors', 'poweredBy', 'query', 'body', 'session', 'favicon', 'public']
  .map((name) => 'strapi::' + name);`,
  [PLUGINS]: pluginsConfig(true),
  'src/index.js': 'module.exports = { register() {}, bootstrap() {} };',
  'src/api/article/content-types/article/schema.json': JSON.stringify({
    kind: 'collectionType',
    collectionName: 'articles',
    info: { singularName: 'article', pluralName: 'articles', displayName: 'Article' },
    options: { draftAndPublish: true },
    attributes: {
      title: { type: 'string' },
      slug: { type: 'uid', targetField: 'title' },
      text: { type: 'richtext' },
    },
  }),
  ...coreFactories('article'),
});

const coreFactories = (name: string): Record<string, string> =>
  Object.fromEntries(
    ['Controller', 'Router', 'Service'].map((kind) => [
      `src/api/${name}/${kind === 'Router' ? 'routes' : `${kind.toLowerCase()}s`}/${name}.js`,
      `module.exports = require('@strapi/strapi').factories.createCore${kind}('api::${name}.${name}');`,
    ])
  );
