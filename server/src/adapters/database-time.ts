import type { Core } from '@strapi/strapi';

/**
 * SQL for the database's clock in milliseconds since 1970. The clocks of two machines differ; leases and due
 * times are compared by this one only.
 */
export const databaseNow = (knex: Core.Strapi['db']['connection']): string => {
  const client: unknown = knex.client.config.client;
  if (client === 'postgres' || client === 'pg')
    return '(extract(epoch from statement_timestamp()) * 1000)::bigint';
  if (client === 'mysql' || client === 'mysql2') return 'cast(unix_timestamp(now(3)) * 1000 as unsigned)';
  return "cast((julianday('now') - 2440587.5) * 86400000 as integer)";
};
