import type { Core } from '@strapi/strapi';
import { logLine } from '../../log-line';
import { withLock } from '../lock';
import { OWN_TABLES } from './own-tables';
import { PERSISTED_TABLES, withTables } from './persisted-list';

/**
 * Keeps the plugin's tables when it is disabled or removed: Strapi drops the tables of content types that it no longer
 * knows, unless `persisted_tables` names them. Only tables that exist are named. Never throws.
 */
export const persistTables = async (strapi: Core.Strapi): Promise<void> => {
  try {
    const present = new Set(await strapi.db.dialect.schemaInspector.getTables());
    const tables = OWN_TABLES.filter((table) => present.has(table));
    if (withTables(await strapi.store.get(PERSISTED_TABLES), tables) === null) return;
    await withLock(strapi, PERSISTED_TABLES.key, async () => {
      const value = withTables(await strapi.store.get(PERSISTED_TABLES), tables);
      if (value) await strapi.store.set({ ...PERSISTED_TABLES, value });
    });
  } catch (error) {
    strapi.log.error(logLine(`disabling the plugin now would drop its tables: ${String(error)}`));
  }
};
