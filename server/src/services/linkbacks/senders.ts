import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { patiently } from '../../adapters/deadlock';
import { LINKBACK_UID, SENDER_TABLE, SENDER_UID } from '../../constants';

/** Who sent a linkback. */
export interface Sender {
  readonly address: string | null;
  /** What it called itself, for Akismet where there is a key. */
  readonly userAgent: string | null;
}

/** Who sent a linkback that is not known, or not kept any more. */
export const NO_SENDER: Sender = { address: null, userAgent: null };

/** The sender of a linkback that was just written. */
export type Sent = Sender & { readonly documentId: string; readonly receivedAt: string };

/**
 * The senders of linkbacks, until the retention ends, under the ids of the linkbacks' rows. In a table of their own, which
 * exports and transfers do not carry; as part of the open transaction, if there is one.
 */
export interface Senders {
  keep(sent: readonly Sent[]): Promise<void>;
  of(ids: readonly number[]): Promise<ReadonlyMap<number, Sender>>;
  forget(ids: readonly number[]): Promise<void>;
  /** Forgets those of linkbacks that were received before then, some at a time. */
  forgetBefore(time: number, signal?: AbortSignal): Promise<void>;
}

/** Rows that are looked at in one turn of the event loop. */
const WINDOW = 500;

export const createSenders = ({ strapi }: { strapi: Core.Strapi }): Senders => {
  const rows = () => strapi.db.query(SENDER_UID);

  const idsOf = async (sent: readonly Sent[]): Promise<Map<string, number>> => {
    const found: { id: number; documentId: string }[] = await strapi.db.query(LINKBACK_UID).findMany({
      select: ['id', 'documentId'],
      where: { documentId: { $in: sent.map(({ documentId }) => documentId) } },
    });
    return new Map(found.map(({ id, documentId }) => [documentId, id]));
  };

  const forget = async (ids: readonly number[]): Promise<void> => {
    if (ids.length > 0) await rows().deleteMany({ where: { id: { $in: [...ids] } } });
  };

  return {
    async keep(sent) {
      const told = sent.filter(({ address, userAgent }) => address !== null || userAgent !== null);
      if (told.length === 0) return;
      const ids = await idsOf(told);
      const data = told.map(({ documentId, address, userAgent, receivedAt }) => ({
        id: ids.get(documentId),
        address,
        user_agent: userAgent,
        received_at: Date.parse(receivedAt),
      }));
      await strapi.db.transaction(async ({ trx }) => {
        // After an import, rows of before may be left under ids that are given again.
        await strapi.db.getConnection(SENDER_TABLE).insert(data).onConflict('id').merge().transacting(trx);
      });
    },

    async of(ids) {
      if (ids.length === 0) return new Map();
      const found: (Sender & { id: number })[] = await rows().findMany({ where: { id: { $in: [...ids] } } });
      return new Map(found.map(({ id, address, userAgent }) => [id, { address, userAgent }]));
    },

    forget,

    async forgetBefore(time, signal) {
      // Ids are given in the order of receipt, but for what waited to be verified: a window without old ones is the end.
      let last = 0;
      while (!signal?.aborted) {
        const window: { id: number; receivedAt: string | number }[] = await rows().findMany({
          select: ['id', 'receivedAt'],
          where: { id: { $gt: last } },
          orderBy: { id: 'asc' },
          limit: WINDOW,
        });
        const old = window.filter(({ receivedAt }) => Number(receivedAt) < time).map(({ id }) => id);
        await patiently(() => forget(old));
        last = window.at(-1)?.id ?? last;
        if (old.length === 0 || window.length < WINDOW) return;
        await nextTurn();
      }
    },
  };
};
