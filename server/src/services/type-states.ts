import type { Core } from '@strapi/strapi';
import { TYPE_TABLE, TYPE_UID } from '../constants';

/** How far a content type has come since it takes part. */
export interface TypeState {
  /** Milliseconds since 1970: what was published before is known, what was published since is new. */
  readonly since: number;
  /** Whether all links from before are known. */
  readonly ready: boolean;
}

/** Through `strapi.db.query`, which takes part in an open transaction. */
export interface TypeStates {
  get(uid: string): Promise<TypeState | null>;
  /** Takes the type in, unless another process has done so; answers with what stands then. */
  begin(uid: string, since: number): Promise<TypeState>;
  /** The type is ready, unless it was taken out and put back meanwhile. */
  finish(uid: string, since: number): Promise<void>;
  keepOnly(uids: readonly string[]): Promise<void>;
}

export const createTypeStates = ({ strapi }: { strapi: Core.Strapi }): TypeStates => {
  const rows = () => strapi.db.query(TYPE_UID);

  const get = async (uid: string): Promise<TypeState | null> => {
    const row = await rows().findOne({ where: { uid } });
    return row ? { since: Number(row.since), ready: Boolean(row.ready) } : null;
  };

  return {
    get,

    async begin(uid, since) {
      const row = { uid, since, ready: false };
      await strapi.db.getConnection(TYPE_TABLE).insert(row).onConflict('uid').ignore();
      return (await get(uid)) ?? { since, ready: false };
    },

    async finish(uid, since) {
      await rows().updateMany({ where: { uid, since }, data: { ready: true } });
    },

    async keepOnly(uids) {
      await rows().deleteMany({ where: { uid: { $notIn: [...uids] } } });
    },
  };
};
