import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { getDomain } from 'tldts';
import { LINKBACK_TABLE } from '../../constants';
import { siteOf, withoutQuery } from '../../core/moderation/sites';

/** Who else sent the same text lately. */
export interface SameText {
  /**
   * Other sites that a text came from in the last days, one of each registrable domain.
   *
   * @param textKey null: too little text to tell
   * @param o.except a linkback that does not count
   */
  sitesOf(textKey: string | null, o: Asker): Promise<string[]>;
  /** The same of rows that {@link sameTextRows} gave, in any order. */
  sitesIn(rows: readonly SameTextRow[], o: Asker): string[];
}

interface Asker {
  readonly source: string;
  readonly except?: number | undefined;
}

export interface SameTextRow {
  readonly id: number | string;
  readonly source: string;
  readonly received_at: unknown;
}

/** Milliseconds. */
const LATELY = 7 * 86_400_000;
/** Rows that are looked at. */
const MOST = 50;

/**
 * Selects the newest linkbacks with a text. Each ping asks: past Strapi's builder, which takes several times as long as the
 * database.
 */
export const sameTextRows = ({ db }: Pick<Core.Strapi, 'db'>, textKey: string): Knex.QueryBuilder =>
  db
    .getConnection(LINKBACK_TABLE)
    .where({ text_key: textKey })
    .orderBy('id', 'desc')
    .limit(MOST)
    .select('id', 'source', 'received_at');

export const createSameText = (o: { strapi: Core.Strapi; sharedHosts: readonly string[] }): SameText => {
  const site = (url: string): string => siteOf(withoutQuery(url), o.sharedHosts);
  /** One owner: hosts of one domain, and each user on a host of many. */
  const ownerOf = (url: string): string =>
    site(url).includes('/') ? site(url) : (getDomain(url, { allowPrivateDomains: true }) ?? site(url));

  const sitesIn: SameText['sitesIn'] = (rows, { source, except }) => {
    const since = Date.now() - LATELY;
    const owners = new Map<string, string>([[ownerOf(source), '']]);
    const newestFirst = rows.map((row) => ({ ...row, id: Number(row.id) })).sort((a, b) => b.id - a.id);
    for (const row of newestFirst) {
      const isOld = new Date(row.received_at as string).getTime() < since;
      const owner = ownerOf(row.source);
      if (row.id !== except && !isOld && !owners.has(owner)) owners.set(owner, site(row.source));
    }
    return [...owners.values()].filter((other) => other !== '');
  };

  return {
    sitesIn,
    sitesOf: async (textKey, asker) =>
      textKey === null ? [] : sitesIn(await sameTextRows(o.strapi, textKey), asker),
  };
};
