import { fragmentOf, isSamePage, normaliseWithFragment, parseHttpUrl, untracked } from '../url/normalise';
import { parseUrl } from '../url/parse-url';
import { isSameSite } from './sites';
import { foldText } from './words';

/**
 * How the URL of a source is spelled. A server answers with the same page to many spellings of its URL, and whoever pings
 * chooses one: only the page's own may stand for the page.
 */
export interface Spelling {
  /** The page's own address: what it says of itself, else its URL without what mostly says nothing. */
  readonly address: string;
  /**
   * `declared`: the page says that this is its address. `plain`: the page says nothing, was found right here, and the URL has
   * no query, fragment or odd path. `foreign`: any other spelling.
   */
  readonly kind: 'declared' | 'plain' | 'foreign';
}

/** What a page that was read says about its own address. */
export interface SaidAddresses {
  /** Where it was found, after redirects. */
  readonly finalUrl: string;
  /** `rel=canonical`, on whatever host. */
  readonly canonical: string | null;
  /** `u-url` of the h-entry around its link, on whatever host. */
  readonly permalink: string | null;
}

/**
 * Returns how the URL of a source is spelled (PROTOCOLS §4a). A page speaks for its own site only: what it says about
 * another one, or about another user's pages on a host of many users, counts for nothing.
 */
export const spellingOf = (source: string, page: SaidAddresses, sharedHosts: readonly string[]): Spelling => {
  const { finalUrl } = page;
  const isHere = isSameSite(source, finalUrl, sharedHosts);
  const said = saidAddresses(source, page, sharedHosts);
  const [first] = said;
  if (first !== undefined) {
    // A comment in a page has an address of its own.
    const address = said.find((one) => isSpelled(source, one));
    return address === undefined ? { address: first, kind: 'foreign' } : { address, kind: 'declared' };
  }
  // A redirect says that the page is at another path than its sender chose. One that only adds a query says nothing.
  if (isHere && pathOf(source) !== pathOf(finalUrl)) return { address: untracked(finalUrl), kind: 'foreign' };
  const isFound = !isHere || isSamePage(source, finalUrl);
  if (isFound && isPlain(source)) return { address: source, kind: 'plain' };
  return { address: plainAddress(isHere ? finalUrl : source), kind: 'foreign' };
};

/** The addresses that a page names as its own, of those that it may speak for. */
export const saidAddresses = (
  source: string,
  { finalUrl, canonical, permalink }: SaidAddresses,
  sharedHosts: readonly string[]
): string[] => {
  if (!isSameSite(source, finalUrl, sharedHosts)) return [];
  const isOfSite = (url: string | null): url is string =>
    url !== null && parseHttpUrl(url).ok && isSameSite(url, finalUrl, sharedHosts);
  return [canonical, permalink].filter(isOfSite).map(withoutIdleFragment).map(untracked);
};

/**
 * Whether two URLs are spelled the same: stricter than the rule for the same page (PROTOCOLS §4), since all that a reader
 * would see of the difference is the scheme, `www.` and one slash at the end.
 */
export const isSpelled = (a: string, b: string): boolean => {
  const key = spellingKey(a);
  return key !== null && key === spellingKey(b);
};

const spellingKey = (text: string): string | null => {
  const normal = normaliseWithFragment(text);
  const url = normal === null ? null : parseUrl(normal);
  if (url === null) return null;
  const path = url.pathname.replace(/\/$/, '');
  return `${url.host.replace(/^www\./, '')}${path}${url.search}${url.hash}`;
};

/** A URL without query, fragment, parameters of segments, and slashes in a row. */
export const plainAddress = (text: string): string => {
  const url = parseUrl(text);
  if (!url) return text;
  const segments = segmentsOf(url.pathname);
  const end = segments.length > 0 && url.pathname.endsWith('/') ? '/' : '';
  return `${url.origin}/${segments.join('/')}${end}`;
};

const isPlain = (text: string): boolean => isSpelled(text, plainAddress(text));

const segmentsOf = (path: string): string[] =>
  path
    .split('/')
    .map((segment) => segment.split(';', 1)[0] ?? '')
    .filter((segment) => segment !== '');

/** A URL without a fragment that names nothing in its page: whoever pings may write there what they like. */
export const withoutIdleFragment = (text: string): string =>
  text.includes('#') ? `${text.split('#', 1)[0]}${fragmentOf(text)}` : text;

/** The path of a URL without what mostly says nothing: letter case, escapes, parameters of a segment, slashes at the end and in a row. */
export const pathOf = (url: string): string =>
  segmentsOf(foldText(decoded(parseUrl(url)?.pathname ?? '')))
    .map((segment) => segment.trim())
    .filter((segment) => segment !== '')
    .join('/');

/** Paths that are looked at of those above one: from the top, where a page mostly is whose server takes anything behind it. */
const MOST_ABOVE = 16;

/**
 * The paths above one of {@link pathOf}, from the top, without the root. A server may answer with the page of one to all paths
 * below it.
 */
export const pathsAbove = (path: string): string[] => {
  const segments = path.split('/').slice(0, MOST_ABOVE + 1);
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'));
};

const isAbove = (path: string, other: string): boolean => path !== '' && other.startsWith(`${path}/`);

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/** A linkback that is stored, as far as its spelling goes. */
export interface StoredSpelling {
  readonly source: string;
  readonly spelling: 'declared' | 'foreign' | null;
  /** The page's own address, where the spelling is foreign. */
  readonly ownAddress: string | null;
}

/**
 * Returns what a ping is to a stored linkback of the same site, entry and words.
 *
 * - `takes-over`: it comes in the page's own spelling, the stored one in a foreign one.
 * - `another`: its page says that it is at home at another path than the stored one. On hosts of many users that are not in
 *   the list, one of them may have copied the other. Or neither page says anything, and it is at a path above the stored one:
 *   a server may answer with a page to whatever a stranger writes behind its path.
 * - `same`: it is the same linkback.
 */
export const relationOf = (
  ping: Spelling & { readonly source: string },
  stored: StoredSpelling
): 'takes-over' | 'another' | 'same' => {
  const address = stored.ownAddress ?? stored.source;
  const isForeign = stored.spelling === 'foreign';
  if (isForeign && ping.kind !== 'foreign' && isSpelled(ping.source, address)) return 'takes-over';
  if (ping.kind === 'declared' && pathOf(ping.source) !== pathOf(address)) return 'another';
  const isBehind = stored.spelling !== 'declared' && isAbove(pathOf(ping.source), pathOf(address));
  if (ping.kind === 'plain' && isBehind) return 'another';
  return 'same';
};
