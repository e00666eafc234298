import type { Core } from '@strapi/strapi';
import type { DiscoveryResponse } from '../contracts/public';
import { advertise } from '../core/advertise';
import { getLinkbacks, getService } from '../get-service';
import type { PublicTarget } from './public-linkbacks';

type Discovery = DiscoveryResponse['data'];

/** What a front-end puts into the page of an entry (DESIGN §3.2). */
export interface DiscoveryService {
  /** All null when the entry is closed, is not published, or when no public address of ours is known. */
  of(target: PublicTarget): Promise<Discovery>;
}

const NOTHING: Discovery = {
  open: null,
  pingback: null,
  webmention: null,
  trackback: null,
  html: null,
  headers: null,
  rdf: null,
};

export const createDiscovery = ({ strapi }: { strapi: Core.Strapi }): DiscoveryService => {
  const { endpoints } = getLinkbacks(strapi);

  return {
    async of(target) {
      const entry = await getService(strapi, 'public-linkbacks').entryOf(target);
      if (!entry || entry.url === null || endpoints.warning !== null) return NOTHING;
      if (!(await getService(strapi, 'entry-settings').isOpen(entry))) return { ...NOTHING, open: false };

      const { protocols } = (await getService(strapi, 'settings').get()).receive;
      const pingback = protocols.pingback ? endpoints.xmlrpc() : null;
      const trackback = protocols.trackback ? endpoints.trackback(entry.type, entry.ref) : null;
      const webmention = protocols.webmention ? endpoints.webmention() : null;
      const { url, title, revision } = entry;
      const text = advertise({ url, title, revision, pingback, trackback, webmention });
      return { open: true, pingback, webmention, trackback, ...text };
    },
  };
};
