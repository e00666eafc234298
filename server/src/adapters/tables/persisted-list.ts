/**
 * The value of Strapi's core-store key `persisted_tables`: tables that its schema diff never drops (`@strapi/database`,
 * schema/diff). Several features share it and write a name or an object with one.
 */
export type PersistedTable = string | { readonly name: string };

/** Where the list is, for `strapi.store`. */
export const PERSISTED_TABLES = { type: 'core', key: 'persisted_tables' } as const;

/** Returns the list with `names` added, or null where they are on it. Others' entries stay as they are. */
export const withTables = (value: unknown, names: readonly string[]): PersistedTable[] | null => {
  const list = listOf(value);
  const present = new Set(list.map(nameOf));
  const missing = [...new Set(names)].filter((name) => !present.has(name));
  return missing.length === 0 ? null : [...list, ...missing.map((name) => ({ name }))];
};

/** Returns the list without the tables that `isOwn` names, or null where there are none. */
export const withoutTables = (value: unknown, isOwn: (name: string) => boolean): PersistedTable[] | null => {
  const list = listOf(value);
  const others = list.filter((table) => !isOwn(nameOf(table)));
  return others.length === list.length ? null : others;
};

/** Returns the names on the list. */
export const tableNames = (value: unknown): string[] => listOf(value).map(nameOf);

const listOf = (value: unknown): PersistedTable[] => (Array.isArray(value) ? value.filter(isTable) : []);

const isTable = (value: unknown): value is PersistedTable =>
  typeof value === 'string' ||
  (typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string');

const nameOf = (table: PersistedTable): string => (typeof table === 'string' ? table : table.name);
