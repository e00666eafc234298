import pg from 'pg';

const HOST = process.env.DATABASE_HOST ?? '127.0.0.1';
const USER = process.env.DATABASE_USERNAME ?? 'postgres';
const PASSWORD = process.env.DATABASE_PASSWORD ?? '';

const run = async (statement) => {
  const client = new pg.Client({
    host: HOST,
    port: 5432,
    user: USER,
    password: PASSWORD,
    database: 'postgres',
  });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

/**
 * An empty PostgreSQL database: what tells Strapi of it, and its end. Null where no PostgreSQL answers.
 *
 * @returns {Promise<{ env: Record<string, string>, drop(): Promise<void> } | null>}
 */
export const createPostgres = async ({ say }) => {
  const name = `linkbacks_bench_${process.pid}_${Date.now().toString(36)}`;
  try {
    await run(`CREATE DATABASE ${name}`);
  } catch (error) {
    say(`PostgreSQL is left out: ${error.message || error.code}`);
    return null;
  }
  return {
    env: { DATABASE_CLIENT: 'postgres', DATABASE_NAME: name },
    drop: () => run(`DROP DATABASE ${name} WITH (FORCE)`),
  };
};

/** The databases that a part is measured on: a name, what tells Strapi of it, and its end. */
export const databases = async ({ say }) => {
  const postgres = await createPostgres({ say });
  return [
    { name: 'SQLite', env: {}, drop: async () => undefined },
    ...(postgres ? [{ name: 'PostgreSQL', ...postgres }] : []),
  ];
};
