import { createHmac, randomBytes } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { createSecrets } from '../../adapters/secrets';
import { PLUGIN_ID, TOMBSTONE_UID } from '../../constants';

/** Traces of linkbacks that a moderator deleted: they say that something was there, not what (DESIGN §3.3). */
export interface Tombstones {
  /** What a key, of a pair or of what is said, leaves as its trace. */
  markOf(key: string): Promise<string>;
  /**
   * Leaves traces, so that the same ping does not come back, nor, under another spelling of its URL, what it said.
   *
   * @param o.pairs keys of pairs
   * @param o.contents keys of what it said; none: another linkback says the same
   */
  leave(o: { pairs: readonly string[]; contents: readonly string[] }): Promise<void>;
}

export const createTombstones = ({ strapi }: { strapi: Core.Strapi }): Tombstones => {
  const rows = () => strapi.db.query(TOMBSTONE_UID);
  let secret: Promise<string> | null = null;

  const markOf = async (key: string): Promise<string> => {
    secret ??= readSecret(strapi).catch((error: unknown) => {
      secret = null;
      throw error;
    });
    return createHmac('sha256', await secret)
      .update(key)
      .digest('hex');
  };
  const find = async (where: Record<string, string>): Promise<boolean> =>
    (await rows().findOne({ where, select: ['id'] })) !== null;

  return {
    markOf,

    async leave({ pairs, contents }) {
      const left = await Promise.all(contents.map(markOf));
      for (const mark of await Promise.all(pairs.map(markOf))) {
        const isLeft = await find({ mark });
        if (!isLeft) await rows().create({ data: { mark, contentMark: left.shift() ?? null } });
      }
      // There is more than one, or the pair was deleted before, when it said something else.
      for (const contentMark of left) {
        const isLeft = await find({ contentMark });
        if (!isLeft) await rows().create({ data: { mark: contentMark, contentMark } });
      }
    },
  };
};

const SECRET = 'tombstones';

const readSecret = async (strapi: Core.Strapi): Promise<string> => {
  const secret = (await createSecrets({ strapi }).read([SECRET])).get(SECRET);
  if (secret === undefined) throw new Error('the secret of the tombstones is not there');
  return secret;
};

/**
 * Sees to it that this database has its random secret. It belongs to the tombstones, which exports do not carry: where an
 * import replaced it, they would say nothing any more.
 */
export const keepTombstoneSecret = async (strapi: Core.Strapi): Promise<void> => {
  const secrets = createSecrets({ strapi });
  if ((await secrets.read([SECRET])).size > 0) return;
  // Where it was before.
  const store = strapi.store({ type: 'plugin', name: PLUGIN_ID, key: 'tombstone-secret' });
  const earlier = await store.get({});
  await secrets.keep(SECRET, typeof earlier === 'string' ? earlier : randomBytes(32).toString('hex'));
  await store.delete({});
};
