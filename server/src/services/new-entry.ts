import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { endsTransaction } from '../adapters/deadlock';
import { entryKey } from '../adapters/keys';
import type { LinkedType } from '../config/content-types';
import { ENTRY_SETTING_UID } from '../constants';
import type { EntryRef } from '../core/types';
import type { OpenTransaction } from './outbox';
import { logLine } from '../log-line';

/** What stands in an entry's place before its first save. */
export const NEW_ENTRY = 'new';

const MARK = `${NEW_ENTRY}:`;
const TABLE = 'linkbacks_entry_settings';
const DAY = 86_400_000;

/**
 * Settings that a user chose before the entry had an id are kept under the user: publishing from the create page is
 * one request, so that saving them afterwards would come too late.
 */
export const newEntryRef = (o: { uid: string; userId: unknown; locale: string }): EntryRef => ({
  uid: o.uid,
  documentId: `${MARK}${String(o.userId)}`,
  locale: o.locale,
});

export const isNewEntry = ({ documentId }: Pick<EntryRef, 'documentId'>): boolean =>
  documentId.startsWith(MARK);

/**
 * Gives an entry that was just created in the content manager the settings that its author chose for it, in the
 * transaction of that save: both are there afterwards, or neither. In a savepoint, and throws nothing of its own: the
 * user's save stands, whatever happens here.
 */
export const adoptNewEntry = async (
  strapi: Core.Strapi,
  { trx }: OpenTransaction,
  o: { type: LinkedType; author: unknown; written: unknown }
): Promise<void> => {
  const { type, author: userId } = o;
  const { documentId, locale } = (o.written ?? {}) as { documentId?: unknown; locale?: unknown };
  if (typeof documentId !== 'string') return;

  const ref = { uid: type.uid, documentId, locale: type.localized ? String(locale ?? '') : '' };
  const from = entryKey(newEntryRef({ ...ref, userId }));
  const row = { entry_key: entryKey(ref), entry_document_id: documentId };
  try {
    await trx.transaction(async (savepoint: Knex.Transaction) => {
      const chosen = () => strapi.db.getConnection(TABLE).where({ entry_key: from }).transacting(savepoint);
      // Most choose nothing. Looking first locks nothing; on MySQL an update that finds no row locks the place for it.
      const found: { id: number } | undefined = await chosen().first('id');
      if (found) await chosen().where({ id: found.id }).update(row);
    });
  } catch (error) {
    // The user's save has gone with it: that must not look like a success.
    if (endsTransaction(error)) throw error;
    strapi.log.error(logLine(`the settings of a new entry were lost: ${String(error)}`));
  }
};

/** Forgets the settings of entries that were never saved. */
export const forgetNewEntries = async (strapi: Core.Strapi): Promise<void> => {
  const before = new Date(Date.now() - DAY).toISOString();
  await strapi.db
    .query(ENTRY_SETTING_UID)
    .deleteMany({ where: { entryDocumentId: { $startsWith: MARK }, updatedAt: { $lt: before } } });
};

/** The user who saves in the content manager, and may have chosen settings there; null for every other writer. */
export const contentManagerUser = (strapi: Core.Strapi): unknown => {
  const state = strapi.requestContext.get()?.state;
  if (state?.route?.info?.pluginName !== 'content-manager') return null;
  return state.user?.id ?? null;
};
