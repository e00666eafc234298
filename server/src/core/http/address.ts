import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = readonly [Address, number];

/**
 * What is refused beside everything that ipaddr.js does not call `unicast`: CIDR and the reason. Whatever is in
 * no table is refused too (IPv6 outside 2000::/3).
 */
const REFUSED: readonly Range[] = [
  '0.0.0.0/8', // RFC 791, this network
  '10.0.0.0/8', // RFC 1918
  '100.64.0.0/10', // RFC 6598, carrier-grade NAT
  '127.0.0.0/8', // RFC 1122, loopback
  '168.63.129.16/32', // a cloud's own services behind a public address
  '169.254.0.0/16', // RFC 3927, link-local and metadata services
  '172.16.0.0/12', // RFC 1918
  '192.0.0.0/24', // RFC 6890
  '192.0.2.0/24', // RFC 5737, documentation
  '192.88.99.0/24', // RFC 7526, 6to4 relays
  '192.168.0.0/16', // RFC 1918
  '198.18.0.0/15', // RFC 2544, benchmarks
  '198.51.100.0/24', // RFC 5737
  '203.0.113.0/24', // RFC 5737
  '224.0.0.0/4', // RFC 5771, multicast
  '240.0.0.0/4', // RFC 1112, reserved, broadcast
  '2001::/23', // RFC 2928: Teredo, ORCHID, benchmarks
  '2001:db8::/32', // RFC 3849, documentation
  '2002::/16', // RFC 3056, 6to4: an IPv4 address in disguise
  '3fff::/20', // RFC 9637, documentation
].map((cidr) => ipaddr.parseCIDR(cidr));

const GLOBAL_IPV6: Range = ipaddr.parseCIDR('2000::/3');
/** RFC 6052: the last 32 bits are an IPv4 address. */
const NAT64: Range = ipaddr.parseCIDR('64:ff9b::/96');

/** Reads the configured ranges once; they are valid CIDR by then. */
export const parseRanges = (cidrs: readonly string[]): Range[] => cidrs.map((cidr) => ipaddr.parseCIDR(cidr));

/** Whether an IP address may be dialled: public, or in one of the ranges that the project opened. Fails closed. */
export const isAllowedAddress = (text: string, opened: readonly Range[]): boolean => {
  if (!ipaddr.isValid(text) || text.includes('%')) return false;
  const address = unwrap(ipaddr.process(text));
  return opened.some((range) => contains(range, address)) || isPublic(address);
};

/** Whether a host is an IP literal, with or without brackets. */
export const isAddress = (host: string): boolean => ipaddr.isValid(host.replace(/^\[|\]$/g, ''));

/**
 * The host of a URL as all spellings of one IP address have it: an IPv4 address in IPv6 (`[::ffff:1.2.3.4]`) is that IPv4
 * address. Names stay as they are.
 */
export const plainHost = (hostname: string): string => {
  // Asked for every host that is compared: the library takes long to say no.
  const inside = hostname.startsWith('[') ? hostname.slice(1, -1) : '';
  if (inside === '' || !ipaddr.isValid(inside)) return hostname;
  const address = unwrap(ipaddr.process(inside));
  return address.kind() === 'ipv4' ? address.toString() : hostname;
};

/** The network that an IP address belongs to, as far as one owner usually has it: an IPv4 /24 or an IPv6 /48. */
export const networkOf = (text: string): string => {
  const address = unwrap(ipaddr.process(text));
  const [bits, bytes] = address.kind() === 'ipv4' ? [24, 3] : [48, 6];
  const network = address.toByteArray().map((byte, index) => (index < bytes ? byte : 0));
  return `${ipaddr.fromByteArray(network).toString()}/${bits}`;
};

const unwrap = (address: Address): Address =>
  contains(NAT64, address) ? ipaddr.fromByteArray(address.toByteArray().slice(-4)) : address;

const isPublic = (address: Address): boolean => {
  if (address.range() !== 'unicast') return false;
  if (address.kind() === 'ipv6' && !contains(GLOBAL_IPV6, address)) return false;
  return !REFUSED.some((range) => contains(range, address));
};

const contains = ([base, bits]: Range, address: Address): boolean =>
  base.kind() === address.kind() && address.match(base as never, bits);
