import { PREFERENCE, type Endpoint } from '../discovery';
import type { HttpFailureCode } from '../ports';
import { unreachable } from '../result';
import type { Protocol } from '../types';
import { samePage } from '../url/normalise';
import type { SendFailure } from './types';

/** How a target is told, or why it is not. */
export type Choice =
  | { readonly kind: 'send'; readonly protocol: Protocol; readonly endpoint: string }
  | { readonly kind: 'unsupported' }
  /** The settings switch off every protocol that would do. */
  | { readonly kind: 'switched-off' }
  /** The page advertises a trackback URL that the editor named: DESIGN, rule 3. */
  | { readonly kind: 'told-by-trackback' }
  /** Every protocol that would do was tried, and certainly not taken. */
  | { readonly kind: 'exhausted' };

/**
 * One protocol for a target (DESIGN, rule 3): webmention, else pingback, else trackback, of those that it offers, that
 * the settings allow and that were not tried in vain.
 */
export const chooseProtocol = (o: {
  endpoints: readonly Endpoint[];
  allowed: Readonly<Record<Protocol, boolean>>;
  /** No other protocol would do: changes and removals are for webmention targets. */
  only?: Protocol;
  /** The trackback URLs that the editor named. */
  trackbackUrls: readonly string[];
  /** Protocols that certainly did not take it. */
  notTaken: ReadonlySet<Protocol>;
}): Choice => {
  const { allowed, only, notTaken } = o;
  if (only === undefined && o.endpoints.some((one) => isNamed(one, o.trackbackUrls)))
    return { kind: 'told-by-trackback' };

  const usable = PREFERENCE.filter((protocol) => only === undefined || protocol === only);
  const offered = usable.flatMap((protocol) => o.endpoints.filter((one) => one.protocol === protocol));
  const open = offered.filter(({ protocol }) => allowed[protocol]);
  const next = open.find(({ protocol }) => !notTaken.has(protocol));
  if (next) return { kind: 'send', protocol: next.protocol, endpoint: next.endpoint };
  if (notTaken.size > 0) return { kind: 'exhausted' };
  return { kind: offered.length > 0 ? 'switched-off' : 'unsupported' };
};

const isNamed = ({ protocol, endpoint }: Endpoint, trackbackUrls: readonly string[]): boolean =>
  protocol === 'trackback' && trackbackUrls.some((url) => samePage(url, endpoint));

/** Addresses that the guarded client refuses: nothing was asked, and nothing ever will be. */
const REFUSED: ReadonlySet<HttpFailureCode> = new Set<HttpFailureCode>([
  'url-invalid',
  'scheme-refused',
  'userinfo-refused',
  'port-refused',
  'address-refused',
]);

/** XML-RPC: there is no such method. */
const NO_SUCH_METHOD = -32601;
const REQUEST_TIMEOUT = 408;
const TOO_MANY_REQUESTS = 429;

/**
 * Whether the peer certainly did not take a ping, so that the next protocol may be tried without telling it twice: its
 * endpoint does not exist, may not be asked, or refuses the request itself (4xx). What may pass (408, 429) is no such
 * refusal, and neither is a fault, which says that the endpoint works.
 */
export const certainlyNotTaken = (failure: SendFailure): boolean => {
  switch (failure.kind) {
    case 'unreachable':
      return REFUSED.has(failure.code);
    case 'status':
      return isRefusal(failure.status);
    case 'fault':
      return failure.code === NO_SUCH_METHOD;
    case 'refused':
    case 'unreadable':
      return false;
    default:
      return unreachable(failure);
  }
};

const isRefusal = (status: number): boolean =>
  status >= 400 && status <= 499 && status !== REQUEST_TIMEOUT && status !== TOO_MANY_REQUESTS;
