import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { LOCK_TABLE } from '../constants';

/**
 * Does `work` in a transaction that excludes every other holder of the lock, in all processes. Writing the row of the lock
 * is the transaction's first statement, so that what `work` reads is what the holder before it has committed.
 */
export const withLock = async <T>(
  strapi: Core.Strapi,
  name: string,
  work: (trx: Knex.Transaction) => Promise<T>
): Promise<T> =>
  await strapi.db.transaction(async ({ trx }) => {
    const lock = strapi.db.getConnection(LOCK_TABLE).insert({ name }).onConflict('name').merge();
    await lock.transacting(trx);
    return work(trx);
  });
