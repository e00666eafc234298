import type { Core } from '@strapi/strapi';
import createKnex, { type Knex } from 'knex';

/** Connections of their own to a Strapi's database, as another process has them. */
export interface OpenDatabase {
  /** As much of a Strapi as adapters need. */
  readonly strapi: Pick<Core.Strapi, 'db'>;
  close(): Promise<void>;
}

export const openDatabase = (strapi: Core.Strapi): OpenDatabase => {
  const { client, connection, useNullAsDefault } = strapi.db.connection.client.config as Knex.Config;
  const knex = createKnex({
    ...(client ? { client } : {}),
    ...(connection ? { connection } : {}),
    ...(useNullAsDefault === undefined ? {} : { useNullAsDefault }),
    pool: { min: 0, max: 2 },
  });
  const db = {
    connection: knex,
    getConnection: (table?: string) => (table ? knex(table) : knex),
    getSchemaName: () => undefined,
  };
  return { strapi: { db } as unknown as Pick<Core.Strapi, 'db'>, close: () => knex.destroy() };
};
