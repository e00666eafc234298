import { plainHost } from '../http/address';
import { err, ok, type Result } from '../result';
import { withoutTrailing } from '../text/trailing';
import { isTrackingParameter } from './tracking';
import { MAX_URL, parseUrl } from './parse-url';

export type UrlProblem =
  'url-too-long' | 'url-invalid' | 'url-scheme' | 'url-userinfo' | 'url-control-characters';

/**
 * An absolute http(s) URL that may be fetched or stored. Refused: other schemes, user names and passwords,
 * control characters and blanks (which the URL parser would drop without a word), more than 2,048 characters as
 * written or once encoded.
 */
export const parseHttpUrl = (text: string): Result<URL, UrlProblem> => {
  if (text.length > MAX_URL) return err('url-too-long');
  // eslint-disable-next-line no-control-regex -- exactly these are what is looked for
  if (/[\u0000-\u0020\u007f]/.test(text)) return err('url-control-characters');
  const url = parseUrl(text);
  if (!url) return err('url-invalid');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return err('url-scheme');
  if (!/^https?:\/\//i.test(text)) return err('url-invalid');
  if (url.username || url.password) return err('url-userinfo');
  // Letters that are no ASCII take up to twelve characters each once they are encoded.
  if (url.href.length > MAX_URL) return err('url-too-long');
  return ok(url);
};

/**
 * The form in which two URLs are compared (RFC 3986, section 6.2): lower-case scheme and host, punycode, no
 * default port, no dot of the root behind the host, no IPv4 address in IPv6,
 * no dot segments, unreserved characters decoded, percent-encoding in upper case, no fragment.
 * Null for what is no absolute http(s) URL.
 */
export const normaliseUrl = (text: string): string | null => normalUrl(text)?.href ?? null;

/** Pages have thousands of links: what is normal already is not set again, which would parse the whole URL each time. */
const normalUrl = (text: string): URL | null => {
  const parsed = parseHttpUrl(text);
  if (!parsed.ok) return null;
  const url = parsed.value;
  if (url.href.includes('#')) url.hash = '';
  dropRootDot(url);
  if (url.hostname.startsWith('[')) url.hostname = plainHost(url.hostname);
  if (url.pathname.includes('%')) url.pathname = normaliseEscapes(url.pathname);
  // Also drops a question mark with nothing behind it.
  if (url.search.includes('%') || url.href.endsWith('?')) url.search = normaliseEscapes(url.search);
  return url;
};

/** {@link normaliseUrl} with the fragment, where comments of one page are told apart by it. */
export const normaliseWithFragment = (text: string): string | null => {
  const normal = normaliseUrl(text);
  return normal === null ? null : normal + fragmentOf(text);
};

/**
 * The fragment that names one of many things in a page, with its `#`: those have numbers (`#comment-7`). '' for others (`#comments`,
 * `#respond`), and for what stands behind `:~:`, which only says what to scroll to.
 */
export const fragmentOf = (text: string): string => {
  const [fragment = ''] = normaliseEscapes(parseUrl(text)?.hash ?? '').split(':~:');
  return /\d/.test(fragment) ? fragment : '';
};

/** `a.example.` is another way to write `a.example`. */
export const dropRootDot = (url: URL): void => {
  if (url.hostname.endsWith('.')) url.hostname = withoutTrailing(url.hostname, '.');
};

/** Whether two URLs are the same after normalising. False when one of them is no http(s) URL. */
export const samePage = (a: string, b: string): boolean => {
  const key = normaliseUrl(a);
  return key !== null && key === normaliseUrl(b);
};

/**
 * A coarser key, for "another address of the same page" (PROTOCOLS §4): http and https, with and without
 * trailing slash, with and without tracking parameters. Null as for {@link normaliseUrl}.
 */
export const looseKey = (text: string): string | null => {
  const url = normalUrl(text);
  if (url === null) return null;
  const query = withoutTracking(url.search);
  return `${url.host}${withoutTrailing(url.pathname, '/')}${query}`;
};

/** By the one rule for the same page (PROTOCOLS §4): also with and without `www.`. */
export const isSamePage = (a: string, b: string): boolean => {
  const key = pageKeyOf(a);
  return key !== null && key === pageKeyOf(b);
};

const pageKeyOf = (url: string): string | null => looseKey(url)?.replace(/^www\./, '') ?? null;

/** A query (with `?`, or empty) without its tracking parameters; the others stay as they are written. */
export const withoutTracking = (search: string): string => {
  const kept = search
    .replace(/^\?/, '')
    .split('&')
    .filter((pair) => pair !== '' && !isTrackingParameter(pair.split('=', 1)[0] ?? ''));
  return kept.length > 0 ? `?${kept.join('&')}` : '';
};

/** A URL without tracking parameters: whoever writes it may put there what they like. */
export const untracked = (text: string): string => {
  const url = parseUrl(text);
  if (!url || url.search === '') return text;
  const search = withoutTracking(url.search);
  if (search === url.search) return text;
  url.search = search;
  return url.href;
};

/**
 * RFC 3986, section 6.2.2: `%7e` and `~` are the same, `%2F` and `/` are not. What stands behind a `%` that begins no escape
 * stays escaped: decoded, it would make one (`%%34a`), and the outcome would be normalised to something else.
 */
export const normaliseEscapes = (text: string): string =>
  text.replace(/(?<!%[0-9a-f]?)%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : escape.toUpperCase();
  });
