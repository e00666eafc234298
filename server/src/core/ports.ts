import type { Result } from './result';

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
  /** The request's own `admit` said no. */
  | 'busy'
  | 'aborted';

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
  /**
   * Asked before each connection, with all addresses that it may go to (every one is allowed): false ends the request
   * with the code `busy`. For limits by address, which only show once a name is resolved.
   */
  admit?(addresses: readonly string[]): boolean;
  /** URLs that are not asked for, at the start and at each redirect: true ends the request with `address-refused`. */
  refuses?(url: string): boolean;
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
