import type { Core } from '@strapi/strapi';
import { logLine } from '../log-line';

/** Milliseconds between two lines. */
const EVERY = 60_000;

/** What Node says of a connection that broke, or that sent what is no HTTP. */
const BROKEN = /^(?:HPE_.*|ECONN\w+|EPIPE|ERR_STREAM_\w+)$/u;

/** The part of a Koa context that is needed here; Koa calls `onerror` when the connection fails under a request. */
interface Exchange {
  readonly path: string;
  onerror(error: unknown): void;
}

/**
 * Says in one line, and at most once a minute, that the body of a request broke off: Koa would print several to the
 * console each time, whoever sends them. Other errors go the usual way.
 *
 * @param o.now milliseconds
 */
export const createBrokenUploads = (o: {
  log: Pick<Core.Strapi['log'], 'warn'>;
  now?: () => number;
}): ((exchange: Exchange) => void) => {
  const { log, now = Date.now } = o;
  let said = -Infinity;
  let unsaid = 0;

  const note = (path: string, error: Error): void => {
    if (now() - said < EVERY) {
      unsaid += 1;
      return;
    }
    const more = unsaid === 0 ? '' : ` (and ${String(unsaid)} more since the last such line)`;
    log.warn(logLine(`a request to ${path} broke off: ${error.message}${more}`));
    said = now();
    unsaid = 0;
  };

  return (exchange) => {
    const usual = exchange.onerror.bind(exchange);
    exchange.onerror = (error) => {
      if (isBroken(error)) note(exchange.path, error);
      else usual(error);
    };
  };
};

const isBroken = (error: unknown): error is Error =>
  error instanceof Error && BROKEN.test(String((error as NodeJS.ErrnoException).code));
