import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { endsTransaction } from '../../adapters/deadlock';
import { LINKBACK_TABLE } from '../../constants';
import type { LinkbackRow } from './rows';

/**
 * Writes the key of what a linkback says, as part of the open transaction. Where another one has it, this one goes without:
 * both were there before they said the same.
 *
 * @returns the key that it has
 */
export const claimContent = async (
  strapi: Core.Strapi,
  o: { row: Pick<LinkbackRow, 'id' | 'contentKey'>; contentKey: string | null; trx: Knex.Transaction }
): Promise<string | null> => {
  const { row, contentKey, trx } = o;
  if (contentKey === row.contentKey) return contentKey;
  const table = () => strapi.db.getConnection(LINKBACK_TABLE);
  const write = async (key: string | null, within: Knex.Transaction): Promise<string | null> => {
    await table().where({ id: row.id }).update({ content_key: key }).transacting(within);
    return key;
  };
  const isTaken = table().where({ content_key: contentKey }).whereNot({ id: row.id }).first('id');
  if (contentKey === null || (await isTaken.transacting(trx))) return write(null, trx);
  try {
    // Another process may be faster: a savepoint keeps that from failing the transaction.
    return await trx.transaction((savepoint) => write(contentKey, savepoint));
  } catch (error) {
    if (endsTransaction(error)) throw error;
    return write(null, trx);
  }
};
