#!/usr/bin/env node
/**
 * `npm run test:services`: the integration suites that depend on the database, on PostgreSQL and MariaDB, and what
 * uses Redis. DATABASE_HOST, DATABASE_USERNAME and DATABASE_PASSWORD (a user who may create databases) apply to both
 * databases, REDIS_PORT to Redis on 127.0.0.1; `-- postgres`, `-- mysql` or `-- redis` chooses one. Exit code 2: a
 * server is not there.
 */
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { CANNOT_RUN, prepare } from './lib/prepare.mjs';
import { runVitest } from './lib/vitest.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const host = process.env.DATABASE_HOST ?? '127.0.0.1';

/** On a database: the suites that depend on it. */
const onDatabase = (client, more = []) => ({
  projects: ['integration'],
  args: ['.db.test.ts', 'integration/outbox', ...more],
  env: { LINKBACKS_TEST_DB: client },
});
/** Attacks whose answers depend on what the database does when they come at once: on one that takes many writers. */
const ATTACKS = ['receive-junk', 'attacks-sources', 'identity'].map((name) => `integration/${name}`);
const SERVICES = [
  { key: 'postgres', name: 'PostgreSQL', host, port: 5432, run: onDatabase('postgres', ATTACKS) },
  { key: 'mysql', name: 'MariaDB', host, port: 3306, run: onDatabase('mysql') },
  {
    key: 'redis',
    name: 'Redis',
    host: '127.0.0.1',
    port: Number(process.env.REDIS_PORT ?? 6379),
    run: { projects: ['services'] },
  },
];

/** @returns {Promise<boolean>} whether somebody listens there */
const listens = ({ host, port }) =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 3000 });
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });

const asked = process.argv.slice(2);
const chosen = SERVICES.filter(({ key }) => asked.length === 0 || asked.includes(key));

for (const service of chosen) {
  if (await listens(service)) continue;
  const { name, host: at, port } = service;
  console.error(`The service tests cannot run: no ${name} listens on ${at}:${port}.`);
  process.exit(CANNOT_RUN);
}

await prepare(root);
for (const { name, run } of chosen) {
  console.log(`\n${name}`);
  const code = await runVitest({ root, ...run });
  if (code !== 0) process.exitCode = code;
}
