import type { Core } from '@strapi/strapi';
import { LINKBACK_UID } from '../../constants';
import { hostOfSite, isPublicSuffix, siteOf } from '../../core/moderation/sites';

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
    site(a) === site(b) && new URL(a).host === new URL(b).host;

  /** The approved linkbacks of the site of a URL, the newest first. */
  const approvedOf = async (url: string, except: number | undefined): Promise<Row[]> => {
    const wanted = site(url);
    if (isPublicSuffix(hostOfSite(wanted)) || wanted.endsWith('/')) return [];
    const rows: Row[] = await o.strapi.db.query(LINKBACK_UID).findMany({
      where: {
        sourceHost: new URL(url).host,
        status: 'approved',
        ...(except === undefined ? {} : { id: { $ne: except } }),
        ...(wanted.includes('/') ? { source: { $contains: `/${wanted.split('/')[1]}` } } : {}),
      },
      select: ['source', 'finalUrl'],
      orderBy: { id: 'desc' },
      limit: MOST,
    });
    // The condition on the source lets wildcards and other paths through.
    return rows.filter((row) => isSameSite(row.source, url));
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
