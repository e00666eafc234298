import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { openDoors } from './doors';
import { client, codeOf, get, serve, serveNames, type Peer } from './serving';

/** Everything that leads to this machine or its network, in every spelling (PROTOCOLS §6). `HERE`: reaches the listener. */
const HERE: readonly (readonly [what: string, host: string])[] = [
  ['loopback', '127.0.0.1'],
  ['loopback, another of its addresses', '127.255.1.2'],
  ['loopback with a dot at the end', '127.0.0.1.'],
  ['loopback, short', '127.1'],
  ['loopback in decimal', '2130706433'],
  ['loopback in octal', '0177.0.0.01'],
  ['loopback in hex', '0x7f.0.0.1'],
  ['loopback in one hex number', '0x7F000001'],
  ['loopback, escaped', '%31%32%37.0.0.1'],
  ['loopback in full-width letters', '１２７。０。０。１'],
  ['loopback in circled digits', '①②⑦.⓪.⓪.①'],
  ['this host', '0.0.0.0'],
  ['this host, short', '0'],
  ['IPv6 loopback', '[::1]'],
  ['IPv6 loopback in full', '[0:0:0:0:0:0:0:1]'],
  ['the IPv6 of no address', '[::]'],
  ['loopback mapped into IPv6', '[::ffff:127.0.0.1]'],
  ['loopback mapped into IPv6, in hex', '[::ffff:7f00:1]'],
  ['localhost', 'localhost'],
  ['localhost in capitals', 'LOCALHOST'],
];

const ELSEWHERE: readonly (readonly [what: string, host: string])[] = [
  ['10/8', '10.0.0.1'],
  ['172.16/12, its first', '172.16.0.1'],
  ['172.16/12, its last', '172.31.255.254'],
  ['192.168/16', '192.168.0.1'],
  ['a metadata service', '169.254.169.254'],
  ['a metadata service in decimal', '2852039166'],
  ['a metadata service mapped into IPv6', '[::ffff:169.254.169.254]'],
  ['a cloud’s own service', '168.63.129.16'],
  ['100.64/10', '100.64.0.1'],
  ['192.0.0/24', '192.0.0.1'],
  ['198.18/15', '198.18.0.1'],
  ['224/4', '224.0.0.1'],
  ['240/4', '240.0.0.1'],
  ['the broadcast address', '255.255.255.255'],
  ['fe80::', '[fe80::1]'],
  ['fc00::', '[fc00::1]'],
  ['fd00::', '[fd00::1]'],
  ['NAT64', '[64:ff9b::127.0.0.1]'],
  ['local NAT64', '[64:ff9b:1::7f00:1]'],
  ['6to4', '[2002:7f00:1::]'],
  ['Teredo', '[2001:0:7f00:1::]'],
  ['an IPv4 address within IPv6', '[::127.0.0.1]'],
  ['site-local addresses of old', '[fec0::1]'],
  ['multicast', '[ff02::1]'],
  ['what nobody has given out', '[4000::1]'],
];

/** Containers often have no IPv6. */
const hasIPv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1')
);
const reachable = HERE.filter(([, host]) => hasIPv6 || !host.startsWith('['));

describe('an address inside', () => {
  it.each([...HERE, ...ELSEWHERE])('%s is refused and not dialled: %s', async (_what, host) => {
    const doors = await openDoors();
    const http = client([doors.port], { allowAddresses: [] });
    const result = await get(http, `http://${host}:${doors.port}/`);
    expect(result).toMatchObject({ ok: false, error: { code: 'address-refused', requestSent: false } });
    expect(doors.dialled()).toBe(0);
    expect(doors.knocks()).toBe(0);
  });

  it.each(reachable)('%s would be reached where the project opens it: %s', async (_what, host) => {
    const doors = await openDoors();
    const http = client([doors.port], { allowAddresses: ['0.0.0.0/0', '::/0'] });
    expect(await get(http, `http://${host}:${doors.port}/`)).toEqual({ ok: true, value: 'secret' });
    expect(doors.knocks()).toBe(1);
  });

  it.each([...HERE, ...ELSEWHERE])('%s is refused at the end of a redirect: %s', async (_what, host) => {
    const doors = await openDoors();
    const peer = await redirecting([`http://${host}:${doors.port}/`]);
    const http = client([doors.port, peer.port], { allowAddresses: ['127.0.0.4/32'] });
    expect(codeOf(await get(http, `${peer.url}/0`))).toMatch(/^(address-refused|redirect-invalid)$/);
    expect(doors.knocks()).toBe(0);
  });
});

