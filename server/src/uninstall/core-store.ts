import type { Knex } from 'knex';
import { tableNames, withoutTables } from '../adapters/tables/persisted-list';
import { PLUGIN_ID } from '../constants';
import type { Database } from './project';

export const STORE_TABLE = 'strapi_core_store_settings';
/** Content types, permissions and widgets of the plugin. */
const OWN_PREFIX = `plugin::${PLUGIN_ID}.`;
const PERSISTED_KEY = 'core_persisted_tables';
/** The content types that Strapi knew at its last start. */
const CONTENT_TYPES_KEY = 'strapi_content_types_schema';

interface StoreRow {
  readonly id: number;
  readonly key: string;
  readonly value: string | null;
}

/** What the core store holds of the plugin. */
export interface StoreTraces {
  /** Rows that are the plugin's own: its settings, and how the content manager shows its content types. */
  readonly own: readonly StoreRow[];
  /** Other features' rows that name the plugin, with the value that they get. */
  readonly shared: readonly { readonly row: StoreRow; readonly value: unknown }[];
  /** Tables that the plugin, maybe an earlier version of it, asked Strapi to keep. */
  readonly tables: readonly string[];
}

/** Where Strapi never started. */
export const NO_STORE_TRACES: StoreTraces = { own: [], shared: [], tables: [] };

export const findStoreTraces = async (
  db: Database,
  isOwnTable: (name: string) => boolean
): Promise<StoreTraces> => {
  const rows: StoreRow[] = await db.getConnection(STORE_TABLE).select('id', 'key', 'value');
  const persisted = rows.filter(({ key }) => key === PERSISTED_KEY).map(valueOf);
  return {
    own: rows.filter(({ key }) => isOwnKey(key)),
    shared: rows.flatMap((row) => {
      const value = withoutPlugin(row, isOwnTable);
      return value === null ? [] : [{ row, value }];
    }),
    tables: persisted.flatMap(tableNames).filter(isOwnTable),
  };
};

export const removeStoreTraces = async (
  db: Database,
  { own, shared }: StoreTraces,
  trx: Knex.Transaction
): Promise<void> => {
  const ids = own.map(({ id }) => id);
  await db.getConnection(STORE_TABLE).whereIn('id', ids).delete().transacting(trx);
  for (const { row, value } of shared)
    await db
      .getConnection(STORE_TABLE)
      .where({ id: row.id })
      .update({ value: JSON.stringify(value) })
      .transacting(trx);
};

const isOwnKey = (key: string): boolean =>
  key.startsWith(`plugin_${PLUGIN_ID}_`) ||
  key.startsWith(`plugin_content_manager_configuration_content_types::${OWN_PREFIX}`);

/** The row's value without what it says of the plugin; null where it says nothing. */
const withoutPlugin = (row: StoreRow, isOwnTable: (name: string) => boolean): unknown => {
  if (row.key === PERSISTED_KEY) return withoutTables(valueOf(row), isOwnTable);
  if (row.key === CONTENT_TYPES_KEY) return withoutOwnKeys(valueOf(row));
  if (row.key.startsWith('core_admin_homepage-layout:')) return withoutOwnWidgets(valueOf(row));
  return null;
};

const withoutOwnKeys = (value: unknown): object | null => {
  if (!isRecord(value)) return null;
  const entries = Object.entries(value);
  const others = entries.filter(([key]) => !key.startsWith(OWN_PREFIX));
  return others.length === entries.length ? null : Object.fromEntries(others);
};

const withoutOwnWidgets = (value: unknown): object | null => {
  if (!isRecord(value) || !Array.isArray(value['widgets'])) return null;
  const widgets: unknown[] = value['widgets'];
  const others = widgets.filter((one) => !(isRecord(one) && String(one['uid']).startsWith(OWN_PREFIX)));
  return others.length === widgets.length ? null : { ...value, widgets: others };
};

const valueOf = ({ value }: StoreRow): unknown => {
  try {
    return JSON.parse(value ?? 'null');
  } catch {
    return null;
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
