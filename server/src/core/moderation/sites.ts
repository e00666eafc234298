import { getPublicSuffix, parse } from 'tldts';
import { plainHost } from '../http/address';
import { parseUrl } from '../url/parse-url';
import { userOf } from './users';

/**
 * Hosts on which each user has a place below a path (see `userOf`): one of them says nothing about the others
 * (PROTOCOLS §4a). Those that give each user a host of their own (`jane.github.io`) need no mention.
 */
export const SHARED_HOSTS: readonly string[] = [
  'about.me',
  'bitbucket.org',
  'bsky.app',
  'codeberg.org',
  'dev.to',
  'facebook.com',
  'flickr.com',
  'flipboard.com',
  'github.com',
  'gitlab.com',
  'habr.com',
  'hackernoon.com',
  'instagram.com',
  'linktr.ee',
  'linkedin.com',
  'mastodon.online',
  'mastodon.social',
  'medium.com',
  'micro.blog',
  'note.com',
  'pastebin.com',
  'patreon.com',
  'pinterest.com',
  'qiita.com',
  'quora.com',
  'reddit.com',
  'rentry.co',
  'sites.google.com',
  'soundcloud.com',
  'steemit.com',
  't.me',
  'telegra.ph',
  'threads.net',
  'tumblr.com',
  'twitter.com',
  'velog.io',
  'vk.com',
  'wordpress.com',
  'write.as',
  'x.com',
  'youtube.com',
  'zenn.dev',
];

/** Names below a host of many users under which it shows the same pages, for other devices or in another design. */
const SERVICES = ['www', 'm', 'mobile', 'old', 'new', 'amp', 'np'];

/** Of hosts with such names before them, the host of many users; null for all others, which have an owner. */
const sharedHostOf = (host: string, sharedHosts: readonly string[]): string | null => {
  if (sharedHosts.includes(host)) return host;
  const bare = withoutService(host);
  return bare === null ? null : sharedHostOf(bare, sharedHosts);
};

const withoutService = (host: string): string | null => {
  const dot = host.indexOf('.');
  return SERVICES.includes(host.slice(0, dot)) ? host.slice(dot + 1) : null;
};

/** Whether a host is this one, with any names of services before it. */
export const isServiceOf = (host: string, name: string): boolean => sharedHostOf(host, [name]) === name;

/**
 * Who publishes a page: its host without the port, and on hosts of many users the user too (`medium.com/@jane`), or the page
 * itself where the path names no user (`youtube.com/watch?v=1`). The same for all spellings. '' for what is no URL.
 */
export const siteOf = (url: string, sharedHosts: readonly string[]): string => {
  const parsed = parseUrl(url);
  if (!parsed) return '';
  const host = hostOf(parsed);
  const shared = sharedHostOf(host, sharedHosts);
  return shared === null ? host : `${shared}/${userOf(parsed)}`;
};

/** The host of a URL in the form in which hosts are compared: without the port and the dot of the root, see `plainHost`. */
export const hostOf = ({ hostname }: Pick<URL, 'hostname'>): string => plainHost(hostname.replace(/\.$/, ''));

/** Hosts, with their port, under which pages of the same site may be stored. */
export const hostsOfSite = (url: URL, sharedHosts: readonly string[]): string[] => {
  const port = url.port === '' ? '' : `:${url.port}`;
  const host = hostOf(url);
  const shared = sharedHostOf(host, sharedHosts);
  const hosts = shared === null ? [host] : [shared, ...SERVICES.map((name) => `${name}.${shared}`)];
  const mapped = parseUrl(`http://[::ffff:${host}]`)?.hostname ?? [];
  const spelled = [url.hostname, mapped, hosts, hosts.map((name) => `${name}.`)].flat();
  return [...new Set(spelled)].map((name) => name + port);
};

/** The URL without what says nothing about who publishes a page, or which of many that are alike: query and fragment. */
export const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, '');

/** The same for all pages of one publisher: on one host and port, with or without `www.`, by whatever scheme; '' for what is no URL. */
export const siteKeyOf = (url: string, sharedHosts: readonly string[]): string => {
  const site = siteOf(url, sharedHosts).replace(/^www\./, '');
  const port = parseUrl(url)?.port ?? '';
  return port === '' ? site : `${site}:${port}`;
};

/** Whether one publisher has both pages. */
export const isSameSite = (a: string, b: string, sharedHosts: readonly string[]): boolean => {
  const site = siteKeyOf(a, sharedHosts);
  return site !== '' && site === siteKeyOf(b, sharedHosts);
};

/** The host of what {@link siteOf} gives. */
export const hostOfSite = (site: string): string => site.split('/')[0] ?? '';

/** Whether anybody may get a name below this one: `co.uk`, `github.io`. Names of private networks are none. */
export const isPublicSuffix = (host: string): boolean => {
  const { isIcann, isPrivate } = parse(host, { allowPrivateDomains: true });
  return Boolean(isIcann || isPrivate) && getPublicSuffix(host, { allowPrivateDomains: true }) === host;
};
