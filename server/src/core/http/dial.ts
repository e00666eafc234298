import { connect, type Socket } from 'node:net';
import { errors } from 'undici';
import { busy, type Found } from './lookup';
import type { Wire } from './wire';

/** Addresses of one name that are dialled at most, of both families in turn: a name may have any number of them. */
const MOST_DIALLED = 4;
/** Milliseconds for an address as long as there is another one (RFC 8305, section 5, and some patience). */
const NEXT_AFTER = 500;
/** As undici makes its own; Node's types do not know `highWaterMark` here. */
const SOCKET = { noDelay: true, highWaterMark: 65_536 };

/**
 * Connects to the first address that answers, one after the other, each only if it is admitted.
 *
 * @param o.patience milliseconds for the last address
 */
export const dial = async (
  wire: Wire,
  o: { host: string; found: readonly Found[]; port: number; patience: number }
): Promise<Socket> => {
  const addresses = fewOf(o.found);
  let failure: unknown = null;
  let refused = false;
  for (const [index, address] of addresses.entries()) {
    // A name server may answer when the request is long over.
    if (wire.signal.aborted) throw wire.signal.reason;
    if (!(await wire.admit(address))) {
      refused = true;
      continue;
    }
    const isLast = index === addresses.length - 1;
    try {
      const time = isLast ? o.patience : Math.min(NEXT_AFTER, o.patience);
      return await connectTo(address, { port: o.port, time, signal: wire.signal });
    } catch (error) {
      failure ??= error;
    }
  }
  throw refused ? busy(o.host) : failure;
};

const connectTo = (
  address: string,
  o: { port: number; time: number; signal: AbortSignal }
): Promise<Socket> =>
  new Promise((resolve, reject) => {
    if (o.signal.aborted) return reject(o.signal.reason);
    const options = { ...SOCKET, host: address, port: o.port };
    const socket = connect(options);
    const end = (error: Error): void => void socket.destroy(error);
    const abort = (): void => end(new errors.RequestAbortedError());
    const timer = setTimeout(
      () => end(new errors.ConnectTimeoutError(`connecting to ${address} took longer than ${o.time} ms`)),
      o.time
    );
    const over = (): void => {
      clearTimeout(timer);
      o.signal.removeEventListener('abort', abort);
    };
    o.signal.addEventListener('abort', abort, { once: true });
    // Stays: whoever takes the socket over has listeners of its own a moment later.
    socket.on('error', (error) => {
      over();
      reject(error);
    });
    socket.once('connect', () => {
      over();
      resolve(socket);
    });
  });

/** IPv4 and IPv6 in turn. */
const fewOf = (found: readonly Found[]): string[] => {
  const of = (family: 4 | 6) => found.filter((one) => one.family === family).map(({ address }) => address);
  const [four, six] = [of(4), of(6)];
  const rounds = Math.max(four.length, six.length);
  const turns = Array.from({ length: Math.min(rounds, MOST_DIALLED) }, (_, at) => [four[at], six[at]]).flat();
  return turns.filter((address) => address !== undefined).slice(0, MOST_DIALLED);
};
