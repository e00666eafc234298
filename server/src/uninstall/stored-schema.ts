import type { Knex } from 'knex';
import type { Database } from './project';

const TABLE = 'strapi_database_schema';

interface StoredSchema {
  tables: { name: string }[];
}

/**
 * Takes tables out of the schema that Strapi stored at its last start. With the old hash in place, a start with the plugin
 * still enabled would find nothing changed and create none of the dropped tables.
 */
export const forgetTables = async (
  db: Database,
  isForgotten: (name: string) => boolean,
  trx: Knex.Transaction
): Promise<void> => {
  const rows: { id: number; schema: StoredSchema | string }[] = await db
    .getConnection(TABLE)
    .select('id', 'schema')
    .transacting(trx);
  for (const { id, schema } of rows) {
    const stored: StoredSchema = typeof schema === 'string' ? JSON.parse(schema) : schema;
    const tables = stored.tables.filter(({ name }) => !isForgotten(name));
    if (tables.length === stored.tables.length) continue;
    const changed = { schema: JSON.stringify({ ...stored, tables }), hash: '' };
    await db.getConnection(TABLE).where({ id }).update(changed).transacting(trx);
  }
};
