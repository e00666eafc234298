import type { Core } from '@strapi/strapi';
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
  sitesOf(textKey: string | null, o: { source: string; except?: number | undefined }): Promise<string[]>;
}

/** Milliseconds. */
const LATELY = 7 * 86_400_000;
/** Rows that are looked at. */
const MOST = 50;

export const createSameText = (o: { strapi: Core.Strapi; sharedHosts: readonly string[] }): SameText => {
  const { db } = o.strapi;
  const site = (url: string): string => siteOf(withoutQuery(url), o.sharedHosts);
  /** One owner: hosts of one domain, and each user on a host of many. */
  const ownerOf = (url: string): string =>
    site(url).includes('/') ? site(url) : (getDomain(url, { allowPrivateDomains: true }) ?? site(url));

  return {
    async sitesOf(textKey, { source, except }) {
      if (textKey === null) return [];
      // Each ping asks: past Strapi's builder, which takes several times as long as the database.
      const rows: { id: number; source: string; received_at: unknown }[] = await db
        .getConnection(LINKBACK_TABLE)
        .where({ text_key: textKey })
        .orderBy('id', 'desc')
        .limit(MOST)
        .select('id', 'source', 'received_at');
      const since = Date.now() - LATELY;
      const owners = new Map<string, string>([[ownerOf(source), '']]);
      for (const row of rows) {
        const isOld = new Date(row.received_at as string).getTime() < since;
        const owner = ownerOf(row.source);
        if (row.id !== except && !isOld && !owners.has(owner)) owners.set(owner, site(row.source));
      }
      return [...owners.values()].filter((other) => other !== '');
    },
  };
};
