import type { Core } from '@strapi/strapi';
import { LINKBACK_UID } from '../../constants';
import { hostOfSite, hostsOfSite, isPublicSuffix, siteOf } from '../../core/moderation/sites';

/** Sites of which linkbacks were approved before. */
export interface KnownSites {
  /**
   * Whether the site of a source is known, and that which it redirects to. A known site that redirects elsewhere vouches for
   * nothing but where it led before.
   *
   * @param o.except a linkback that does not count
   */
  areKnown(o: { source: string; finalUrl: string; except?: number | undefined }): Promise<boolean>;
}

type Row = { readonly source: string; readonly finalUrl: string | null };

/** Approved linkbacks of one host that are looked at: on hosts of many users their sites differ. */
const MOST = 500;

export const createKnownSites = (o: { strapi: Core.Strapi; sharedHosts: readonly string[] }): KnownSites => {
  const site = (url: string): string => siteOf(url, o.sharedHosts);
  /** Another port may be somebody else's. */
  const isSameSite = (a: string, b: string): boolean =>
    site(a) === site(b) && new URL(a).port === new URL(b).port;

  /** The newest approved linkbacks of the hosts of a URL that are of its site. */
  const read = async (url: string, by: { except: number | undefined; contains: string }): Promise<Row[]> => {
    const rows: Row[] = await o.strapi.db.query(LINKBACK_UID).findMany({
      where: {
        sourceHost: { $in: hostsOfSite(new URL(url), o.sharedHosts) },
        status: 'approved',
        ...(by.except === undefined ? {} : { id: { $ne: by.except } }),
        ...(by.contains === '' ? {} : { source: { $containsi: by.contains } }),
      },
      select: ['source', 'finalUrl'],
      orderBy: { id: 'desc' },
      limit: MOST,
    });
    // The condition on the source lets wildcards and other paths through.
    return rows.filter((row) => isSameSite(row.source, url));
  };

  /** The approved linkbacks of the site of a URL, the newest first; of a user, those spelled as usual before all others. */
  const approvedOf = async (url: string, except: number | undefined): Promise<Row[]> => {
    const wanted = site(url);
    const host = hostOfSite(wanted);
    if (isPublicSuffix(host) || wanted === `${host}/`) return [];
    if (wanted === host) return read(url, { except, contains: '' });
    const usual = await read(url, { except, contains: encodeURI(wanted.slice(wanted.lastIndexOf('/'))) });
    // Escapes may hide a name from the database.
    return usual.length > 0 ? usual : read(url, { except, contains: '' });
  };

  return {
    async areKnown({ source, finalUrl, except }) {
      const before = await approvedOf(source, except);
      if (before.length === 0) return false;
      if (isSameSite(finalUrl, source)) return true;
      if (before.some((row) => row.finalUrl !== null && isSameSite(row.finalUrl, finalUrl))) return true;
      return (await approvedOf(finalUrl, except)).length > 0;
    },
  };
};
