import type { Core } from '@strapi/strapi';
import { nowAndThen } from '../now-and-then';

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
  const say = nowAndThen(o);

  return (exchange) => {
    const usual = exchange.onerror.bind(exchange);
    exchange.onerror = (error) => {
      if (isBroken(error)) say(`a request to ${exchange.path} broke off: ${error.message}`);
      else usual(error);
    };
  };
};

const isBroken = (error: unknown): error is Error =>
  error instanceof Error && BROKEN.test(String((error as NodeJS.ErrnoException).code));
