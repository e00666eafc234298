import type { PageBase } from './base';
import { parseHttpUrl } from '../url/normalise';
import { LINK_ATTRIBUTES } from './elements';
import { tokensOf } from './token-list';
import type { Attributes } from './tokens';

/** Links that are compared with the target at most; each costs the parsing of a URL. */
const MAX_LINKS = 20_000;

/** `<link rel="canonical">`, absolute, on whatever host: what a page says of itself proves nothing. */
export const canonicalOf = (attributes: Attributes, base: PageBase): string | null => {
  const isCanonical = tokensOf(attributes, 'rel').some((word) => word.toLowerCase() === 'canonical');
  const href = isCanonical ? base.resolve(attributes.get('href') ?? '') : null;
  return href !== null && parseHttpUrl(href).ok ? href : null;
};

/** Tells whether an element links to the target, and by which absolute URL. */
export const createLinkFilter = (options: { isTarget(url: string): boolean }, base: PageBase) => {
  let seen = 0;
  return (name: string, attributes: Attributes): string | null => {
    const written = attributes.get(LINK_ATTRIBUTES.get(name) ?? '');
    if (written === undefined || seen >= MAX_LINKS) return null;
    seen += 1;
    const href = base.resolve(written);
    return href !== null && options.isTarget(href) ? href : null;
  };
};

/** Counts the links that lead to other hosts. */
export const createLinkCounter = (url: string, base: PageBase) => {
  const { host } = new URL(url);
  let seen = 0;
  let others = 0;
  return {
    see(attributes: Attributes): void {
      const written = attributes.get('href');
      if (written === undefined || seen >= MAX_LINKS) return;
      seen += 1;
      const href = base.resolve(written);
      if (href !== null && new URL(href).host !== host) others += 1;
    },
    count: (): number => others,
  };
};
