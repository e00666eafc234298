import type { HttpFailure, HttpFailureCode } from '../ports';
import type { Reason } from '../reasons';

/** For an editor. */
export const httpReason = (code: HttpFailureCode): Reason => ({ code: `http.${code}` });

/** An error of the connector, refused before anything was sent. */
export class Refusal extends Error {
  override name = 'Refusal';

  constructor(
    readonly refused: HttpFailureCode,
    message: string
  ) {
    super(message);
  }
}

const TIMEOUTS = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
  'ETIMEOUT',
]);
const TLS = /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO$|HOSTNAME_MISMATCH)/;
/** What llhttp, undici and zlib call what they cannot read. */
const UNREADABLE = /^(HPE_|HTTPParserError|UND_ERR_HEADERS_OVERFLOW|UND_ERR_INVALID|Z_)/;

/**
 * What an error of undici, Node's sockets, TLS, DNS or zlib means.
 *
 * @param sent whether the connection stood and the request was begun
 */
export const failureOf = (error: unknown, sent: boolean): HttpFailure => {
  if (error instanceof Refusal) return { code: error.refused, message: error.message, requestSent: sent };
  const { code, syscall, message } = detail(error);
  return { code: codeOf(code, syscall, sent), message: message || code, requestSent: sent };
};

const codeOf = (code: string, syscall: string, sent: boolean): HttpFailureCode => {
  if (TIMEOUTS.has(code)) return 'timeout';
  if (sent) return UNREADABLE.test(code) && !CUT_OFF.has(code) ? 'response-invalid' : 'connect-failed';
  if (/^(query|getaddrinfo)/.test(syscall)) return 'dns-failed';
  return TLS.test(code) ? 'tls-failed' : 'connect-failed';
};

/** The connection ended in the middle: a matter of the network, which may be better later. */
const CUT_OFF = new Set(['HPE_INVALID_EOF_STATE', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);

/** Happy Eyeballs reports one error for each address that was tried. */
const detail = (error: unknown): { code: string; syscall: string; message: string } => {
  const inner: unknown = error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  if (!(inner instanceof Error)) return { code: '', syscall: '', message: String(inner) };
  const { code, syscall } = inner as NodeJS.ErrnoException;
  return { code: code ?? nameOf(inner), syscall: syscall ?? '', message: inner.message };
};

/** Undici gives llhttp's complaint about a body that was cut no code, only these words. */
const nameOf = ({ name, message }: Error): string =>
  name === 'HTTPParserError' && message.includes('Invalid EOF state') ? 'HPE_INVALID_EOF_STATE' : name;
