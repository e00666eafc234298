import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { databaseNow } from './database-time';
import { withLock } from './lock';
import { createState } from './state';

/**
 * Whether it is this process's turn to do what must be done once in `ms` milliseconds by all processes together. By the
 * database's clock; whoever is told so does it.
 */
export const takeTurn = (strapi: Core.Strapi, name: string, ms: number): Promise<boolean> =>
  withLock(strapi, name, async (trx) => {
    const state = createState<number>(strapi, `turn:${name}`);
    const last = (await state.read()) ?? 0;
    const now = await readNow(strapi, trx);
    if (now - last < ms) return false;
    await state.write(now);
    return true;
  });

const readNow = async (strapi: Core.Strapi, trx: Knex.Transaction): Promise<number> => {
  const knex = strapi.db.connection;
  const [row] = await trx.select({ now: knex.raw(databaseNow(knex)) });
  return Number(row?.now);
};
