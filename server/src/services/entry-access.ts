import type { Core } from '@strapi/strapi';
import type { EntryRef } from '../core/types';
import { getLinkbacks } from '../get-service';
import { defaultLocale } from './named-entry';
import { isNewEntry, NEW_ENTRY, newEntryRef } from './new-entry';

export type EntryAccess = 'granted' | 'forbidden' | 'not-found';

/** A user's abilities, as Strapi's admin puts them into the request's state. */
export type Ability = unknown;

/** The content manager's permission checker, as far as it is used here; Strapi does not export its type. */
interface PermissionChecker {
  cannot: Record<'create' | 'read' | 'update', (entity?: unknown) => boolean>;
  sanitizedQuery: Record<'read' | 'update', (query: unknown) => Promise<unknown>>;
  sanitizeOutput(entity: unknown): Promise<Record<string, unknown>>;
}

interface PopulateBuilder {
  populateFromQuery(query: unknown): { build(): Promise<Record<string, unknown> | undefined> };
}

/**
 * An entry as admin routes name it; null when its type takes no part. '' as locale where there is none; `new` is the
 * user's own new entry.
 */
export const entryRefFor = async (
  strapi: Core.Strapi,
  o: { uid: string; documentId: string; locale: string | undefined; userId: unknown }
): Promise<EntryRef | null> => {
  const type = getLinkbacks(strapi).entries.typeOf(o.uid);
  if (!type) return null;
  const locale = type.localized ? o.locale || (await defaultLocale(strapi)) : '';
  if (o.documentId === NEW_ENTRY) return newEntryRef({ uid: type.uid, userId: o.userId, locale });
  return isNewEntry(o) ? null : { uid: type.uid, documentId: o.documentId, locale };
};

/**
 * Whether the content manager itself would let the user read or update this very entry: its permission checker is
 * asked with the entity, so that conditions (such as "is creator") and locales count (DESIGN §3.4).
 */
export const entryAccess = async (
  strapi: Core.Strapi,
  o: { action: 'read' | 'update'; ability: Ability; ref: EntryRef }
): Promise<EntryAccess> => {
  const { action, ability, ref } = o;
  const checker = checkerOf(strapi, ref.uid, ability);
  if (isNewEntry(ref)) return checker.cannot.create() ? 'forbidden' : 'granted';
  if (checker.cannot[action]()) return 'forbidden';

  const entity = await findEntity(strapi, ref, await checker.sanitizedQuery[action]({}));
  if (!entity) return 'not-found';
  return checker.cannot[action](entity) ? 'forbidden' : 'granted';
};

/** A version of an entry with the fields only that the content manager shows to the user. */
export const readableFields = (
  strapi: Core.Strapi,
  o: { uid: string; row: Readonly<Record<string, unknown>>; ability: Ability }
): Promise<Record<string, unknown>> => checkerOf(strapi, o.uid, o.ability).sanitizeOutput(o.row);

const checkerOf = (strapi: Core.Strapi, model: string, userAbility: Ability): PermissionChecker =>
  strapi.plugin('content-manager').service('permission-checker').create({ userAbility, model });

/**
 * The draft, else the published version, with the relations that the permission's conditions look at. A locale that
 * is not written yet is judged by another locale of the same document.
 */
const findEntity = async (
  strapi: Core.Strapi,
  { uid, documentId, locale }: EntryRef,
  permissionQuery: unknown
): Promise<Record<string, unknown> | null> => {
  const populateBuilder: (uid: string) => PopulateBuilder = strapi
    .plugin('content-manager')
    .service('populate-builder') as never;
  const populate = (await populateBuilder(uid).populateFromQuery(permissionQuery).build()) ?? {};
  const rows: Record<string, unknown>[] = await strapi.db
    .query(uid)
    .findMany({ where: { documentId }, populate });
  const rank = (row: Record<string, unknown>): number =>
    (locale === '' || row.locale === locale ? 0 : 2) + (row.publishedAt ? 1 : 0);
  const [entity] = rows.sort((a, b) => rank(a) - rank(b));
  return entity ? { ...entity, ...(locale === '' ? {} : { locale }) } : null;
};
