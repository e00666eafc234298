import { retryAfterOf } from './delivery/retry-after';
import { resolveHttp } from './html/base';
import { readEndpoints } from './html/endpoints';
import type { EndpointsReading, PageEndpoints } from './html/endpoints';
import { firstHeader } from './html/headers';
import { linkHeader } from './html/link-header';
import { isPage } from './html/media-type';
import type { HttpClient, HttpFailureCode, HttpGuard, HttpResponse } from './ports';
import { err, ok } from './result';
import type { Result } from './result';
import type { Protocol } from './types';

export interface Endpoint {
  readonly protocol: Protocol;
  /** Absolute http(s) URL. */
  readonly endpoint: string;
}

export interface Discovery {
  /** Where the target was found, after redirects. */
  readonly finalUrl: string;
  /** In order of preference; empty when the target wants to hear nothing. */
  readonly endpoints: readonly Endpoint[];
  /** False when the page was not read to its end, since the most preferred endpoint was known. */
  readonly complete: boolean;
}

export type DiscoveryFailure =
  | { readonly kind: 'unreachable'; readonly code: HttpFailureCode }
  /** Not 2xx; `retryAfter` in seconds. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter: number | null };

export interface DiscoverOptions {
  /** The protocols that would be used. */
  readonly wanted: readonly Protocol[];
  /** Read to the end, whatever is known before. */
  readonly whole?: boolean;
  /** Asked before each connection, and told what came over it. */
  readonly guard?: HttpGuard;
  /** Ends the request early. */
  readonly signal?: AbortSignal;
}

/** Which protocol is taken when a target offers several. */
export const PREFERENCE: readonly Protocol[] = ['webmention', 'pingback', 'trackback'];

const ACCEPT = 'text/html, application/xhtml+xml, */*;q=0.5';
const NOTHING: PageEndpoints = { webmention: null, pingback: null, trackback: null };

/**
 * Asks a target how it wants to be told, with one GET that ends as soon as the answer is known: webmention by the
 * `Link` header, else by the first `<link>` or `<a>` (Webmention §3.1.2); pingback by the header `X-Pingback`, which
 * wins, or by the link element (Pingback 1.0 §2; PROTOCOLS P3); trackback (TrackBack 1.2, autodiscovery; T4).
 */
export const discover = async (
  http: HttpClient,
  target: string,
  options: DiscoverOptions
): Promise<Result<Discovery, DiscoveryFailure>> => {
  const known: { byHeader: Discovery | null } = { byHeader: null };

  const { guard, signal } = options;
  const request = {
    url: target,
    headers: { accept: ACCEPT },
    ...(guard && { guard }),
    ...(signal && { signal }),
  };
  const answer = await http.request(request, async (response) => {
    const { status, headers, url } = response;
    if (status < 200 || status > 299) {
      return err({ kind: 'status', status, retryAfter: retryAfterOf(headers) } as const);
    }
    const byHeader = headerEndpoints(response);
    known.byHeader = discovery(url, byHeader, { ...options, complete: false });
    const { endpoints, complete } = await endpointsInPage(response, { target, options, byHeader });
    return ok(discovery(url, merged(byHeader, endpoints), { ...options, complete }));
  });

  if (answer.ok) return answer.value;
  // The header said enough: a page that then breaks off does not unsay it.
  const isKnown = (known.byHeader?.endpoints.length ?? 0) > 0;
  return known.byHeader && isKnown
    ? ok(known.byHeader)
    : err({ kind: 'unreachable', code: answer.error.code });
};

const endpointsInPage = async (
  response: HttpResponse,
  { target, options, byHeader }: { target: string; options: DiscoverOptions; byHeader: PageEndpoints }
): Promise<EndpointsReading> => {
  const { whole = false, wanted } = options;
  const first = PREFERENCE.find((protocol) => wanted.includes(protocol));
  const isEnough = (found: PageEndpoints): boolean =>
    !whole && first !== undefined && merged(byHeader, found)[first] !== null;

  if (isEnough(NOTHING)) return { endpoints: NOTHING, complete: false };
  const contentType = firstHeader(response.headers, 'content-type');
  if (!isPage(contentType)) return { endpoints: NOTHING, complete: true };
  return readEndpoints(response.body, { contentType, url: response.url, target, isEnough });
};

const headerEndpoints = (response: HttpResponse): PageEndpoints => ({
  webmention: linkHeader(response.headers, 'webmention', response.url),
  pingback: pingbackHeader(response),
  trackback: null,
});

/** The first usable `X-Pingback`; it should be absolute, a relative one is resolved all the same. */
const pingbackHeader = ({ headers, url }: HttpResponse): string | null => {
  for (const value of [headers['x-pingback'] ?? []].flat()) {
    const endpoint = value.trim() === '' ? null : resolveHttp(value, url);
    if (endpoint !== null) return endpoint;
  }
  return null;
};

const merged = (byHeader: PageEndpoints, inPage: PageEndpoints): PageEndpoints => ({
  webmention: byHeader.webmention ?? inPage.webmention,
  pingback: byHeader.pingback ?? inPage.pingback,
  trackback: inPage.trackback,
});

const discovery = (
  finalUrl: string,
  found: PageEndpoints,
  { wanted, whole, complete }: DiscoverOptions & { complete: boolean }
): Discovery => {
  const endpoints = PREFERENCE.flatMap((protocol): Endpoint[] => {
    const endpoint = found[protocol];
    const isAsked = whole === true || wanted.includes(protocol);
    return endpoint !== null && isAsked ? [{ protocol, endpoint }] : [];
  });
  return { finalUrl, endpoints, complete };
};
