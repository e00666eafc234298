import { domainToASCII } from 'node:url';
import { isPublicSuffix } from './sites';
import { isHostOrBelow } from '../url/host';
import { parseUrl } from '../url/parse-url';

/**
 * The entry of the list, as the moderator wrote it, that blocks a site (see `siteOf`): it names the host or one above it,
 * on a host of many users maybe one of them only. Ports do not matter: whoever names a site means all of it.
 */
export const blockedBy = (site: string, list: readonly string[]): string | null => {
  const { host, segment } = placeOf(site);
  if (host === '') return null;
  const covers = (entry: string): boolean => {
    const place = placeOf(entry);
    if (!isHostOrBelow(host, place.host)) return false;
    // A path means one user only where the source's host has many: elsewhere the host is what is meant.
    return place.segment === '' || segment === '' || place.segment === segment;
  };
  return list.find(covers) ?? null;
};

/**
 * The entry that trusts a site: one that names exactly that user on a host of many, and never a public suffix, below
 * which anybody may get a name (PROTOCOLS §4a).
 */
export const trustedBy = (site: string, list: readonly string[]): string | null => {
  const { host, segment } = placeOf(site);
  if (host === '') return null;
  const covers = (entry: string): boolean => {
    const place = placeOf(entry);
    if (!isHostOrBelow(host, place.host) || isPublicSuffix(place.host)) return false;
    // Whoever names one user never means the others, also where we know of no users.
    if (!site.includes('/')) return place.segment === '';
    return place.host === host && place.segment === segment && segment !== '';
  };
  return list.find(covers) ?? null;
};

interface Place {
  /** '' when it is none. */
  readonly host: string;
  /** First segment of the path; '' when there is none. */
  readonly segment: string;
}

/** What a person may write (`*.Bücher.example`, `https://a.example/b`, `a.example.`), as `siteOf` has it. */
const placeOf = (written: string): Place => {
  const [host = '', segment = ''] = written
    .trim()
    .replace(/^[a-z][a-z\d+.-]*:\/\//i, '')
    .split(/[/?#]/);
  return { host: nameOf(host), segment: encoded(segment) };
};

const nameOf = (host: string): string => {
  const hostname = parseUrl(`http://${host.replace(/^(\*?\.)+/, '')}`)?.hostname ?? '';
  return hostname.startsWith('[') ? hostname : domainToASCII(hostname).replace(/\.$/, '');
};

/** As it stands in a URL; '' for what cannot. */
const encoded = (segment: string): string =>
  parseUrl(`/${segment.replaceAll('\\', '%5C')}`, 'http://host')?.pathname.slice(1) ?? '';
