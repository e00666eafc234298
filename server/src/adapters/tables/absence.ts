import type { Core } from '@strapi/strapi';
import { LINKBACK_UID } from '../../constants';
import { logLine } from '../../log-line';
import { OWN_TABLES } from './own-tables';

/** What Strapi gives the hooks around its schema synchronisation. */
export interface SyncHook {
  /** The content types of the last start; null or undefined on an empty database. */
  readonly oldContentTypes?: Readonly<Record<string, unknown>> | null;
}

/** Whether the last start of this Strapi was one without the plugin: it was disabled, or is new. */
export const wasAbsent = ({ oldContentTypes }: SyncHook): boolean =>
  Boolean(oldContentTypes) && !(LINKBACK_UID in (oldContentTypes ?? {}));

/**
 * Has Strapi treat kept tables as its own again, before it synchronises them: it drops a column that a newer version of the
 * plugin does not have only where its stored schema lists the table. A column left behind could refuse every insert. Never
 * throws.
 */
export const adoptTables = async ({ db, log }: Core.Strapi): Promise<void> => {
  try {
    const { schemaStorage } = db.schema;
    const stored = await schemaStorage.read();
    if (!stored) return;
    const tracked = new Set(stored.schema.tables.map(({ name }: { name: string }) => name));
    const { tables } = await db.dialect.schemaInspector.getSchema();
    const own = tables.filter(({ name }) => OWN_TABLES.includes(name) && !tracked.has(name));
    if (own.length > 0)
      await schemaStorage.add({ ...stored.schema, tables: [...stored.schema.tables, ...own] });
  } catch (error) {
    log.error(logLine(`the tables that were kept could not be looked at: ${String(error)}`));
  }
};
