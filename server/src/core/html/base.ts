import { MAX_URL, parseUrl } from '../url/parse-url';
import type { Attributes } from './tokens';

/** Resolves the addresses of one page. */
export interface PageBase {
  /** Takes note of a `<base>` element; the first one with an address counts (HTML §4.2.3). */
  see(attributes: Attributes): void;
  /**
   * Returns the absolute form of an address in the page; null unless it is http(s), and for whatever comes after
   * {@link MAX_RESOLVING} was used up.
   */
  resolve(href: string): string | null;
}

/**
 * What resolving the addresses of one page may cost in all, in UTF-16 units that are parsed: for each address its own, the
 * base's where it is relative, and {@link EACH}. Enough for 20,000 links of 100 units; no base makes many short links dear.
 */
export const MAX_RESOLVING = 4_000_000;
/** What it costs to parse any URL at all, in units. */
const EACH = 64;

/**
 * Creates the base of a page.
 *
 * @param url where the page was found, after redirects
 */
export const createPageBase = (url: string): PageBase => {
  let base = url;
  let seen = false;
  let left = MAX_RESOLVING;
  // An element is looked at by several readers.
  let last: { readonly href: string; readonly absolute: string | null } | null = null;

  const costOf = (href: string): number => {
    if (href.length > MAX_URL) return 1;
    return EACH + href.length + (isAbsolute(href) ? 0 : base.length);
  };

  return {
    see: (attributes) => {
      const href = attributes.get('href');
      if (seen || href === undefined) return;
      seen = true;
      last = null;
      const absolute = resolveHttp(href, url);
      base = absolute !== null && absolute.length <= MAX_URL ? absolute : url;
    },
    resolve: (href) => {
      if (last?.href === href) return last.absolute;
      const cost = costOf(href);
      if (cost > left) return null;
      left -= cost;
      last = { href, absolute: resolveHttp(href, base) };
      return last.absolute;
    },
  };
};

/** Returns the absolute form of `href` seen from `base`; null unless that is an http(s) URL, and for more than 2,048 units. */
export const resolveHttp = (href: string, base: string): string | null => {
  const url = parseUrl(href, isAbsolute(href) ? undefined : base);
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url.href : null;
};

/** Whether the base makes no difference. */
const isAbsolute = (href: string): boolean => /^[\0-\x20]*https?:\/\//iu.test(href);
