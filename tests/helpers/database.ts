import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isAlive } from './app-dir';

export type Client = 'sqlite' | 'postgres' | 'mysql';

/** A database for one Strapi; `env` is what tests/app/config/database.js reads. */
export interface TestDatabase {
  readonly client: Client;
  readonly env: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

/** LINKBACKS_TEST_DB chooses; SQLite unless it says otherwise. */
export const testClient = (): Client => {
  const name = process.env.LINKBACKS_TEST_DB ?? 'sqlite';
  if (name === 'sqlite' || name === 'postgres' || name === 'mysql') return name;
  throw new Error(`LINKBACKS_TEST_DB is "${name}"; allowed: sqlite, postgres, mysql`);
};

const PREFIX = 'linkbacks_test_';

/** Drops the databases of test processes that ended without doing so. */
export const sweepDatabases = async (client: 'postgres' | 'mysql'): Promise<void> => {
  const list =
    client === 'postgres'
      ? 'SELECT datname AS name FROM pg_database'
      : 'SELECT schema_name AS name FROM information_schema.schemata';
  for (const { name } of await query(client, list)) {
    const [pid] = name.startsWith(PREFIX) ? name.slice(PREFIX.length).split('_') : [];
    if (pid && !isAlive(Number(pid))) await query(client, dropStatement(client, name));
  }
};

const dropStatement = (client: 'postgres' | 'mysql', name: string): string =>
  `DROP DATABASE ${name}${client === 'postgres' ? ' WITH (FORCE)' : ''}`;

/** A fresh database: a copy of the template for SQLite, an empty one of its own on the servers. */
export const createDatabase = async (o: { dir: string; template: string | null }): Promise<TestDatabase> => {
  const client = testClient();
  if (client === 'sqlite') return createSqlite(o);
  const name = `${PREFIX}${process.pid}_${Date.now().toString(36)}`;
  await query(client, `CREATE DATABASE ${name}`);
  return {
    client,
    env: { DATABASE_CLIENT: client, DATABASE_NAME: name },
    drop: async () => {
      await query(client, dropStatement(client, name));
    },
  };
};

const createSqlite = (o: { dir: string; template: string | null }): TestDatabase => {
  const filename = join(o.dir, 'data.db');
  if (o.template && existsSync(o.template)) copyFileSync(o.template, filename);
  return {
    client: 'sqlite',
    env: { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: filename },
    drop: async () => {
      for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${filename}${suffix}`, { force: true });
    },
  };
};

interface Row {
  name: string;
}
interface PgClient {
  connect(): Promise<void>;
  query(sql: string): Promise<{ rows: Row[] }>;
  end(): Promise<void>;
}
interface Pg {
  Client: new (o: Record<string, unknown>) => PgClient;
}
interface Mysql {
  createConnection(
    o: Record<string, unknown>
  ): Promise<{ query(sql: string): Promise<[Row[], unknown]>; end(): Promise<void> }>;
}

const require = createRequire(import.meta.url);
const host = process.env.DATABASE_HOST ?? '127.0.0.1';
const password = process.env.DATABASE_PASSWORD ?? '';

/** Runs one statement on the server itself, as the one who may create databases. */
const query = async (client: 'postgres' | 'mysql', sql: string): Promise<Row[]> => {
  const port = Number(process.env.DATABASE_PORT ?? (client === 'postgres' ? 5432 : 3306));
  const user = process.env.DATABASE_USERNAME ?? (client === 'postgres' ? 'postgres' : 'root');
  if (client === 'mysql') {
    const mysql = require('mysql2/promise') as Mysql;
    const connection = await mysql.createConnection({ host, port, user, password });
    const [rows] = await connection.query(sql).finally(() => connection.end());
    return rows;
  }
  const { Client: PgClient } = require('pg') as Pg;
  const connection = new PgClient({ host, port, user, password, database: 'postgres' });
  await connection.connect();
  const { rows } = await connection.query(sql).finally(() => connection.end());
  return rows;
};
