import type { HttpFailureCode } from '../ports';

/** A ping that the peer has, for all we know. */
export interface Delivered {
  /**
   * `known`: the peer had it already (fault 48, HTTP 409). `answer-lost`: a trackback left and no answer came back; it
   * is not sent again (DESIGN, rule 3).
   */
  readonly outcome: 'accepted' | 'known' | 'answer-lost';
  /** The peer's words as plain text, at most 500 code points; '' when there were none. */
  readonly answer: string;
  /** Where a webmention's receiver says what becomes of it (Webmention §3.2). */
  readonly location?: string;
}

/** Why a ping was not taken. `answer` as in {@link Delivered}. */
export type SendFailure =
  | { readonly kind: 'unreachable'; readonly code: HttpFailureCode }
  /** `retryAfter` in seconds. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfter: number | null;
      readonly answer: string;
    }
  | { readonly kind: 'fault'; readonly code: number; readonly answer: string }
  /** A TrackBack error. */
  | { readonly kind: 'refused'; readonly answer: string }
  /** The peer answered, but not in its protocol. */
  | { readonly kind: 'unreadable'; readonly answer: string };
