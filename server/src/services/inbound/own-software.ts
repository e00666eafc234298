import type { Core } from '@strapi/strapi';
import { ownHostOf, type OwnSoftware } from '../../core/url/own-software';
import { parseUrl } from '../../core/url/parse-url';
import { getLinkbacks } from '../../get-service';

/**
 * Tells where this Strapi itself is reached (API, endpoints, admin): as a source that is refused, so that nobody can
 * make us call ourselves. Where the public site shares Strapi's host, only the API's and the admin's paths are meant.
 */
export const createOwnSoftware = ({ strapi }: { strapi: Core.Strapi }): (() => OwnSoftware) => {
  const { config, entries } = getLinkbacks(strapi);
  const own = ownSoftwareAt({
    roots: [config.publicUrl, strapi.config.get('server.absoluteUrl')],
    paths: [
      String(strapi.config.get('api.rest.prefix', '/api')),
      String(strapi.config.get('admin.path', '/admin')),
      '/linkbacks',
    ],
  });
  return () => ({ ...own, siteHosts: entries.ownHosts, port: listeningPort(strapi) });
};

/**
 * Reads the configured addresses of this Strapi.
 *
 * @param o.roots URLs below which it is reached; what is none is left out
 * @param o.paths as they are configured; `/` and '' say nothing
 */
export const ownSoftwareAt = (o: {
  roots: readonly unknown[];
  paths: readonly string[];
}): Pick<OwnSoftware, 'hosts' | 'paths'> => ({
  hosts: o.roots.flatMap((root) => {
    const url = typeof root === 'string' ? parseUrl(root) : null;
    return url ? [ownHostOf(url)] : [];
  }),
  paths: o.paths.map((path) => path.replace(/^\/+|\/+$/g, '').toLowerCase()).filter(Boolean),
});

/** The port that this process really listens at; null before it does, or at a socket. */
const listeningPort = (strapi: Core.Strapi): string | null => {
  const address = strapi.server.httpServer.address();
  return address !== null && typeof address === 'object' ? String(address.port) : null;
};
