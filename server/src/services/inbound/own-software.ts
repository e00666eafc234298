import type { Core } from '@strapi/strapi';
import { normaliseEscapes } from '../../core/url/normalise';
import { getLinkbacks } from '../../get-service';
import { parseUrl } from '../../core/url/parse-url';

export interface OwnAddresses {
  /** URLs below which this Strapi is reached; what is none is left out. */
  readonly roots: readonly unknown[];
  /** Its paths beside a public site on the same host: of the API, of the admin. `/` and '' say nothing. */
  readonly paths: readonly string[];
  /** `host[:port]` of the public site. */
  readonly siteHosts: ReadonlySet<string>;
  /** The port that this process listens at; null when there is none. */
  port(): string | null;
}

/**
 * Tells the URLs of this Strapi itself (API, endpoints, admin) from pages: as a source they are refused, so that
 * nobody can make us call ourselves. Where the public site shares Strapi's host, only the API's and the admin's
 * paths are meant.
 */
export const createOwnSoftware = ({ strapi }: { strapi: Core.Strapi }): ((url: string) => boolean) => {
  const { config, entries } = getLinkbacks(strapi);
  return ownSoftwareTest({
    roots: [config.publicUrl, strapi.config.get('server.absoluteUrl')],
    paths: [
      String(strapi.config.get('api.rest.prefix', '/api')),
      String(strapi.config.get('admin.path', '/admin')),
      '/linkbacks',
    ],
    siteHosts: entries.ownHosts,
    port: () => listeningPort(strapi),
  });
};

/** The test behind {@link createOwnSoftware}. */
export const ownSoftwareTest = (o: OwnAddresses): ((url: string) => boolean) => {
  const roots = o.roots.flatMap((root) => {
    const url = typeof root === 'string' ? parseUrl(root) : null;
    return url ? [hostOf(url)] : [];
  });
  const paths = o.paths.map((path) => path.replace(/^\/+|\/+$/g, '').toLowerCase()).filter(Boolean);

  return (text) => {
    const url = parseUrl(text);
    if (!url) return false;
    const host = hostOf(url);
    const isOurs = roots.includes(host) || (isLocal(nameOf(url)) && url.port === o.port());
    if (!isOurs) return false;
    const path = `${normaliseEscapes(url.pathname).toLowerCase()}/`;
    return !o.siteHosts.has(host) || paths.some((own) => path.startsWith(`/${own}/`));
  };
};

/** `a.example.` is another way to write `a.example`. */
const nameOf = ({ hostname }: URL): string => hostname.replace(/\.$/, '');

const hostOf = (url: URL): string => (url.port === '' ? nameOf(url) : `${nameOf(url)}:${url.port}`);

const isLocal = (name: string): boolean =>
  name === 'localhost' || name === '[::1]' || name.startsWith('127.');

/** The port that this process really listens at; null before it does, or at a socket. */
const listeningPort = (strapi: Core.Strapi): string | null => {
  const address = strapi.server.httpServer.address();
  return address !== null && typeof address === 'object' ? String(address.port) : null;
};
