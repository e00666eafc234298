import type { Socket } from 'node:net';
import { Agent, buildConnector, errors, type Dispatcher } from 'undici';
import { dial } from './dial';
import { Refusal } from './failures';
import { checkAddresses, type AddressRule, type FindAddresses } from './lookup';
import type { Wire } from './wire';

/** Milliseconds for DNS, TCP and TLS together. */
const CONNECT_TIMEOUT = 3_000;
/** Milliseconds until the headers are there, and without a byte of the body. */
const IDLE_TIMEOUT = 5_000;

export interface Rules {
  readonly isAllowed: AddressRule;
  isAllowedPort(port: number): boolean;
}

/** Makes the dispatcher of one request; who gets it destroys it. */
export type MakeAgent = (wire: Wire) => Agent;

/** Speaks TLS on a connection that stands. It keeps no session; the time is ours. */
const startTls = buildConnector({ timeout: 0, allowH2: false, maxCachedSessions: 0 });

/**
 * Dispatchers of our own, always passed explicitly (a global proxy agent would take over otherwise), that dial only
 * allowed ports and addresses, keep no connection and speak HTTP/1.1 only. One for each request, so that a connection
 * knows whose it is; the resolver is shared.
 */
export const createAgents = (rules: Rules, find: FindAddresses): MakeAgent => {
  const open = async (wire: Wire, options: buildConnector.Options): Promise<Socket> => {
    const { hostname, protocol } = options;
    const port = Number(options.port) || (protocol === 'https:' ? 443 : 80);
    if (!rules.isAllowedPort(port)) throw new Refusal('port-refused', `port ${port} is not allowed`);
    const end = performance.now() + CONNECT_TIMEOUT;
    const found = await within(CONNECT_TIMEOUT, find(hostname));
    checkAddresses({ hostname, found, rule: rules.isAllowed });

    const left = (): number => Math.max(1, end - performance.now());
    const raw = await dial(wire, { host: hostname, found, port, patience: left() });
    wire.stands();
    if (protocol !== 'https:') {
      wire.watch(raw, raw);
      return raw;
    }
    return within(left(), secure(wire, { ...options, httpSocket: raw }), raw);
  };

  return (wire) =>
    new Agent({
      connect: (options, callback) => {
        open(wire, options).then(
          (socket) => callback(null, socket),
          (error: Error) => callback(error, null)
        );
      },
      pipelining: 0,
      maxHeaderSize: 16_384,
      headersTimeout: IDLE_TIMEOUT,
      bodyTimeout: IDLE_TIMEOUT,
    });
};

const secure = (wire: Wire, options: buildConnector.Options & { httpSocket: Socket }): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const raw = options.httpSocket;
    const abort = (): void => void raw.destroy();
    wire.signal.addEventListener('abort', abort, { once: true });
    const socket: unknown = startTls(options, (error, secured) => {
      wire.signal.removeEventListener('abort', abort);
      if (error) {
        raw.destroy();
        reject(error);
      } else resolve(secured);
    });
    wire.watch(socket as Socket, raw);
  });

/** A step of connecting, which ends its socket when it takes too long. */
const within = <T>(time: number, step: Promise<T>, socket?: Socket): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new errors.ConnectTimeoutError('connecting took too long'));
      socket?.destroy();
    }, time);
    step.then(resolve, reject).finally(() => clearTimeout(timer));
  });

/** An agent that tells: `starts` is called when the connection stands, before the first byte is written. */
export const noticing = (agent: Agent, starts: () => void): Dispatcher =>
  agent.compose((dispatch) => (options, handler) => dispatch(options, watch(handler, starts)));

/** Undici's own handlers are of the older kind, those of interceptors of the newer one. */
const STARTS = new Set<string | symbol>(['onConnect', 'onRequestStart']);

/** Not undici's `DecoratorHandler`: that fails when a 103 comes before the answer. */
const watch = (handler: Dispatcher.DispatchHandler, starts: () => void): Dispatcher.DispatchHandler =>
  new Proxy(handler, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]): unknown => {
        if (STARTS.has(name)) starts();
        return Reflect.apply(member, target, given);
      };
    },
  });
