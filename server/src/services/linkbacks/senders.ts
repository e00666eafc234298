import type { Core } from '@strapi/strapi';
import { deleteInTurns } from '../../adapters/delete-in-turns';
import { SENDER_TABLE, SENDER_UID } from '../../constants';

/** Who sent a linkback. */
export interface Sender {
  readonly address: string | null;
  /** What it called itself, for Akismet where there is a key. */
  readonly userAgent: string | null;
}

/** Who sent a linkback that is not known, or not kept any more. */
export const NO_SENDER: Sender = { address: null, userAgent: null };

/**
 * The senders of linkbacks, until the retention ends, by the linkback's documentId. In a table of their own, which exports
 * and transfers do not carry; as part of the open transaction, if there is one.
 */
export interface Senders {
  keep(sent: readonly (Sender & { readonly documentId: string; readonly receivedAt: string })[]): Promise<void>;
  of(documentIds: readonly string[]): Promise<ReadonlyMap<string, Sender>>;
  forget(documentIds: readonly string[]): Promise<void>;
  /** Forgets those of linkbacks that were received before then, some at a time. */
  forgetBefore(time: number, signal?: AbortSignal): Promise<void>;
}

export const createSenders = ({ strapi }: { strapi: Core.Strapi }): Senders => {
  const rows = () => strapi.db.query(SENDER_UID);
  return {
    async keep(sent) {
      const data = sent
        .filter(({ address, userAgent }) => address !== null || userAgent !== null)
        .map(({ documentId, address, userAgent, receivedAt }) => ({
          linkback: documentId,
          address,
          userAgent,
          receivedAt: Date.parse(receivedAt),
        }));
      if (data.length > 0) await rows().createMany({ data });
    },

    async of(documentIds) {
      if (documentIds.length === 0) return new Map();
      const found: (Sender & { linkback: string })[] = await rows().findMany({
        where: { linkback: { $in: [...documentIds] } },
      });
      return new Map(found.map(({ linkback, address, userAgent }) => [linkback, { address, userAgent }]));
    },

    async forget(documentIds) {
      if (documentIds.length > 0) await rows().deleteMany({ where: { linkback: { $in: [...documentIds] } } });
    },

    forgetBefore: (time, signal) =>
      deleteInTurns(
        () => strapi.db.getConnection(SENDER_TABLE),
        (query) => void query.where('received_at', '<', time),
        signal
      ),
  };
};
