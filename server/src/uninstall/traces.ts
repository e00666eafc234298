import type { Knex } from 'knex';
import { OWN_TABLES } from '../adapters/tables/own-tables';
import { EVENTS, PLUGIN_ID } from '../constants';
import {
  findStoreTraces,
  NO_STORE_TRACES,
  removeStoreTraces,
  STORE_TABLE,
  type StoreTraces,
} from './core-store';
import type { Database } from './project';
import { forgetTables } from './stored-schema';

/** A table of others with permissions, and whose they are. */
const PERMISSION_TABLES = {
  admin_permissions: 'permissions of admin roles and admin tokens',
  strapi_api_token_permissions: 'permissions of API tokens',
  up_permissions: 'permissions of the Users & Permissions plugin',
} as const;
const WEBHOOK_TABLE = 'strapi_webhooks';
/** Names of actions and content types of the plugin begin so. */
const OWN_PREFIX = `plugin::${PLUGIN_ID}.`;

/** Everything in a database that is there because of the plugin. */
export interface Traces {
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  readonly store: StoreTraces;
  readonly permissions: readonly {
    readonly table: string;
    readonly whose: string;
    readonly ids: readonly number[];
  }[];
  /** Webhooks that listen to the plugin's events, with the events that remain. */
  readonly webhooks: readonly { readonly id: number; readonly events: readonly string[] }[];
}

export const findTraces = async (db: Database): Promise<Traces> => {
  const present = new Set(await db.dialect.schemaInspector.getTables());
  const store = present.has(STORE_TABLE) ? await findStoreTraces(db, isOwnTable) : NO_STORE_TRACES;
  const names = [...new Set([...OWN_TABLES, ...store.tables])].filter((name) => present.has(name));
  return {
    tables: await Promise.all(names.map(async (name) => ({ name, rows: await countRows(db, name) }))),
    store,
    permissions: await findPermissions(db, present),
    webhooks: present.has(WEBHOOK_TABLE) ? await findWebhooks(db) : [],
  };
};

/** Whether anything was found. */
export const isEmpty = ({ tables, store, permissions, webhooks }: Traces): boolean =>
  [tables, store.own, store.shared, permissions, webhooks].every(({ length }) => length === 0);

/**
 * Removes what was found. The rows go in one transaction and the tables after it, since MySQL cannot drop tables in one;
 * where it breaks off it can simply be run again.
 */
export const removeTraces = async (db: Database, traces: Traces): Promise<void> => {
  await db.transaction(async ({ trx }) => {
    await removeStoreTraces(db, traces.store, trx);
    await forgetTables(db, isOwnTable, trx);
    for (const { table, ids } of traces.permissions)
      await db
        .getConnection(table)
        .whereIn('id', [...ids])
        .delete()
        .transacting(trx);
    for (const webhook of traces.webhooks) await keepEvents(db, webhook, trx);
  });
  for (const { name } of traces.tables) await db.getSchemaConnection().dropTableIfExists(name);
};

/** Also those of other versions: whatever begins with the plugin's name and is on Strapi's list of tables to keep. */
const isOwnTable = (name: string): boolean => OWN_TABLES.includes(name) || name.startsWith(`${PLUGIN_ID}_`);

const countRows = async (db: Database, table: string): Promise<number> => {
  const [row] = await db.getConnection(table).count({ rows: '*' });
  return Number(row?.rows ?? 0);
};

const findPermissions = async (
  db: Database,
  present: ReadonlySet<string>
): Promise<Traces['permissions'][number][]> => {
  const found = Object.entries(PERMISSION_TABLES)
    .filter(([table]) => present.has(table))
    .map(async ([table, whose]) => ({ table, whose, ids: await ownPermissions(db, table) }));
  return (await Promise.all(found)).filter(({ ids }) => ids.length > 0);
};

/** Permissions for the plugin's actions, and for other actions on its content types. */
const ownPermissions = async (db: Database, table: string): Promise<number[]> => {
  const query = db.getConnection(table).where('action', 'like', `${OWN_PREFIX}%`);
  if (table === 'admin_permissions') query.orWhere('subject', 'like', `${OWN_PREFIX}%`);
  const rows: { id: number }[] = await query.select('id');
  return rows.map(({ id }) => id);
};

const findWebhooks = async (db: Database): Promise<Traces['webhooks'][number][]> => {
  const rows: { id: number; events: unknown }[] = await db
    .getConnection(WEBHOOK_TABLE)
    .select('id', 'events');
  const own: readonly string[] = Object.values(EVENTS);
  return rows.flatMap(({ id, events }) => {
    const all = eventsOf(events);
    const others = all.filter((event) => !own.includes(event));
    return others.length === all.length ? [] : [{ id, events: others }];
  });
};

const keepEvents = async (
  db: Database,
  { id, events }: Traces['webhooks'][number],
  trx: Knex.Transaction
): Promise<void> => {
  await db
    .getConnection(WEBHOOK_TABLE)
    .where({ id })
    .update({ events: JSON.stringify(events) })
    .transacting(trx);
};

/** Some databases give JSON as text. */
const eventsOf = (value: unknown): string[] => {
  const list: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  return Array.isArray(list) ? list.map(String) : [];
};
