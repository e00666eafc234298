import type { HttpResponse } from '../ports';
import { samePage } from '../url/normalise';
import { resolveHttp } from './base';
import { parseLinkHeader } from './parse-link-header';

/** Links of a response that are looked at. */
const MAX_LINKS = 200;

/**
 * Returns where the first `Link` header of a relation leads (RFC 8288, Webmention §3.1.2): any case, several headers,
 * several relations in one; seen from `url`, where the page was found. A link with the `anchor` of another page is not
 * about this one. Null when there is none among the first 200.
 */
export const linkHeader = (headers: HttpResponse['headers'], rel: string, url: string): string | null => {
  const links = [headers['link'] ?? []].flat().flatMap((value) => parseLinkHeader(value, MAX_LINKS));
  for (const link of links.slice(0, MAX_LINKS)) {
    if (!link.rels.includes(rel)) continue;
    if (link.anchor !== null && !isThisPage(link.anchor, url)) continue;
    const target = resolveHttp(link.uri, url);
    if (target !== null) return target;
  }
  return null;
};

const isThisPage = (anchor: string, url: string): boolean => {
  const absolute = resolveHttp(anchor, url);
  return absolute !== null && samePage(absolute, url);
};
