import type { Core } from '@strapi/strapi';
import { proxyWarning } from './adapters/proxy';
import { persistTables } from './adapters/tables/persist-tables';
import { EVENTS } from './constants';
import { sentenceOf } from './core/reasons';
import { endingsOf } from './endings';
import { getLinkbacks, getService } from './get-service';
import { hideFromContentManager } from './integrations/content-manager';
import { watchDocuments } from './middlewares/documents';
import { registerRights } from './rights';
import { keepTombstoneSecret } from './services/linkbacks/tombstones';
import { logLine } from './log-line';

/**
 * Watches documents, and starts the worker when the HTTP server listens: command-line tools run `bootstrap`
 * too, and must not send anything.
 */
export const bootstrap = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  const { endpoints, grants } = getLinkbacks(strapi);
  const endings = endingsOf(strapi);
  // An import may have replaced the list, and the next start may come without the plugin.
  endings.add('the list of tables to keep', () => persistTables(strapi));
  for (const warning of [endpoints.warning, proxyWarning(strapi)]) {
    if (warning) strapi.log.warn(logLine(sentenceOf(warning)));
  }
  await registerRights(strapi);
  endings.add('the copy of the permissions', () => grants.close());
  await grants.watch();
  hideFromContentManager(strapi);
  const webhooks = strapi.get('webhookStore');
  for (const event of Object.values(EVENTS)) webhooks.addAllowedEvent(webhookName(event), event);
  await getService(strapi, 'settings').partSecrets();
  await keepTombstoneSecret(strapi);
  await getService(strapi, 'first-run').begin();
  watchDocuments(strapi);
  strapi.server.httpServer.once('listening', () => startWorker(strapi));
};

const startWorker = (strapi: Core.Strapi): void => {
  const worker = getService(strapi, 'worker');
  endingsOf(strapi).add('the worker', () => worker.stop());
  worker.start();
};

/** `linkback.received` is LINKBACK_RECEIVED in Strapi's list of events. */
const webhookName = (event: string): string => event.replace('.', '_').toUpperCase();
