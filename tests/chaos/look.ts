import { createRequire } from 'node:module';
import type { Knex } from 'knex';
import type { TestDatabase } from '../helpers/database';
import { keyOf } from './peers';

/** What the test reads of a ping. */
export interface PingRow {
  readonly target: string;
  readonly source: string;
  readonly status: string;
  readonly protocol: string | null;
  readonly reason: string | null;
  /** Milliseconds of `Date.now()`, noted before the first byte left; null: never. */
  readonly lastAttempt: number | null;
}

/** Looks into the database from outside. */
export interface Look {
  pings(): Promise<PingRow[]>;
  /** Keys of the pings that are noted as leaving, and not yet as sent. */
  inAir(): Promise<Set<string>>;
  /** How often the most claimed job was claimed since it last had a result. */
  mostClaims(): Promise<number>;
  /** Makes jobs forget the processes that ended under them: what was killed twice by chance would rest for an hour. */
  forgetCrashes(): Promise<void>;
  /** Jobs, also those that could only be noted as missed. */
  jobCount(): Promise<number>;
  /** Slugs of the published articles, as often as they are there. */
  published(): Promise<string[]>;
  /** What the database says of its own file: `ok`. */
  integrity(): Promise<string>;
}

const knex = createRequire(import.meta.url)('knex') as (config: Knex.Config) => Knex;

const configOf = ({ client, env }: TestDatabase): Knex.Config => {
  if (client === 'sqlite')
    return {
      client: 'better-sqlite3',
      connection: { filename: env['DATABASE_FILENAME'] ?? '' },
      useNullAsDefault: true,
    };
  const connection = {
    host: process.env['DATABASE_HOST'] ?? '127.0.0.1',
    port: Number(process.env['DATABASE_PORT'] ?? (client === 'postgres' ? 5432 : 3306)),
    user: process.env['DATABASE_USERNAME'] ?? (client === 'postgres' ? 'postgres' : 'root'),
    password: process.env['DATABASE_PASSWORD'] ?? '',
    database: env['DATABASE_NAME'] ?? '',
  };
  return { client: client === 'postgres' ? 'pg' : 'mysql2', connection };
};

/** Connected for the time of each question only: nothing of ours stands in the way of a process that starts. */
export const createLook = (database: TestDatabase): Look => {
  const ask = async <T>(question: (db: Knex) => Promise<T>): Promise<T> => {
    const db = knex(configOf(database));
    try {
      return await question(db);
    } finally {
      await db.destroy();
    }
  };
  const countIn = async (db: Knex, table: string): Promise<number> => {
    const row: { n?: unknown } | undefined = await db(table).count({ n: '*' }).first();
    return Number(row?.n ?? 0);
  };

  return {
    pings: () =>
      ask(async (db) => {
        const rows: (Omit<PingRow, 'lastAttempt'> & { last_attempt_at: string | number | null })[] = await db(
          'linkbacks_pings'
        ).select('target', 'source', 'status', 'protocol', 'reason', 'last_attempt_at');
        return rows.map(({ last_attempt_at: at, ...row }) => ({
          ...row,
          lastAttempt: at === null ? null : new Date(at).getTime(),
        }));
      }),
    inAir: () =>
      ask(async (db) => {
        const rows: Pick<PingRow, 'source' | 'target'>[] = await db('linkbacks_pings')
          .where('status', 'sending')
          .select('source', 'target');
        return new Set(rows.map(({ source, target }) => keyOf(source, target)));
      }),
    mostClaims: () =>
      ask(async (db) => {
        const row: { most?: unknown } | undefined = await db('linkbacks_jobs')
          .max({ most: 'attempts' })
          .first();
        return Number(row?.most ?? 0);
      }),
    forgetCrashes: () =>
      ask(async (db) => {
        await db('linkbacks_jobs').update({ crashes: 0 });
      }),
    jobCount: () =>
      ask(async (db) => (await countIn(db, 'linkbacks_jobs')) + (await countIn(db, 'linkbacks_missed'))),
    published: () =>
      ask(async (db) => {
        const rows: { slug: string }[] = await db('articles').whereNotNull('published_at').select('slug');
        return rows.map(({ slug }) => slug);
      }),
    integrity: () =>
      ask(async (db) => {
        if (database.client !== 'sqlite') return 'ok';
        const rows = (await db.raw('PRAGMA integrity_check')) as { integrity_check: string }[];
        return rows.map(({ integrity_check }) => integrity_check).join('\n');
      }),
  };
};
