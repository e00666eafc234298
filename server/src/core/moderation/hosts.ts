import { domainToASCII } from 'node:url';
import { hostOf, isPublicSuffix, isServiceOf } from './sites';
import { userOf } from './users';
import { isHostOrBelow } from '../url/host';
import { parseUrl } from '../url/parse-url';

/**
 * The entry of the list, as the moderator wrote it, that blocks a site (see `siteOf`): it names the host or one above it,
 * on a host of many users maybe one of them only. Ports do not matter: whoever names a site means all of it.
 */
export const blockedBy = (site: string, list: readonly string[]): string | null => {
  const { host, user } = placeOf(site);
  if (host === '') return null;
  const isShared = site.includes('/');
  const covers = (entry: string): boolean => {
    const place = placeOf(entry);
    const isThere = isHostOrBelow(host, place.host) || (isShared && isServiceOf(place.host, host));
    if (!isThere) return false;
    // A path means one user only where the source's host has many: elsewhere the host is what is meant.
    if (place.user === '' || user === '' || place.user === user) return true;
    // What names no user, like `reddit.com/r`, means all below it.
    return user.startsWith(`${place.user}/`) || user.startsWith(`${place.user}?`);
  };
  return list.find(covers) ?? null;
};

/**
 * The entry that trusts a site: one that names exactly that user on a host of many, and never a public suffix, below
 * which anybody may get a name (PROTOCOLS §4a).
 */
export const trustedBy = (site: string, list: readonly string[]): string | null => {
  const { host, user } = placeOf(site);
  if (host === '') return null;
  const covers = (entry: string): boolean => {
    const place = placeOf(entry);
    if (isPublicSuffix(place.host)) return false;
    // Whoever names one user never means the others, also where we know of no users.
    if (!site.includes('/')) return isHostOrBelow(host, place.host) && place.user === '';
    return isServiceOf(place.host, host) && place.user === user && user !== '';
  };
  return list.find(covers) ?? null;
};

/** The same for two entries that mean the same, however they are written; null for what means nothing. */
export const entryKeyOf = (entry: string): string | null => {
  const { host, user } = placeOf(entry);
  return host === '' ? null : `${host}/${user}`;
};

interface Place {
  /** '' when it is none. */
  readonly host: string;
  /** By {@link userOf}; '' when there is none. */
  readonly user: string;
}

const NOWHERE: Place = { host: '', user: '' };

/** Whether all that is written behind a host names a user, or a page without one: what follows would be overlooked. */
export const namesOneUser = (written: string): boolean => {
  const url = urlOf(written);
  if (!url) return false;
  const [path = '', query] = userOf(url).split('?');
  const depth = url.pathname.split('/').filter((segment) => segment !== '').length;
  return depth === (path === '' ? 0 : path.split('/').length) && (url.search === '' || query !== undefined);
};

/** What a person may write (`*.Bücher.example`, `https://a.example/b`, `a.example.`), as `siteOf` has it. */
const placeOf = (written: string): Place => {
  const url = urlOf(written);
  if (!url) return NOWHERE;
  const host = hostOf(url);
  return { host: host.startsWith('[') ? host : domainToASCII(host), user: userOf(url) };
};

const urlOf = (written: string): URL | null => {
  const bare = written
    .trim()
    .replace(/^[a-z][a-z\d+.-]*:\/\//i, '')
    .replace(/^(\*?\.)+/, '');
  // Written without a scheme, this sign is part of a name, not another slash.
  return parseUrl(`http://${bare.replaceAll('\\', '%5C')}`);
};
