import { getPublicSuffix, parse } from 'tldts';
import { parseUrl } from '../url/parse-url';

/**
 * Hosts on which each user has a place below the first segment of the path: one of them says nothing about the others
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

/**
 * Who publishes a page: its host without the port, and on hosts of many users the first segment of the path too
 * (`medium.com/@jane`). '' for what is no URL.
 */
export const siteOf = (url: string, sharedHosts: readonly string[]): string => {
  const parsed = parseUrl(url);
  if (!parsed) return '';
  const { hostname, pathname } = parsed;
  const host = hostname.replace(/\.$/, '');
  const bare = host.replace(/^www\./, '');
  if (!sharedHosts.includes(bare)) return host;
  const [segment = ''] = pathname.slice(1).split('/');
  return `${bare}/${segment}`;
};

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
