import { normaliseEscapes } from './normalise';
import { parseUrl } from './parse-url';

/** Where this Strapi itself is reached. Plain data, so that it can be sent to another thread. */
export interface OwnSoftware {
  /** `host[:port]` of the URLs below which it is reached, without a dot at the end of the name. */
  readonly hosts: readonly string[];
  /** Its paths beside a public site on the same host, in lower case, without slashes at the ends. */
  readonly paths: readonly string[];
  /** `host[:port]` of the public site. */
  readonly siteHosts: ReadonlySet<string>;
  /** The port that this process listens at; null when there is none. */
  readonly port: string | null;
}

/** Whether a URL is one of this Strapi itself (API, endpoints, admin), and no page of the public site on its host. */
export const isOwnSoftware = (text: string, own: OwnSoftware): boolean => {
  const url = parseUrl(text);
  if (!url) return false;
  const host = ownHostOf(url);
  const isOurs = own.hosts.includes(host) || (isLocal(nameOf(url)) && url.port === own.port);
  if (!isOurs) return false;
  const path = `${normaliseEscapes(url.pathname).toLowerCase()}/`;
  return !own.siteHosts.has(host) || own.paths.some((one) => path.startsWith(`/${one}/`));
};

/** `host[:port]` of a URL. `a.example.` is another way to write `a.example`. */
export const ownHostOf = (url: URL): string => (url.port === '' ? nameOf(url) : `${nameOf(url)}:${url.port}`);

const nameOf = ({ hostname }: URL): string => hostname.replace(/\.$/, '');

const isLocal = (name: string): boolean =>
  name === 'localhost' || name === '[::1]' || name.startsWith('127.');
