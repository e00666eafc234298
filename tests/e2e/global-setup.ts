import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ROOT, STATE_DIR } from '../helpers/paths';

/** What the browser tests are about: the demo, with a database of its own. */
export interface Demo {
  readonly urls: { strapi: string; site: string; neighbour: string };
  readonly account: { email: string; password: string };
  readonly article: string;
  readonly reply: string;
  /** The file with all that it stores. */
  readonly database: string;
  readonly chromium: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    demo: Demo;
  }
}

const DATA = join(STATE_DIR, 'e2e');
const READY = 'Ctrl-C ends everything';
const port = (name: string, usual: number): number =>
  Number(process.env[`LINKBACKS_DEMO_${name}_PORT`] || usual);

/** Starts the demo on empty data, as `npm run demo` does, and ends it as Ctrl-C does. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const chromium = findChromium();
  rmSync(DATA, { recursive: true, force: true });
  const child = spawn(process.execPath, ['scripts/demo.mjs'], {
    cwd: ROOT,
    env: { ...process.env, LINKBACKS_DEMO_DATA: DATA, LINKBACKS_DEMO_MANY_LOGINS: 'true' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await isReady(child);

  const { account } = JSON.parse(readFileSync(join(DATA, 'demo.json'), 'utf8'));
  const at = (number: number) => `http://localhost:${number}`;
  const urls = {
    strapi: at(port('STRAPI', 1337)),
    site: at(port('SITE', 4321)),
    neighbour: at(port('NEIGHBOUR', 4322)),
  };
  const article = `${urls.site}/articles/on-writing-to-strangers`;
  const reply = `${urls.neighbour}/posts/somebody-wrote-back`;
  const database = join(DATA, 'data.db');
  project.provide('demo', { urls, account, article, reply, database, chromium });
  return () => end(child);
}

const findChromium = (): string => {
  const candidates = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  const found = candidates.find((path) => path && existsSync(path));
  if (found) return found;
  throw new Error(
    'The browser tests cannot run: there is no Chromium. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.'
  );
};

const isReady = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk);
      // The words may come in pieces.
      printed += chunk.toString();
      if (printed.includes(READY)) resolve();
    });
    child.once('exit', (code) =>
      reject(new Error(`The demo ended with exit code ${code} before it was ready.`))
    );
  });

const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.removeAllListeners('exit');
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`The demo ended with exit code ${code}.`))
    );
    child.kill('SIGINT');
  });
