import { randomUUID } from 'node:crypto';
import type { TestApp } from './strapi';

const TABLE = 'linkbacks_linkbacks';
/** Rows of one INSERT: SQLite limits the number of its variables. */
const BATCH = 200;

/** Writes many linkbacks straight into the table: columns by the number of the row. */
export const seedMany = async (
  app: TestApp,
  count: number,
  columnsOf: (number: number) => Record<string, unknown>
): Promise<void> => {
  const now = Date.now();
  const knex = app.strapi.db.connection;
  for (let from = 0; from < count; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => {
      const number = from + index;
      const received = new Date(now - number * 1000);
      return {
        document_id: randomUUID().replaceAll('-', '').slice(0, 24),
        entry_uid: 'api::article.article',
        entry_document_id: 'somewhere',
        entry_locale: 'en',
        status: 'pending',
        protocol: 'pingback',
        link_type: 'mention',
        source: `https://blog-${number}.example/post`,
        source_host: `blog-${number}.example`,
        target: 'http://127.0.0.1:4321/blog/hello',
        pair_key: randomUUID(),
        received_at: received,
        verified_at: received,
        moved_at: received,
        created_at: received,
        updated_at: received,
        failures: 0,
        ...columnsOf(number),
      };
    });
    await knex(TABLE).insert(rows);
  }
  // As PostgreSQL does by itself a little later.
  if (app.database.client === 'postgres') await knex.raw(`ANALYZE ${TABLE}`);
};
