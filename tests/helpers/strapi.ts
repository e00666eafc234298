import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Core } from '@strapi/strapi';
import supertest from 'supertest';
import { inject } from 'vitest';
import { copyApp } from './app-dir';
import { defaultConfig, mergeConfig, type PluginConfig } from './config';
import { createDatabase, type TestDatabase } from './database';
import { collectLogs, type LogLine } from './logs';
import { ROOT } from './paths';
import { closeWhenQuiet } from './quiet-database';

export interface StartOptions {
  /** Origin of the public site that the URL patterns name. */
  site?: string;
  /** Over the default configuration (config.ts). */
  config?: PluginConfig;
  /** false: the app without the plugin; `resolve`: with the copy of it in that folder of the app. */
  plugin?: boolean | { resolve: string };
  /** Files over the app's own, path → text; `src/index.js` has the lifecycle functions. */
  extraSrc?: Readonly<Record<string, string>>;
  /** Does what else the app needs in its folder before it is booted. */
  prepare?(dir: string): void;
  /**
   * Listen on a real port, which starts the worker; where, unless on a free port of 127.0.0.1. Without it
   * requests are answered all the same and nothing works in the background.
   */
  listen?: boolean | { host: string; port: number };
  /** Strapi's `server.url`. */
  serverUrl?: string;
  /** Port of the SMTP server that Strapi's email plugin gets; without one that stays as Strapi has it. */
  mail?: number;
  /** Strapi's `server.proxy`. */
  proxy?: { koa: boolean; maxIpsCount?: number };
  /** A database that an earlier Strapi left (`stop({ keepDatabase: true })`). */
  database?: TestDatabase;
}

export interface TestApp {
  readonly strapi: Core.Strapi;
  /** Requests without a session; `request.post('/api/…')`. */
  readonly request: ReturnType<typeof supertest>;
  /** Where it listens, without a slash at the end; throws when it does not. */
  readonly url: string;
  readonly database: TestDatabase;
  /** Everything that was logged so far. */
  readonly logs: readonly LogLine[];
  stop(o?: { keepDatabase?: boolean }): Promise<void>;
}

interface StrapiFactory {
  createStrapi(o: { appDir: string; distDir: string }): Core.Strapi;
}

const require = createRequire(import.meta.url);
const CONFIG = Symbol.for('linkbacks.test.config');

/**
 * Boots tests/app in this process, in a folder and on a database of its own. One at a time: two Strapis in
 * one process do not work, one after the other does. What stops the boot is thrown, after cleaning up.
 */
export const startStrapi = async (o: StartOptions = {}): Promise<TestApp> => {
  const dir = copyApp(o.extraSrc);
  o.prepare?.(dir);
  const database = o.database ?? (await createDatabase({ dir, template: inject('templateDatabase') }));
  prepareProcess(o, { dir, database });
  const strapi = createStrapi(dir);
  closeWhenQuiet(strapi);
  const logs = collectLogs(strapi);
  const stop: TestApp['stop'] = async ({ keepDatabase = false } = {}) => {
    try {
      await withListenersKept(() => strapi.destroy());
    } finally {
      // A boot that was stopped half way may not be destroyed in full: then the connections are left.
      await strapi.db.destroy();
      process.chdir(ROOT);
      if (!keepDatabase) {
        await database.drop();
        rmSync(dir, { recursive: true, force: true });
      }
    }
  };
  try {
    await strapi.load();
    await seed(strapi);
    strapi.server.mount();
    const url = o.listen ? await listen(strapi, o.listen) : null;
    return withAddress({ strapi, request: requester(strapi, url), database, logs, stop }, url);
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
};

const createStrapi = (dir: string): Core.Strapi =>
  (require('@strapi/strapi') as StrapiFactory).createStrapi({ appDir: dir, distDir: dir });

const prepareProcess = (
  o: StartOptions,
  { dir, database }: { dir: string; database: TestDatabase }
): void => {
  const config = mergeConfig(defaultConfig(o.site ?? 'http://127.0.0.1:4321'), o.config ?? {});
  const copy = typeof o.plugin === 'object' ? o.plugin : {};
  Object.assign(globalThis, { [CONFIG]: { enabled: o.plugin !== false, config, ...copy } });
  Object.assign(process.env, database.env, {
    STRAPI_TELEMETRY_DISABLED: 'true',
    LINKBACKS_TEST_SERVER_URL: o.serverUrl ?? '',
    LINKBACKS_TEST_SMTP_PORT: String(o.mail ?? ''),
    LINKBACKS_TEST_PROXY: o.proxy ? JSON.stringify(o.proxy) : '',
  });
  process.chdir(dir);
};

const seed = (strapi: Core.Strapi): Promise<void> =>
  (require('../app/seed.js') as (strapi: Core.Strapi) => Promise<void>)(strapi);

/** Strapi's `destroy` takes all listeners off the process, the test runner's among them. */
const withListenersKept = async (work: () => Promise<void>): Promise<void> => {
  const removeAllListeners = process.removeAllListeners;
  process.removeAllListeners = () => process;
  try {
    await work();
  } finally {
    process.removeAllListeners = removeAllListeners;
  }
};

const listen = async (strapi: Core.Strapi, at: true | { host: string; port: number }): Promise<string> => {
  const { host, port } = at === true ? { host: '127.0.0.1', port: 0 } : at;
  const { httpServer } = strapi.server;
  await new Promise<void>((resolve, reject) => {
    httpServer.once('error', reject);
    strapi.server.listen(port, host, () => resolve());
  });
  return `http://${host}:${(httpServer.address() as AddressInfo).port}`;
};

/** Not through `httpServer` when that does not listen: supertest would make it, and so start the worker. */
const requester = (strapi: Core.Strapi, url: string | null): ReturnType<typeof supertest> =>
  supertest(url ?? strapi.server.app.callback());

const withAddress = (app: Omit<TestApp, 'url'>, url: string | null): TestApp => ({
  ...app,
  get url() {
    if (url === null) throw new Error('This Strapi does not listen: start it with `listen: true`.');
    return url;
  },
});
