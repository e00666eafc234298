import { err, ok, type Result } from '../result';
import { parseHttpUrl } from '../url/normalise';
import { parseUrl } from '../url/parse-url';

export interface Hop {
  readonly url: URL;
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly body: string | Uint8Array | null;
}

type Header = string | string[] | undefined;
const REPEATED = new Set([301, 302, 307, 308]);

/** A POST is repeated twice at most: an endpoint that moves has moved once. */
const MAX_POST_HOPS = 2;

export const isRedirect = (status: number): boolean => REPEATED.has(status) || status === 303;

/**
 * Where a redirect leads. 301, 302, 307 and 308 repeat the request, a POST too, since endpoints that moved mean
 * to be reached; never from https to http with a body. 303 becomes a GET (RFC 9110, section 15.4).
 */
export const follow = (o: {
  hop: Hop;
  status: number;
  location: Header;
  hops: number;
}): Result<Hop, string> => {
  const { hop, status } = o;
  if (typeof o.location !== 'string')
    return err(o.location ? 'several Location headers' : 'no Location header');
  // Header bytes come as latin1; those who write letters here unescaped mean UTF-8 (Fetch, "location URL").
  const location = Buffer.from(o.location, 'latin1').toString();
  const target = parseUrl(location, hop.url);
  if (!target) return err(`a Location that cannot be read: ${location.slice(0, 200)}`);

  const parsed = parseHttpUrl(target.href);
  if (!parsed.ok) return err(`${parsed.error}: ${target.href.slice(0, 200)}`);
  if (hop.method !== 'POST') return ok({ ...hop, url: parsed.value });
  if (status === 303) return ok({ url: parsed.value, method: 'GET', body: null });
  if (o.hops >= MAX_POST_HOPS) return err('a POST that is redirected a third time');
  if (hop.url.protocol === 'https:' && parsed.value.protocol === 'http:')
    return err('a POST from https to http');
  return ok({ ...hop, url: parsed.value });
};
