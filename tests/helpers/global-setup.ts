import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { fingerprint } from '../../scripts/lib/stamp.mjs';
import { copyApp, sweepRuns } from './app-dir';
import { sweepDatabases, testClient } from './database';
import { APP_DIR, ROOT, STATE_DIR } from './paths';

declare module 'vitest' {
  interface ProvidedContext {
    /** A SQLite file with everything synchronised and seeded; null on the other databases. */
    templateDatabase: string | null;
  }
}

const run = promisify(execFile);

/** Before the integration tests: the plugin must be built, and a database that each test file copies made. */
export default async function setup(project: TestProject): Promise<void> {
  if (!existsSync(join(ROOT, 'dist', 'server', 'index.js')))
    throw new Error('The plugin is not built: run `npm test`, which does it, or `npm run build` first.');
  sweepRuns();
  const client = testClient();
  if (client !== 'sqlite') await sweepDatabases(client);
  project.provide('templateDatabase', client === 'sqlite' ? await makeTemplate() : null);
}

/** Makes the template once for each state of the plugin's tables and the app. Returns the file. */
const makeTemplate = async (): Promise<string> => {
  const inputs = [APP_DIR, join(ROOT, 'dist', 'server', 'index.js'), join(ROOT, 'package-lock.json')];
  const file = join(STATE_DIR, 'templates', `${fingerprint(inputs).slice(0, 16)}.db`);
  if (existsSync(file)) return file;

  mkdirSync(join(STATE_DIR, 'templates'), { recursive: true });
  for (const old of readdirSync(join(STATE_DIR, 'templates'))) rmSync(join(STATE_DIR, 'templates', old));
  const dir = copyApp();
  await run(process.execPath, [join(dir, 'make-template.js'), dir, join(dir, 'data.db')], {
    env: { ...process.env, NODE_ENV: 'test', STRAPI_TELEMETRY_DISABLED: 'true' },
    timeout: 120_000,
  });
  renameSync(join(dir, 'data.db'), file);
  rmSync(dir, { recursive: true, force: true });
  return file;
};
