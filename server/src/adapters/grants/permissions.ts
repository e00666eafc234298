import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from '../../constants';

/** A permission for one of the plugin's actions, as it can be given again. */
export interface Grant {
  /** Uid of the content type that holds it. */
  readonly model: string;
  /** The relation to the role or token that has it, and that one's id. */
  readonly holder: { readonly field: string; readonly id: number };
  readonly data: { readonly action: string; readonly subject?: string | null };
}

/** Where Strapi keeps permissions: their columns, and the relations to whoever has them. */
const MODELS: readonly { uid: string; columns: readonly string[]; holders: readonly string[] }[] = [
  {
    uid: 'admin::permission',
    columns: ['action', 'actionParameters', 'subject', 'properties', 'conditions'],
    holders: ['role', 'apiToken'],
  },
  { uid: 'admin::api-token-permission', columns: ['action'], holders: ['token'] },
  { uid: 'plugin::users-permissions.permission', columns: ['action'], holders: ['role'] },
];

interface Relation {
  readonly target: string;
}
type Row = Record<string, unknown> & Grant['data'];

/** The models that this Strapi has; relations that an older one lacks are left out. */
export const permissionModels = ({ db }: Core.Strapi) =>
  MODELS.filter(({ uid }) => db.metadata.has(uid)).map((model) => {
    const { attributes } = db.metadata.get(model.uid);
    const has = (name: string): boolean => name in attributes;
    return { ...model, columns: model.columns.filter(has), holders: model.holders.filter(has) };
  });

/** Reads all permissions for the plugin's actions. */
export const readGrants = async (strapi: Core.Strapi): Promise<Grant[]> => {
  const found = permissionModels(strapi).map(async ({ uid, columns, holders }) => {
    const rows: Row[] = await strapi.db.query(uid as never).findMany({
      where: { action: { $startsWith: `plugin::${PLUGIN_ID}.` } },
      select: [...columns],
      populate: [...holders],
      orderBy: { id: 'asc' },
    });
    return rows.flatMap((row) =>
      holders.flatMap((field): Grant[] => {
        const holder = row[field] as { id: number } | null | undefined;
        if (!holder) return [];
        const data = Object.fromEntries(columns.map((name) => [name, row[name]])) as unknown as Grant['data'];
        return [{ model: uid, holder: { field, id: holder.id }, data }];
      })
    );
  });
  return (await Promise.all(found)).flat();
};

/** Gives a permission again, unless its holder has it already or is gone. */
export const giveAgain = async (strapi: Core.Strapi, { model, holder, data }: Grant): Promise<void> => {
  const known = permissionModels(strapi).find(({ uid }) => uid === model);
  if (!known?.holders.includes(holder.field)) return;
  const { target } = strapi.db.metadata.get(model).attributes[holder.field] as unknown as Relation;
  if (!(await strapi.db.query(target as never).findOne({ where: { id: holder.id } }))) return;
  const rows = strapi.db.query(model as never);
  const { action, subject } = data;
  const same = { action, ...(subject ? { subject } : {}), [holder.field]: { id: holder.id } };
  if (!(await rows.findOne({ where: same })))
    await rows.create({ data: { ...data, [holder.field]: holder.id } });
};
