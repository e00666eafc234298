import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { LINKBACK_TABLE, LINKBACK_UID, TOMBSTONE_TABLE } from '../../constants';
import type { LinkbackRow } from '../linkbacks/rows';
import { createTombstones } from '../linkbacks/tombstones';

/** What is known of pairs, by their keys. */
export interface Known {
  /**
   * Whether a pair was stored before, wherever it is now, or was deleted for good; what is gone may come again. Each ping
   * asks, before anything is fetched: so it is one query, past Strapi's builder, which takes several times as long as the
   * database.
   */
  has(pairKey: string): Promise<boolean>;
  /** Whether one of the pairs was deleted for good. */
  areErased(pairKeys: readonly string[]): Promise<boolean>;
  /**
   * The linkback that says the same, and whether something with one of the keys was deleted for good: one query, since each
   * new ping asks.
   *
   * @param o.said keys of what the source says (`contentKeyOf`)
   * @param o.pairs keys of pairs
   */
  findSaid(o: {
    said: readonly string[];
    pairs: readonly string[];
  }): Promise<{ row: LinkbackRow | null; isErased: boolean }>;
  /** Another linkback than this one that says the same; null when there is none. */
  findTwin(contentKey: string, except: number): Promise<LinkbackRow | null>;
  /**
   * The oldest linkback that one of the keys is known under.
   *
   * @param o.except one that does not count
   */
  find(pairKeys: readonly string[], o?: { except?: number }): Promise<LinkbackRow | null>;
}

export const createKnown = ({ strapi }: { strapi: Core.Strapi }): Known => {
  const tombstones = createTombstones({ strapi });
  const found = (table: string): Knex.QueryBuilder =>
    strapi.db.getConnection(table).select(strapi.db.connection.raw('1'));
  const stored = (key: Record<string, string>): Knex.QueryBuilder =>
    found(LINKBACK_TABLE).where(key).whereNot({ status: 'gone' });

  return {
    async has(pairKey) {
      const erased = found(TOMBSTONE_TABLE).where({ mark: await tombstones.markOf(pairKey) });
      const given = stored({ source_key: pairKey });
      const rows: unknown[] = await stored({ pair_key: pairKey }).unionAll([given, erased]);
      return rows.length > 0;
    },

    async areErased(pairKeys) {
      const marks = await Promise.all(pairKeys.map(tombstones.markOf));
      const rows: unknown[] = await found(TOMBSTONE_TABLE).whereIn('mark', marks).limit(1);
      return rows.length > 0;
    },

    async findSaid({ said, pairs }) {
      const marksOf = (keys: readonly string[]): Promise<string[]> =>
        Promise.all(keys.map(tombstones.markOf));
      const erased = (column: string, marks: readonly string[]): Knex.QueryBuilder =>
        strapi.db
          .getConnection(TOMBSTONE_TABLE)
          .whereIn(column, [...marks])
          .select(strapi.db.connection.raw('0 as id'));
      const [pairMarks, contentMarks] = await Promise.all([marksOf(pairs), marksOf(said)]);
      const found: { id: number | string }[] = await strapi.db
        .getConnection(LINKBACK_TABLE)
        .whereIn('content_key', [...said])
        .select('id')
        .unionAll([erased('mark', pairMarks), erased('content_mark', contentMarks)]);
      const ids = found.map(({ id }) => Number(id)).sort((a, b) => a - b);
      const id = ids.find((each) => each > 0);
      const row = id === undefined ? null : await strapi.db.query(LINKBACK_UID).findOne({ where: { id } });
      return { row, isErased: ids[0] === 0 };
    },

    findTwin: (contentKey, except) =>
      strapi.db.query(LINKBACK_UID).findOne({ where: { contentKey, id: { $ne: except } } }),

    find: (pairKeys, { except } = {}) =>
      strapi.db.query(LINKBACK_UID).findOne({
        where: {
          $or: [{ pairKey: { $in: [...pairKeys] } }, { sourceKey: { $in: [...pairKeys] } }],
          ...(except === undefined ? {} : { id: { $ne: except } }),
        },
        orderBy: { id: 'asc' },
      }),
  };
};
