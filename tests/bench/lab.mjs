import { fork } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '..', '..');
const RUNS = join(ROOT, 'tests', '.state', 'bench');

/** Every port but those of well-known services: loopback peers listen where there is room. */
const PORTS = [80, 443, ...Array.from({ length: 64_512 }, (_, index) => index + 1024)];

/**
 * The plugin's configuration: its defaults, as far as peers on loopback allow.
 *
 * @param {string} site origin of the public site
 * @param {object} send over the defaults of `send`
 */
export const configFor = (site, send = {}) => ({
  publicUrl: 'http://127.0.0.1:1337',
  contentTypes: {
    'api::article.article': {
      url: { en: `${site}/blog/:slug`, fr: `${site}/fr/blog/:slug` },
      title: 'title',
    },
  },
  http: { allowAddresses: ['127.0.0.0/8'], allowPorts: PORTS },
  send: { enabled: true, ...send },
  // All sites are one network here, and a minute's budget is no speed.
  receive: { fetches: { perMinute: false, bytesPerMinute: false } },
});

/**
 * A child process that answers one message at a time; `first` is its answer to `hello`, or what it says by itself.
 *
 * @returns {Promise<{ first: any, ask(message: object): Promise<any>, end(): Promise<void> }>}
 */
export const child = async (script, args, { hello, ...options } = {}) => {
  const process = fork(join(HERE, script), args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    ...options,
  });
  const answer = () =>
    new Promise((resolve, reject) => {
      const onExit = (code) => reject(new Error(`${script} ended with exit code ${code}`));
      process.once('exit', onExit);
      process.once('message', (message) => {
        process.off('exit', onExit);
        resolve(message);
      });
    });
  const answered = answer();
  if (hello) process.send(hello);
  const first = await answered;
  return {
    first,
    pid: process.pid,
    ask(message) {
      const answered = answer();
      process.send(message);
      return answered;
    },
    end: () =>
      new Promise((resolve) => {
        process.once('exit', () => resolve());
        process.kill('SIGKILL');
      }),
  };
};

/**
 * A Strapi on an empty database: SQLite unless `database` names another (database.mjs).
 *
 * @param {string} name of its folder
 * @param {object | null} config the plugin's; null: without the plugin
 * @param {Record<string, string>} [database] what says which
 */
export const startStrapi = (name, config, database = {}) => {
  const dir = join(RUNS, name);
  rmSync(dir, { recursive: true, force: true });
  cpSync(join(ROOT, 'tests', 'app'), dir, { recursive: true });
  mkdirSync(join(dir, 'public', 'uploads'), { recursive: true });
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    STRAPI_TELEMETRY_DISABLED: 'true',
    DATABASE_CLIENT: 'sqlite',
    DATABASE_FILENAME: join(dir, 'data.db'),
    ...database,
  };
  return child('strapi.cjs', [dir], { env, execArgv: ['--expose-gc'], hello: { config } });
};

/** Blogs of others in a process of their own; `first` has their origins. */
export const startSites = (count, latency) => child('sites.mjs', [String(count), String(latency)]);

/**
 * A server in this process.
 *
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void} answer
 */
export const serve = async (address, answer) => {
  const server = createServer(answer);
  await new Promise((resolve) => server.listen(0, address, () => resolve()));
  return {
    url: `http://${address}:${server.address().port}`,
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** The public site: every page of it shows the links that `pages` has for its slug. */
export const servePages = (pages) =>
  serve('127.0.0.3', (request, response) => {
    const links = pages.get(request.url.split('/').at(-1));
    response.writeHead(links ? 200 : 404, { 'content-type': 'text/html' });
    const anchors = (links ?? []).map((url) => `<a href="${url}">this</a>`).join(' ');
    response.end(`<!doctype html><title>A page</title><p>I have read ${anchors}</p>`);
  });

export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};
