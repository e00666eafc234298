import type { Protocol } from '../types';
import { createPageBase, resolveHttp } from './base';
import { decodePage } from './charset';
import { isXhtml } from './media-type';
import { createTrackbackRdfReader } from './rdf';
import { tokensOf } from './token-list';
import type { Attributes } from './tokens';
import { createVisibleReader } from './visible';

/** The endpoints that a page names; absolute http(s) URLs. */
export type PageEndpoints = Readonly<Record<Protocol, string | null>>;

export interface ReadEndpointsOptions {
  /** The Content-Type header. */
  readonly contentType: string | null;
  /** Where the page was found, after redirects. */
  readonly url: string;
  /** The address that was asked for: trackback RDF may name it. */
  readonly target: string;
  /** Whether what was found so far is all that is wanted: reading stops then. */
  isEnough?(found: PageEndpoints): boolean;
}

export interface EndpointsReading {
  readonly endpoints: PageEndpoints;
  /** False when reading stopped early. */
  readonly complete: boolean;
}

/**
 * Reads the endpoints of a page: the first `<link>` or `<a>` with `rel="webmention"` and an href, which may be empty
 * (Webmention §3.1.2), the first `<link rel="pingback">` that can be used (PROTOCOLS P3), the trackback URL of the
 * page's RDF, else of the first `<link>` or `<a>` with `rel="trackback"` (T4). Real elements only, in any order and
 * quoting of attributes; never from scripts, escaped text or, but for the RDF, comments.
 */
export const readEndpoints = async (
  body: AsyncIterable<Uint8Array>,
  { contentType, url, target, isEnough = () => false }: ReadEndpointsOptions
): Promise<EndpointsReading> => {
  const collector = createCollector(url, target);
  const reader = createVisibleReader(collector, { xhtml: isXhtml(contentType) });
  for await (const text of decodePage(body, contentType)) {
    reader.write(text);
    if (!isEnough(collector.found())) continue;
    reader.stop();
    return { endpoints: collector.found(), complete: false };
  }
  reader.end();
  return { endpoints: collector.found(), complete: true };
};

const createCollector = (url: string, target: string) => {
  const base = createPageBase(url);
  const rdf = createTrackbackRdfReader([target, url]);
  let webmention: string | null = null;
  let pingback: string | null = null;
  let trackbackLink: string | null = null;

  /** An empty href is the page itself: for webmention only, the other two mean nothing by it. */
  const endpointOf = (attributes: Attributes, o: { emptyIsPage?: boolean } = {}): string | null => {
    const href = attributes.get('href')?.trim();
    if (href === undefined || (href === '' && !o.emptyIsPage)) return null;
    return href === '' ? url : base.resolve(href);
  };

  return {
    comment: rdf.comment,
    open: (name: string, attributes: Attributes): void => {
      if (name === 'base') base.see(attributes);
      rdf.see(name, attributes);
      if (name !== 'link' && name !== 'a') return;
      if (hasRel(attributes, 'webmention')) webmention ??= endpointOf(attributes, { emptyIsPage: true });
      if (name === 'link' && hasRel(attributes, 'pingback')) pingback ??= endpointOf(attributes);
      if (hasRel(attributes, 'trackback')) trackbackLink ??= endpointOf(attributes);
    },
    found: (): PageEndpoints => {
      const ping = rdf.ping();
      return { webmention, pingback, trackback: (ping && resolveHttp(ping, url)) ?? trackbackLink };
    },
  };
};

const hasRel = (attributes: Attributes, token: string): boolean =>
  tokensOf(attributes, 'rel').some((word) => word.toLowerCase() === token);
