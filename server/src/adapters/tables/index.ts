import type { Core } from '@strapi/strapi';
import type { Grants } from '../grants';
import { adoptTables, wasAbsent, type SyncHook } from './absence';
import { persistTables } from './persist-tables';

/**
 * Keeps the plugin's data while it is disabled or removed, and takes it up again when the plugin is back. Registers hooks
 * that run before and after Strapi synchronises the schema; both belong before Strapi notes the content types of this
 * start, so that a start that breaks off is made good by the next.
 */
export const keepData = (strapi: Core.Strapi, grants: Grants): void => {
  strapi.hook('strapi::content-types.beforeSync').register(async (sync: SyncHook) => {
    if (wasAbsent(sync)) await adoptTables(strapi);
  });
  strapi.hook('strapi::content-types.afterSync').register(async (sync: SyncHook) => {
    await persistTables(strapi);
    if (wasAbsent(sync)) await grants.restore();
  });
};
