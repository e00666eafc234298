'use strict';

const { join } = require('node:path');

const DEFAULTS = {
  postgres: { port: 5432, user: 'postgres', password: '' },
  mysql: { port: 3306, user: 'root', password: '' },
};

/** DATABASE_CLIENT chooses; DATABASE_HOST, _PORT, _USERNAME, _PASSWORD, _NAME say where (SQLite: _FILENAME). */
module.exports = () => {
  const client = process.env.DATABASE_CLIENT ?? 'sqlite';
  if (client === 'sqlite') {
    const filename = process.env.DATABASE_FILENAME ?? join(__dirname, '..', '.tmp', 'data.db');
    return { connection: { client, connection: { filename }, useNullAsDefault: true } };
  }
  const defaults = DEFAULTS[client];
  if (!defaults) throw new Error(`DATABASE_CLIENT is "${client}"; allowed: sqlite, postgres, mysql`);
  return {
    connection: {
      client,
      connection: {
        host: process.env.DATABASE_HOST ?? '127.0.0.1',
        port: Number(process.env.DATABASE_PORT ?? defaults.port),
        user: process.env.DATABASE_USERNAME ?? defaults.user,
        password: process.env.DATABASE_PASSWORD ?? defaults.password,
        database: process.env.DATABASE_NAME,
      },
      pool: { min: 0, max: 8 },
    },
  };
};
