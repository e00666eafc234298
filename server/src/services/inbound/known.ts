import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { LINKBACK_TABLE, LINKBACK_UID, TOMBSTONE_TABLE } from '../../constants';
import type { LinkbackRow } from '../linkbacks/rows';
import { createTombstones } from '../linkbacks/tombstones';
import { sameTextRows, type SameTextRow } from './same-text';

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
   * The linkback that says the same, whether something with one of the keys was deleted for good, and the newest with the
   * same text: one query, since each new ping asks.
   *
   * @param o.said keys of what the source says (`contentKeyOf`)
   * @param o.pairs keys of pairs
   * @param o.textKey null: too little text to tell
   */
  findSaid(o: {
    said: readonly string[];
    pairs: readonly string[];
    textKey: string | null;
  }): Promise<{ row: LinkbackRow | null; isErased: boolean; sameText: readonly SameTextRow[] }>;
  /** Another linkback than this one that says the same; null when there is none. */
  findTwin(contentKey: string, except: number): Promise<LinkbackRow | null>;
  /**
   * The oldest linkback that one of the keys is known under.
   *
   * @param o.except one that does not count
   */
  find(pairKeys: readonly string[], o?: { except?: number }): Promise<LinkbackRow | null>;
}

/** Which part of the query of `findSaid` a row is of. */
const [ERASED, SAID, SAME_TEXT] = [0, 1, 2];

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

    async findSaid({ said, pairs, textKey }) {
      const raw = (sql: string): Knex.Raw => strapi.db.connection.raw(sql);
      const marksOf = (keys: readonly string[]): Promise<string[]> =>
        Promise.all(keys.map(tombstones.markOf));
      const erased = (column: string, marks: readonly string[]): Knex.QueryBuilder =>
        strapi.db
          .getConnection(TOMBSTONE_TABLE)
          .whereIn(column, [...marks])
          .select(raw(`0 as id, null as source, null as received_at, ${ERASED} as part`));
      // As a table of its own: parts of a union have no order and no limit everywhere.
      const sameText = (key: string): Knex.QueryBuilder =>
        strapi.db.connection
          .from(sameTextRows(strapi, key).as('same_text'))
          .select('id', 'source', 'received_at', raw(`${SAME_TEXT} as part`));
      const [pairMarks, contentMarks] = await Promise.all([marksOf(pairs), marksOf(said)]);
      const found: (SameTextRow & { part: number | string })[] = await strapi.db
        .getConnection(LINKBACK_TABLE)
        .whereIn('content_key', [...said])
        .select('id', 'source', 'received_at', raw(`${SAID} as part`))
        .unionAll([
          erased('mark', pairMarks),
          erased('content_mark', contentMarks),
          ...(textKey === null ? [] : [sameText(textKey)]),
        ]);
      const of = (part: number): SameTextRow[] => found.filter((row) => Number(row.part) === part);
      const ids = of(SAID).map(({ id }) => Number(id));
      const id = ids.length === 0 ? null : Math.min(...ids);
      const row = id === null ? null : await strapi.db.query(LINKBACK_UID).findOne({ where: { id } });
      return { row, isErased: of(ERASED).length > 0, sameText: of(SAME_TEXT) };
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
