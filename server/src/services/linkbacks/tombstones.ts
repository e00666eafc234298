import { createHmac, randomBytes } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { PLUGIN_ID, TOMBSTONE_UID } from '../../constants';

/** Traces of linkbacks that a moderator deleted: they say that something was there, not what (DESIGN §3.3). */
export interface Tombstones {
  /** What a pair leaves as its trace. */
  markOf(pairKey: string): Promise<string>;
  /** Leaves a trace, so that the same ping does not come back. */
  leave(pairKey: string): Promise<void>;
}

export const createTombstones = ({ strapi }: { strapi: Core.Strapi }): Tombstones => {
  const rows = () => strapi.db.query(TOMBSTONE_UID);
  let secret: Promise<string> | null = null;

  const markOf = async (pairKey: string): Promise<string> => {
    secret ??= readSecret(strapi).catch((error: unknown) => {
      secret = null;
      throw error;
    });
    return createHmac('sha256', await secret)
      .update(pairKey)
      .digest('hex');
  };
  const find = async (mark: string): Promise<boolean> =>
    (await rows().findOne({ where: { mark }, select: ['id'] })) !== null;

  return {
    markOf,

    async leave(pairKey) {
      const mark = await markOf(pairKey);
      if (!(await find(mark))) await rows().create({ data: { mark } });
    },
  };
};

/** A random secret of this database, made when it is first needed. */
const readSecret = async (strapi: Core.Strapi): Promise<string> => {
  const store = strapi.store({ type: 'plugin', name: PLUGIN_ID, key: 'tombstone-secret' });
  const existing = await store.get({});
  if (typeof existing === 'string') return existing;
  await store.set({ value: randomBytes(32).toString('hex') });
  return String(await store.get({}));
};
