import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { PLUGIN_ID } from '../constants';
import { databaseNow } from './database-time';
import { withLock } from './lock';

/**
 * Whether it is this process's turn to do what must be done once in `ms` milliseconds by all processes together. By the
 * database's clock; whoever is told so does it.
 */
export const takeTurn = (strapi: Core.Strapi, name: string, ms: number): Promise<boolean> =>
  withLock(strapi, name, async (trx) => {
    const store = strapi.store({ type: 'plugin', name: PLUGIN_ID, key: `turn:${name}` });
    const last = Number((await store.get({})) ?? 0);
    const now = await readNow(strapi, trx);
    if (now - last < ms) return false;
    await store.set({ value: now });
    return true;
  });

const readNow = async (strapi: Core.Strapi, trx: Knex.Transaction): Promise<number> => {
  const knex = strapi.db.connection;
  const [row] = await trx.select({ now: knex.raw(databaseNow(knex)) });
  return Number(row?.now);
};
