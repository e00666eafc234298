import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { LINKBACK_TABLE, LINKBACK_UID, TOMBSTONE_TABLE } from '../../constants';
import type { LinkbackRow } from '../linkbacks/rows';
import { createTombstones } from '../linkbacks/tombstones';
import { sameTextRows, type SameTextRow } from './same-text';

/** What is asked about a source that was read. All are keys. */
export interface Asked {
  /** Of linkbacks that say the same. */
  readonly said: readonly string[];
  /** Whose traces refuse it: of pairs, and of what was said. */
  readonly pairs: readonly string[];
  readonly contents: readonly string[];
  /** Of what it says: a trace of that refuses it where there is none of `others`. */
  readonly site: readonly string[];
  /** Of what it says: a trace of that only says that another page said the same. */
  readonly others: readonly string[];
  /** Of its text; null: too little text to tell. */
  readonly textKey: string | null;
}

export interface Said {
  readonly rows: readonly LinkbackRow[];
  readonly isErased: boolean;
  /** Whether what another page said was deleted. */
  readonly isOtherErased: boolean;
  /** The newest linkbacks with the same text. */
  readonly sameText: readonly SameTextRow[];
}

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
   * The linkbacks that say the same, the oldest first, whether something with one of the keys was deleted for good, and the
   * newest with the same text: one query, since each new ping asks.
   */
  findSaid(asked: Asked): Promise<Said>;
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
const PART = { said: 0, erased: 1, contentErased: 2, sameText: 3 };

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
      // A foreign spelling does not speak for the address that it led to.
      const home = stored({ pair_key: pairKey }).where((own) =>
        own.whereNull('own_address').orWhereNull('source_key')
      );
      const rows: unknown[] = await home.unionAll([given, erased]);
      return rows.length > 0;
    },

    async areErased(pairKeys) {
      const marks = await Promise.all(pairKeys.map(tombstones.markOf));
      const rows: unknown[] = await found(TOMBSTONE_TABLE).whereIn('mark', marks).limit(1);
      return rows.length > 0;
    },

    async findSaid({ said, pairs, contents, site, others, textKey }) {
      const raw = (sql: string): Knex.Raw => strapi.db.connection.raw(sql);
      const marksOf = (keys: readonly string[]): Promise<string[]> =>
        Promise.all(keys.map(tombstones.markOf));
      const erased = (column: string, marks: readonly string[], part: number): Knex.QueryBuilder =>
        strapi.db
          .getConnection(TOMBSTONE_TABLE)
          .whereIn(column, [...marks])
          .select(raw(`0 as id, ${column} as source, null as received_at, ${part} as part`));
      // As a table of its own: parts of a union have no order and no limit everywhere.
      const sameText = (key: string): Knex.QueryBuilder =>
        strapi.db.connection
          .from(sameTextRows(strapi, key).as('same_text'))
          .select('id', 'source', 'received_at', raw(`${PART.sameText} as part`));
      const [pairMarks = [], contentMarks = [], siteMarks = [], otherMarks = []] = await Promise.all(
        [pairs, contents, site, others].map(marksOf)
      );
      const saidMarks = [...new Set([...contentMarks, ...siteMarks, ...otherMarks])];
      const found: (SameTextRow & { part: number | string })[] = await strapi.db
        .getConnection(LINKBACK_TABLE)
        .whereIn('content_key', [...said])
        .select('id', 'source', 'received_at', raw(`${PART.said} as part`))
        .unionAll([
          erased('mark', pairMarks, PART.erased),
          erased('content_mark', saidMarks, PART.contentErased),
          ...(textKey === null ? [] : [sameText(textKey)]),
        ]);
      const of = (part: number): SameTextRow[] => found.filter((row) => Number(row.part) === part);
      const ids = of(PART.said).map(({ id }) => Number(id));
      const rows: LinkbackRow[] =
        ids.length === 0
          ? []
          : await strapi.db
              .query(LINKBACK_UID)
              .findMany({ where: { id: { $in: ids } }, orderBy: { id: 'asc' } });
      const left = new Set(of(PART.contentErased).map(({ source }) => source));
      const isLeft = (marks: readonly string[]): boolean => marks.some((mark) => left.has(mark));
      const isOtherErased = isLeft(otherMarks);
      return {
        rows,
        isErased: of(PART.erased).length > 0 || isLeft(contentMarks) || (isLeft(siteMarks) && !isOtherErased),
        isOtherErased,
        sameText: of(PART.sameText),
      };
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
