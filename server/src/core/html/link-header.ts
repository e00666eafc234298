import LinkHeader from 'http-link-header';
import type { HttpResponse } from '../ports';
import { samePage } from '../url/normalise';
import { resolveHttp } from './base';

/**
 * Where the first `Link` header of a relation leads (RFC 8288, Webmention §3.1.2): any case, several headers, several
 * relations in one; seen from `url`, where the page was found. A link with the `anchor` of another page is not about
 * this one. Null when there is none.
 */
export const linkHeader = (headers: HttpResponse['headers'], rel: string, url: string): string | null => {
  for (const value of [headers['link'] ?? []].flat()) {
    for (const link of refsOf(value)) {
      if (link.rel?.toLowerCase() !== rel) continue;
      if (typeof link.anchor === 'string' && !isThisPage(link.anchor, url)) continue;
      const target = resolveHttp(link.uri, url);
      if (target !== null) return target;
    }
  }
  return null;
};

interface Ref {
  readonly uri: string;
  readonly rel?: string;
  readonly anchor?: unknown;
}

/** From an address to the comma that ends its link: not one within the address or in quotes. */
const LINK = /<[^<>]*>(?:[^,"]|"(?:\\.|[^"\\])*")*/g;
/**
 * A parameter that has a value and no star. The others are nothing that we read, and the reader throws on them:
 * `crossorigin` and `nopush` (RFC 8288 §3: the value is optional), and wrong escapes in `title*`.
 */
const PARAMETER = /;\s*[^\s=;,"<>*]+\s*=\s*(?:"(?:\\.|[^"\\])*"|[^;,"]*)/g;

/** A link that cannot be read spoils none of the others. */
const refsOf = (value: string): readonly Ref[] =>
  (value.match(LINK) ?? []).flatMap((link) => {
    const end = link.indexOf('>') + 1;
    const parameters = link.slice(end).match(PARAMETER) ?? [];
    try {
      return LinkHeader.parse([link.slice(0, end), ...parameters].join('')).refs;
    } catch {
      return [];
    }
  });

const isThisPage = (anchor: string, url: string): boolean => {
  const absolute = resolveHttp(anchor, url);
  return absolute !== null && samePage(absolute, url);
};
