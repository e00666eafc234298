import type { Core } from '@strapi/strapi';
import { proxyWarning } from './adapters/proxy';
import { EVENTS, PLUGIN_ID } from './constants';
import { sentenceOf } from './core/reasons';
import { getLinkbacks, getService } from './get-service';
import { hideFromContentManager } from './integrations/content-manager';
import { watchDocuments } from './middlewares/documents';
import { registerRights } from './rights';
import { keepTombstoneSecret } from './services/linkbacks/tombstones';

/**
 * Watches documents, and starts the worker when the HTTP server listens: command-line tools run `bootstrap`
 * too, and must not send anything.
 */
export const bootstrap = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  const { endpoints, grants } = getLinkbacks(strapi);
  for (const warning of [endpoints.warning, proxyWarning(strapi)]) {
    if (warning) strapi.log.warn(`[${PLUGIN_ID}] ${sentenceOf(warning)}`);
  }
  await registerRights(strapi);
  await grants.watch();
  hideFromContentManager(strapi);
  const webhooks = strapi.get('webhookStore');
  for (const event of Object.values(EVENTS)) webhooks.addAllowedEvent(webhookName(event), event);
  await getService(strapi, 'settings').partSecrets();
  await keepTombstoneSecret(strapi);
  await getService(strapi, 'first-run').begin();
  watchDocuments(strapi);
  strapi.server.httpServer.once('listening', () => getService(strapi, 'worker').start());
};

/** `linkback.received` is LINKBACK_RECEIVED in Strapi's list of events. */
const webhookName = (event: string): string => event.replace('.', '_').toUpperCase();
