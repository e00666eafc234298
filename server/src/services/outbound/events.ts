import type { Core } from '@strapi/strapi';
import { EVENTS } from '../../constants';
import { entryRefOf } from '../../adapters/keys';
import type { PingRow } from './rows';
import { logLine } from '../../log-line';

/**
 * Tells listeners and webhooks what became of a ping (`ping.sent`, `ping.failed`). Listeners are not ours: what they
 * throw is logged, what they take is not waited for.
 */
export const tellOf = (strapi: Core.Strapi, row: PingRow): void => {
  const event = row.status === 'sent' ? EVENTS.pingSent : EVENTS.pingFailed;
  const { documentId: id, protocol, purpose, source, target, endpoint, status, reason } = row;
  const ping = { id, protocol, purpose, source, target, endpoint, status, reason, entry: entryRefOf(row) };
  strapi.eventHub
    .emit(event, { ping })
    .catch((error: unknown) => strapi.log.warn(logLine(`a listener of ${event} failed: ${String(error)}`)));
};
