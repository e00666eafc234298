import type { Result } from './result';
import type { OwnSoftware } from './url/own-software';

/** Why a request of the guarded client got no response. `requestSent`: bytes of the request may have reached the peer. */
export interface HttpFailure {
  readonly code: HttpFailureCode;
  /** For logs; never shown to the outside. */
  readonly message: string;
  readonly requestSent: boolean;
}

export type HttpFailureCode =
  | 'url-invalid'
  | 'scheme-refused'
  | 'userinfo-refused'
  | 'port-refused'
  | 'address-refused'
  | 'dns-failed'
  | 'connect-failed'
  | 'tls-failed'
  | 'timeout'
  | 'too-many-redirects'
  | 'redirect-invalid'
  | 'encoding-refused'
  | 'response-invalid'
  /** The request's guard did not admit it: too much goes there already. */
  | 'busy'
  | 'aborted'
  /** The document took longer to read than one may take. */
  | 'reading-too-long';

/** A connection that a request is about to make: to its own URL, or to one that it was redirected to. */
export interface HttpHop {
  readonly url: string;
  /** The IP address that is dialled: one of those that the name has, all of which are allowed. */
  readonly address: string;
}

/**
 * Decides over the connections of one request and learns what they cost. It may live in another thread than the client:
 * hops are plain data, and `admit` may take its time, which counts towards that for connecting.
 */
export interface HttpGuard {
  /**
   * Asked before each connection is dialled, redirects and second addresses of a name included; the hop before it is over
   * by then. False: this address is not dialled. The request ends with `busy` when no other address takes it.
   */
  admit(hop: HttpHop): boolean | Promise<boolean>;
  /**
   * Told that the peer took the connection (0 bytes), and from then on what came over the wire, now and then and at the end of
   * a hop: bytes since it was last told.
   */
  spent(hop: HttpHop, bytes: number): void;
}

/** Everything but `guard` and `signal` is plain data that can be cloned. */
export interface HttpRequest {
  readonly url: string;
  /** GET by default. */
  readonly method?: 'GET' | 'HEAD' | 'POST';
  /** Beside those the client always sends (user-agent, accept-encoding). */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Milliseconds for the whole request with redirects and body; the client's default when left out. */
  readonly timeout?: number;
  /** Hosts (`name` or `name:port`) whose addresses may be private: for the live check of our own pages only. */
  readonly privateHosts?: ReadonlySet<string>;
  /** The URL is configured by the project or its administrators: its host, and no other, may be at `allowOwnAddresses`. */
  readonly own?: boolean;
  /** This software itself: its URLs end the request with `address-refused`, at the start and at each redirect. */
  readonly refuses?: OwnSoftware;
  /** Everybody is admitted when left out. */
  readonly guard?: HttpGuard;
  /** Ends the request early. */
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** The final URL, after redirects. */
  readonly url: string;
  /** The URLs that redirected, in their order; none when left out. */
  readonly hops?: readonly string[];
  /** Lower-case names; several headers of one name stay apart. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The inflated body. Ends at the client's byte cap. Whoever reads may stop at any time. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** The guarded HTTP client: the only way to the outside (DESIGN, rule 5). */
export interface HttpClient {
  /**
   * Sends one request and hands the response to `read`, which may stop reading early; the rest of the
   * body is then dropped. What `read` throws is thrown on, unless the body itself failed.
   */
  request<T>(
    request: HttpRequest,
    read: (response: HttpResponse) => Promise<T>
  ): Promise<Result<T, HttpFailure>>;
  close(): Promise<void>;
}
