import type { Core } from '@strapi/strapi';
import { STATE_TABLE, STATE_UID } from '../constants';

/** A value that changes while Strapi runs, as JSON; as part of the open transaction, if there is one. */
export interface StateValue<T> {
  /** Null: nothing was written yet. */
  read(): Promise<T | null>;
  write(value: T): Promise<void>;
}

/**
 * Returns the value of a name. In a table of its own and not in Strapi's core store: what lies there is carried by exports
 * and transfers to databases that it says nothing about, and config-sync finds a difference with each change.
 */
export const createState = <T>(strapi: Core.Strapi, name: string): StateValue<T> => ({
  async read() {
    const row: { value: string } | null = await strapi.db.query(STATE_UID).findOne({ where: { name } });
    return row ? (JSON.parse(row.value) as T) : null;
  },

  async write(value) {
    const row = { name, value: JSON.stringify(value) };
    await strapi.db.transaction(async ({ trx }) => {
      const upsert = strapi.db.getConnection(STATE_TABLE).insert(row).onConflict('name').merge();
      await upsert.transacting(trx);
    });
  },
});
