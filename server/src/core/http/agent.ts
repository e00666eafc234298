import { Agent, buildConnector, type Dispatcher } from 'undici';
import { isAddress } from './address';
import { Refusal } from './failures';
import { busy, guardedLookup, type Admit, type AddressRule } from './lookup';

/** Milliseconds for DNS, TCP and TLS together. */
const CONNECT_TIMEOUT = 3_000;
/** Milliseconds until the headers are there, and without a byte of the body. */
const IDLE_TIMEOUT = 5_000;

interface Rules {
  readonly isAllowed: AddressRule;
  isAllowedPort(port: number): boolean;
}

/** Makes the dispatcher of one request; who gets it destroys it. */
export type MakeAgent = (admit: Admit) => Agent;

/**
 * Dispatchers of our own, always passed explicitly (a global proxy agent would take over otherwise), that dial only
 * allowed ports and addresses, keep no connection and speak HTTP/1.1 only. One for each request, so that a connection
 * knows whose it is; the resolver is shared.
 */
export const createAgents = (o: Rules & { servers?: readonly string[] }): MakeAgent => {
  const lookup = guardedLookup({ rule: o.isAllowed, ...(o.servers ? { servers: o.servers } : {}) });

  return (admit) => {
    const connect = buildConnector({
      lookup: lookup(admit),
      autoSelectFamily: true,
      timeout: CONNECT_TIMEOUT,
      allowH2: false,
      maxCachedSessions: 0,
    });
    const guarded: buildConnector.connector = (options, callback) => {
      const refusal = refuse({ ...o, admit }, options);
      if (refusal) callback(refusal, null);
      else connect(options, callback);
    };
    return new Agent({
      connect: guarded,
      pipelining: 0,
      maxHeaderSize: 16_384,
      headersTimeout: IDLE_TIMEOUT,
      bodyTimeout: IDLE_TIMEOUT,
    });
  };
};

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

/** IP literals never reach the look-up: they are checked here. */
const refuse = (
  o: Rules & { admit: Admit },
  { hostname, port, protocol }: buildConnector.Options
): Refusal | null => {
  const number = Number(port) || (protocol === 'https:' ? 443 : 80);
  if (!o.isAllowedPort(number)) return new Refusal('port-refused', `port ${number} is not allowed`);
  const address = hostname.replace(/^\[|\]$/g, '');
  if (!isAddress(address)) return null;
  if (!o.isAllowed({ hostname, address }))
    return new Refusal('address-refused', `the address ${address} is not allowed`);
  return o.admit([address]) ? null : busy(address);
};
