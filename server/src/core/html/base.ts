import type { Attributes } from './tokens';

/** Resolves the addresses of one page. */
export interface PageBase {
  /** Takes note of a `<base>` element; the first one with an address counts (HTML §4.2.3). */
  see(attributes: Attributes): void;
  /** The absolute form of an address in the page; null unless it is http(s). */
  resolve(href: string): string | null;
}

/** `url` is where the page was found, after redirects. */
export const createPageBase = (url: string): PageBase => {
  let base = url;
  let seen = false;
  return {
    see: (attributes) => {
      const href = attributes.get('href');
      if (seen || href === undefined) return;
      seen = true;
      base = resolveHttp(href, url) ?? url;
    },
    resolve: (href) => resolveHttp(href, base),
  };
};

/** The absolute form of `href` seen from `base`; null unless that is an http(s) URL. */
export const resolveHttp = (href: string, base: string): string | null => {
  try {
    const url = new URL(href, base);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
};
