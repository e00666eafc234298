import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import ipaddr from 'ipaddr.js';
import type { Context } from 'koa';
import { networkOf } from '../core/http/address';
import type { Sender } from './jobs';

/** Who sent a request, as the limits tell senders apart. */
export interface Client {
  /**
   * `direct`: the address is the sender's own. `claimed`: Strapi believes forwarded addresses, but the sender may have made
   * this one up. `proxied`: the request came through a proxy that Strapi does not trust.
   */
  readonly kind: 'direct' | 'claimed' | 'proxied';
  /** The sender's IP address as Strapi's proxy settings say; null when there is none. */
  readonly address: string | null;
  /**
   * What the limits count under: the address (IPv6: its /64). Where that proves nothing, the peer's address with a hash of all
   * that the forwarding headers say: whoever makes up headers gets another key, but never that of somebody else, as long as
   * one of them was written by a proxy. At most 64 characters.
   */
  readonly key: string;
  /** The network of the address (IPv4 /24, IPv6 /48); null where the address proves nothing. */
  readonly network: string | null;
}

/** What a request says about its sender. */
export interface SenderFacts {
  /** Address of the other end of the connection; null for a Unix socket. */
  readonly peer: string | null;
  /** The address that Strapi's proxy settings lead to. */
  readonly address: string | null;
  readonly headers: IncomingHttpHeaders;
  /** Strapi's `server.proxy.koa`. */
  readonly trustsProxy: boolean;
  /** Strapi's `server.proxy.maxIpsCount`; 0: it takes the left-most address, which the sender may have written. */
  readonly proxies: number;
}

/** Headers by which proxies pass on the address of their client: standard, customary, and those of CDNs. */
const ADDRESS_HEADER =
  /^(?:forwarded|(?:x-)?(?:original-)?forwarded-for|.*(?:real|client|connecting|user|cluster)-?ip)$/;
/** Headers that only proxies write. */
const PROXY_HEADER = /^(?:via|(?:x-)?forwarded(?:-.+)?)$/;

/** Reads who sent a request. */
export const clientOf = (ctx: Context): Client =>
  identifyClient({
    peer: ctx.req.socket.remoteAddress ?? null,
    address: plainAddress(ctx.request.ip),
    headers: ctx.req.headers,
    trustsProxy: Boolean(ctx.app.proxy),
    proxies: Number(ctx.app.maxIpsCount ?? 0),
  });

/**
 * Tells senders apart, whatever they write: an address counts only where it is certain. Behind a proxy that Strapi does not
 * trust every visitor would have the proxy's address, and a sender who may make up an address could use up somebody else's
 * limit.
 */
export const identifyClient = (facts: SenderFacts): Client => {
  const { address } = facts;
  const kind = kindOf(facts);
  if (kind === 'direct') return { kind, address, ...senderAt(address) };
  const peer = facts.peer && plainAddress(facts.peer);
  const network = peer !== null && !isInternal(peer) ? networkOf(peer) : null;
  return { kind, address, key: `${peer ?? 'socket'} #${hashOf(facts.headers)}`, network };
};

/** What pings from an address are counted under. */
export const senderAt = (address: string | null): Sender => ({
  key: clientKey(address),
  network: address === null ? null : networkOf(address),
});

/** An IPv6 client owns a whole /64: its addresses count as one. */
export const clientKey = (address: string | null): string => {
  if (!address || !ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':');
};

/** An IP address without the port that some proxies add, IPv4 mapped into IPv6 as itself; null for anything else. */
export const plainAddress = (text: string): string | null => {
  const ip =
    /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/.exec(text)?.[1] ??
    /^\[([\da-f:.]+)\](?::\d{1,5})?$/i.exec(text)?.[1] ??
    text.replace(/%.*$/, '');
  return ipaddr.isValid(ip) ? ipaddr.process(ip).toString() : null;
};

const kindOf = (facts: SenderFacts): Client['kind'] => {
  const { address, headers, trustsProxy, proxies } = facts;
  if ((address === null || isInternal(address)) && isForwarded(facts)) return 'proxied';
  return trustsProxy && proxies <= 0 && namesOf(headers, ADDRESS_HEADER).length > 0 ? 'claimed' : 'direct';
};

/** Whether the headers speak of a sender behind the address. A trusted proxy that names the address itself does not. */
const isForwarded = ({ address, headers, trustsProxy }: SenderFacts): boolean => {
  if (!trustsProxy) return namesOf(headers, PROXY_HEADER, ADDRESS_HEADER).length > 0;
  return namesOf(headers, ADDRESS_HEADER).some((name) => plainAddress(textOf(headers, name)) !== address);
};

/** Names of those of the headers that say something, in order. */
const namesOf = (headers: IncomingHttpHeaders, ...patterns: readonly RegExp[]): string[] =>
  Object.keys(headers)
    .filter((name) => patterns.some((pattern) => pattern.test(name)) && textOf(headers, name) !== '')
    .sort();

const textOf = (headers: IncomingHttpHeaders, name: string): string => String(headers[name] ?? '').trim();

/** An address that no visitor from outside has: loopback, private, link-local, carrier-grade NAT. */
const isInternal = (address: string): boolean =>
  ['loopback', 'private', 'linkLocal', 'uniqueLocal', 'carrierGradeNat', 'unspecified'].includes(
    ipaddr.process(address).range()
  );

/** Short, and without the addresses in clear. */
const hashOf = (headers: IncomingHttpHeaders): string => {
  const said = namesOf(headers, ADDRESS_HEADER).map((name) => [name, textOf(headers, name)]);
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url').slice(0, 16);
};
