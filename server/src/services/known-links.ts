import type { Core } from '@strapi/strapi';
import { entryKey } from '../adapters/keys';
import { KNOWN_TABLE, KNOWN_UID } from '../constants';
import type { EntryRef } from '../core/types';

interface KnownRow {
  id: number;
  entryKey: string;
  links: string;
  since: string | number | null;
}

/** The pair keys of the links that an entry has. */
export interface LinksOfEntry {
  readonly ref: EntryRef;
  readonly keys: readonly string[];
}

/** The links that stood in entries before their type took part, as pair keys. Takes part in an open transaction. */
export interface KnownLinks {
  of(ref: EntryRef): Promise<string[]>;
  /**
   * Keeps what stood in entries when their type began to take part, at `since`; in one transaction. Only the first reading
   * counts: by the next there may be new links. What was known from an earlier time stays known.
   */
  rememberAll(found: readonly LinksOfEntry[], since: number): Promise<void>;
  /** Returns the test whether an entry, one of these, was read since then. */
  readSince(refs: readonly EntryRef[], since: number): Promise<(ref: EntryRef) => boolean>;
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

  const insert = async (found: readonly LinksOfEntry[], since: number): Promise<void> => {
    if (found.length === 0) return;
    await strapi.db.transaction(async ({ trx }) => {
      const news = found.map(({ ref, keys }) => ({
        entry_key: entryKey(ref),
        links: JSON.stringify(keys),
        since,
      }));
      await strapi.db
        .getConnection(KNOWN_TABLE)
        .insert(news)
        .onConflict('entry_key')
        .ignore()
        .transacting(trx);
    });
  };

  /** What is kept of these entries, by their keys. */
  const sinceOf = async (refs: readonly EntryRef[]): Promise<Map<string, number>> => {
    if (refs.length === 0) return new Map();
    const found: Pick<KnownRow, 'entryKey' | 'since'>[] = await rows().findMany({
      where: { entryKey: { $in: refs.map(entryKey) } },
      select: ['entryKey', 'since'],
    });
    return new Map(found.map((row) => [row.entryKey, Number(row.since)]));
  };

  return {
    async of(ref) {
      const row = await find(ref);
      return row ? linksOf(row) : [];
    },

    async rememberAll(found, since) {
      const before = await sinceOf(found.map(({ ref }) => ref));
      await insert(
        found.filter(({ ref }) => !before.has(entryKey(ref))),
        since
      );
      for (const { ref, keys } of found) {
        const at = before.get(entryKey(ref));
        if (at === undefined || at === since) continue;
        await change(ref, (row) =>
          Number(row.since) === since ? null : { links: unionOf(linksOf(row), keys), since }
        );
      }
    },

    async readSince(refs, since) {
      const before = await sinceOf(refs);
      return (ref) => before.get(entryKey(ref)) === since;
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
