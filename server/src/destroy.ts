import type { Core } from '@strapi/strapi';
import { persistTables } from './adapters/tables/persist-tables';
import { LINKBACK_UID, PLUGIN_ID } from './constants';
import { getLinkbacks, getService } from './get-service';

/** Lets what is in the air come to its end, a few seconds at most; what does not is taken over after its lease. */
export const destroy = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  // A wrong configuration stopped the boot before there was anything to end.
  if (!strapi.has(PLUGIN_ID)) return;
  await getService(strapi, 'worker').stop();
  getService(strapi, 'inbound').close();
  await getLinkbacks(strapi).grants.close();
  await getLinkbacks(strapi).http.close();
  // An import may have replaced the list, and the next start may come without the plugin.
  if (strapi.db.metadata.has(LINKBACK_UID)) await persistTables(strapi);
};
