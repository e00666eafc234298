import type { Core } from '@strapi/strapi';

/** Names of the plugin's tables as the database has them, whatever the plugin says. */
export const ownTables = async (strapi: Core.Strapi): Promise<string[]> => {
  const tables = await strapi.db.dialect.schemaInspector.getTables();
  return tables.filter((name) => name.startsWith('linkbacks_')).sort();
};

/** Every row of every table of the plugin, by table. */
export const ownRows = async (strapi: Core.Strapi): Promise<Record<string, unknown[]>> => {
  const tables = await ownTables(strapi);
  const rows = tables.map(async (name) => [name, await strapi.db.connection(name).orderBy('id')] as const);
  return JSON.parse(JSON.stringify(Object.fromEntries(await Promise.all(rows)))) as Record<string, unknown[]>;
};

/** Far enough in the future that no worker of a test takes it up. */
const NEVER = 8_000_000_000_000_000;

/** Writes a row into each table of the plugin that has none. */
export const fillEmptyTables = async (strapi: Core.Strapi): Promise<void> => {
  for (const { uid, tableName, attributes } of strapi.db.metadata.values()) {
    if (!tableName.startsWith('linkbacks_') || (await strapi.db.query(uid as never).count()) > 0) continue;
    const names = Object.keys(attributes).filter((name) => !LEFT_OUT.includes(name));
    const values = names.map((name) => [name, valueOf((attributes[name] as { type: string }).type)]);
    await strapi.db.query(uid as never).create({ data: Object.fromEntries(values) });
  }
};

const LEFT_OUT = ['id', 'documentId', 'createdBy', 'updatedBy', 'locale', 'localizations'];

const valueOf = (type: string): unknown => {
  if (type === 'biginteger') return NEVER;
  if (type === 'integer') return 1;
  if (type === 'boolean') return false;
  if (type === 'json') return ['kept'];
  if (type === 'datetime') return new Date(0).toISOString();
  return 'kept';
};
