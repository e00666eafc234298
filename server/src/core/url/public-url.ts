import { parse } from 'tldts';
import { parseHttpUrl } from './normalise';

/** Ports that public sites are served at; '' is that of the scheme. */
const PORTS: ReadonlySet<string> = new Set(['', '80', '443', '8080', '8443']);

/** In the list of public suffixes, but for other purposes (RFC 3172, RFC 7686). */
const NOT_PUBLIC: ReadonlySet<string> = new Set(['arpa', 'onion']);

/** Names that answer with whatever address, loopback among them, is written into them. */
const MIRRORS: ReadonlySet<string> = new Set([
  'nip.io',
  'sslip.io',
  'xip.io',
  'localtest.me',
  'lvh.me',
  'vcap.me',
  'lacolhost.com',
  'traefik.me',
]);

/**
 * An http(s) URL that may be shown to visitors, or null: on a public domain and one of the usual ports. Hosts are named, never an IP
 * address, however that is spelled (the URL parser writes all of them as one); single labels and top-level domains that
 * are none of the Internet's (`.local`, `.internal`, `.onion`, `.home.arpa`) lead into somebody's own network. Names of
 * examples (RFC 2606) lead nowhere.
 */
export const parsePublicUrl = (text: string): URL | null => {
  const parsed = parseHttpUrl(text);
  if (!parsed.ok) return null;
  const url = parsed.value;
  return PORTS.has(url.port) && isPublicHost(url.hostname) ? url : null;
};

/** Whether a host, as a URL has it, is a name in the public DNS. */
const isPublicHost = (hostname: string): boolean => {
  const host = hostname.replace(/\.$/, '');
  const { isIp, isIcann, domain } = parse(host, { allowPrivateDomains: false });
  const [tld = '', ...others] = host.split('.').reverse();
  if (isIp === true || others.length === 0 || others.includes('') || NOT_PUBLIC.has(tld)) return false;
  if (domain !== null && MIRRORS.has(domain)) return false;
  return tld === 'example' || (isIcann === true && domain !== null);
};
