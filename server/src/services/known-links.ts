import type { Core } from '@strapi/strapi';
import { entryKey } from '../adapters/keys';
import { KNOWN_TABLE, KNOWN_UID } from '../constants';
import type { EntryRef } from '../core/types';

interface KnownRow {
  id: number;
  links: string;
  since: string | number | null;
}

/** The links that stood in entries before their type took part, as pair keys. Takes part in an open transaction. */
export interface KnownLinks {
  of(ref: EntryRef): Promise<string[]>;
  /**
   * Keeps what stood in an entry when its type began to take part, at `since`. Only the first reading counts: by the
   * next there may be new links. What was known from an earlier time stays known.
   */
  remember(ref: EntryRef, keys: readonly string[], since: number): Promise<void>;
  forget(ref: EntryRef, keys: readonly string[]): Promise<void>;
}

/** How often a row is read again that others changed at the same time. */
const TRIES = 5;

export const createKnownLinks = ({ strapi }: { strapi: Core.Strapi }): KnownLinks => {
  const rows = () => strapi.db.query(KNOWN_UID);
  const find = (ref: EntryRef): Promise<KnownRow | null> =>
    rows().findOne({ where: { entryKey: entryKey(ref) } });

  /** `change` gives the new columns, or null for none. Written only over the row that it was given. */
  const change = async (ref: EntryRef, change: (row: KnownRow) => object | null): Promise<void> => {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const row = await find(ref);
      const data = row && change(row);
      if (!data) return;
      const { count } = await rows().updateMany({ where: { id: row.id, links: row.links }, data });
      if (count === 1) return;
    }
    throw new Error('the known links of an entry kept changing');
  };

  const insert = async (ref: EntryRef, keys: readonly string[], since: number): Promise<void> =>
    await strapi.db.transaction(async ({ trx }) => {
      const row = { entry_key: entryKey(ref), links: JSON.stringify(keys), since };
      await strapi.db
        .getConnection(KNOWN_TABLE)
        .insert(row)
        .onConflict('entry_key')
        .ignore()
        .transacting(trx);
    });

  return {
    async of(ref) {
      const row = await find(ref);
      return row ? linksOf(row) : [];
    },

    async remember(ref, keys, since) {
      if (!(await find(ref))) return insert(ref, keys, since);
      await change(ref, (row) =>
        Number(row.since) === since ? null : { links: unionOf(linksOf(row), keys), since }
      );
    },

    forget: (ref, keys) =>
      change(ref, (row) => {
        const links = linksOf(row);
        const left = links.filter((key) => !keys.includes(key));
        return left.length === links.length ? null : { links: JSON.stringify(left) };
      }),
  };
};

const linksOf = (row: KnownRow): string[] => JSON.parse(row.links);

const unionOf = (one: readonly string[], other: readonly string[]): string =>
  JSON.stringify([...new Set([...one, ...other])]);