describe('each hop of a chain of redirects', () => {
  it.each([
    ['a private address', (port: number) => `http://127.0.0.1:${port}/`, 'address-refused'],
    ['another port', (port: number) => `http://127.0.0.4:${port + 1}/`, 'port-refused'],
    ['a file', () => 'file:///etc/passwd', 'redirect-invalid'],
    ['a password', (port: number) => `http://root:secret@127.0.0.4:${port}/`, 'redirect-invalid'],
    ['gopher', (port: number) => `gopher://127.0.0.1:${port}/_GET`, 'redirect-invalid'],
    ['data', () => 'data:text/html,hello', 'redirect-invalid'],
  ])('is checked for %s', async (_what, locationOf, code) => {
    const doors = await openDoors();
    for (const hops of [1, 2, 3]) {
      const harmless = Array.from({ length: hops - 1 }, (_, index) => `/${index + 1}`);
      const peer = await redirecting([...harmless, locationOf(doors.port)]);
      const http = client([doors.port, peer.port], { allowAddresses: ['127.0.0.4/32'] });
      expect(codeOf(await get(http, `${peer.url}/0`))).toBe(code);
      expect(peer.requests).toHaveLength(hops);
    }
    expect(doors.knocks()).toBe(0);
  });
});

describe('a name', () => {
  it.each([
    ['private', ['127.0.0.1']],
    ['private by IPv6', ['::1']],
    ['public and private', ['93.184.216.34', '127.0.0.1']],
    ['private and public', ['127.0.0.1', '93.184.216.34']],
    ['public by IPv4 and private by IPv6', ['93.184.216.34', '::1']],
    ['public by IPv6 and private by IPv4', ['2606:4700::1111', '127.0.0.1']],
    ['mapped into IPv6', ['::ffff:7f00:1']],
    ['NAT64', ['64:ff9b::7f00:1']],
    ['6to4', ['2002:7f00:1::']],
    ['private after many public ones', [...Array<string>(20).fill('93.184.216.34'), '10.0.0.1']],
  ])('that is %s is refused', async (_what, addresses) => {
    const doors = await openDoors();
    const names = await serveNames(() => addresses);
    const http = client([doors.port], { allowAddresses: [], resolver: names.resolver });
    expect(codeOf(await get(http, `http://victim.test:${doors.port}/`))).toBe('address-refused');
    expect(codeOf(await get(http, `https://victim.test:${doors.port}/`))).toBe('address-refused');
    expect(doors.knocks()).toBe(0);
  });

  it('that changes between two look-ups is dialled where the first one said (rebinding)', async () => {
    const doors = await openDoors();
    // The first answer is harmless, every other one leads inside.
    const names = await serveNames(() => [names.asked.length <= 1 ? '127.0.0.4' : '127.0.0.1']);
    const outside = await serve((_request, response) => response.end('outside'), '127.0.0.4');
    const http = client([outside.port, doors.port], {
      allowAddresses: ['127.0.0.4/32'],
      resolver: names.resolver,
    });
    expect(await get(http, `http://rebind.test:${outside.port}/`)).toEqual({ ok: true, value: 'outside' });
    expect(names.asked).toEqual(['rebind.test']);
    expect(codeOf(await get(http, `http://rebind.test:${doors.port}/`))).toBe('address-refused');
    expect(doors.knocks()).toBe(0);
  });

  it('is looked up and checked anew after a redirect to itself', async () => {
    const names = await serveNames(() => [names.asked.length <= 1 ? '127.0.0.4' : '127.0.0.1']);
    const outside = await redirecting(['/1']);
    const doors = await openDoors();
    const http = client([outside.port, doors.port], {
      allowAddresses: ['127.0.0.4/32'],
      resolver: names.resolver,
    });
    expect(codeOf(await get(http, `http://rebind.test:${outside.port}/0`))).toBe('address-refused');
    expect(outside.requests).toHaveLength(1);
    expect(doors.knocks()).toBe(0);
  });
});

describe('a port', () => {
  it.each([22, 25, 3306, 5432, 6379, 1337, 11_211])('%i is not dialled, by no scheme', async (port) => {
    const doors = await openDoors();
    const http = client([80, 443], { allowAddresses: ['0.0.0.0/0', '::/0'] });
    for (const scheme of ['http', 'https']) {
      const result = await get(http, `${scheme}://127.0.0.1:${port}/`);
      expect(result).toMatchObject({ ok: false, error: { code: 'port-refused', requestSent: false } });
    }
    expect(doors.dialled()).toBe(0);
  });
});

/** A site at 127.0.0.4: `/0` sends to the first location, `/1` to the second, … */
const redirecting = (locations: readonly string[]): Promise<Peer> =>
  serve((request, response) => {
    const location = locations[Number(request.url?.slice(1))];
    if (location === undefined) return void response.end('arrived');
    response.writeHead(302, { location: Buffer.from(location).toString('latin1') }).end();
  }, '127.0.0.4');
