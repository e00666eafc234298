import type { Core } from '@strapi/strapi';
import { entryRefOf } from '../../adapters/keys';
import { EVENTS } from '../../constants';
import type { Changed } from './change';
import { reasonOfRow } from './compact';
import { toPublicLinkback, type StoredLinkback } from './rows';
import { logLine } from '../../log-line';

/** A linkback as the outside is told of it: without the sender's address. */
export const subjectOf = (row: StoredLinkback) => ({
  ...toPublicLinkback(row),
  status: row.status,
  reason: reasonOfRow(row),
  entry: entryRefOf(row),
});

/**
 * Tells webhooks and listeners what became of a linkback, after commit. Listeners are not ours: what they throw is
 * logged, what they take is not waited for. No event carries an address.
 */
export const emitLinkback = (strapi: Core.Strapi, event: string, row: StoredLinkback): void => {
  strapi.eventHub
    .emit(event, { linkback: subjectOf(row) })
    .catch((error: unknown) => strapi.log.warn(logLine(`a listener of ${event} failed: ${String(error)}`)));
};

/** Tells what a change of status comes to for the outside: shown, or no longer shown. */
export const emitChange = (strapi: Core.Strapi, { before, after }: Changed): void => {
  if (before.status === after.status) return;
  if (after.status === 'approved') emitLinkback(strapi, EVENTS.approved, after);
  else if (before.status === 'approved') emitLinkback(strapi, EVENTS.removed, after);
};
