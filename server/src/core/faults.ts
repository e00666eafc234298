import { unreachable } from './result';
import type { Protocol } from './types';

/** Why a received ping or call is refused. The one union behind pingback faults and TrackBack errors. */
export type Refusal =
  /** A pattern of ours matches, but there is no published entry: missing, draft and other locale look alike. */
  | { readonly kind: 'target-unknown' }
  /** Published but closed, or no page of ours. */
  | { readonly kind: 'target-closed' }
  /** Any failure to fetch the source. One wording for all, so that nobody can scan ports through us. */
  | { readonly kind: 'source-unreachable' }
  | { readonly kind: 'no-link' }
  | { readonly kind: 'known' }
  /** By a block. */
  | { readonly kind: 'refused' }
  /** By a limit; `retryAfter` in seconds. Goes out with HTTP 429. */
  | { readonly kind: 'limited'; readonly retryAfter: number }
  /** `detail` is a sentence of our own, never the peer's words. */
  | { readonly kind: 'parameters'; readonly detail: string }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'method-unknown' }
  | { readonly kind: 'internal' };

/**
 * The refusal as a pingback fault (Pingback 1.0, section 3) or an XML-RPC one (Specification for Fault Code
 * Interoperability).
 */
export const pingbackFault = (refusal: Refusal): { code: number; message: string } => ({
  code: faultCode(refusal),
  message: sentence(refusal, 'pingback'),
});

/** The refusal as the message of a TrackBack error 1 (TrackBack 1.2), not yet escaped. */
export const trackbackMessage = (refusal: Refusal): string => sentence(refusal, 'trackback');

/** The refusal as the words of a webmention's answer or status (Webmention §3.2). */
export const webmentionMessage = (refusal: Refusal): string => sentence(refusal, 'webmention');

const faultCode = (refusal: Refusal): number => {
  switch (refusal.kind) {
    case 'source-unreachable':
      return 16;
    case 'no-link':
      return 17;
    case 'target-unknown':
      return 32;
    case 'target-closed':
      return 33;
    case 'known':
      return 48;
    case 'refused':
    case 'limited':
      return 49;
    case 'parameters':
      return -32602;
    case 'malformed':
      return -32700;
    case 'method-unknown':
      return -32601;
    case 'internal':
      return -32400;
    default:
      return unreachable(refusal);
  }
};

const sentence = (refusal: Refusal, protocol: Protocol): string => {
  switch (refusal.kind) {
    case 'source-unreachable':
      return 'The source could not be fetched.';
    case 'no-link':
      return 'The source does not contain a link to the target.';
    case 'target-unknown':
      return 'The target does not exist.';
    case 'target-closed':
      return `The target does not accept ${protocol}s.`;
    case 'known':
      return `This ${protocol} is registered already.`;
    case 'refused':
      return 'Access denied.';
    case 'limited':
      return 'Too many requests. Please try again later.';
    case 'parameters':
      return `Invalid parameters: ${refusal.detail}`;
    case 'malformed':
      return 'The request could not be read.';
    case 'method-unknown':
      return 'There is no such method.';
    case 'internal':
      return 'The request could not be handled. Please try again later.';
    default:
      return unreachable(refusal);
  }
};
