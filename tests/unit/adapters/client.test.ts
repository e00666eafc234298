import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientKey, identifyClient, plainAddress } from '../../../server/src/adapters/client';
import { createProxyWatch } from '../../../server/src/adapters/proxy';

type Facts = Parameters<typeof identifyClient>[0];
const facts = (over: Partial<Facts>): Facts => ({
  peer: '127.0.0.1',
  address: '127.0.0.1',
  headers: {},
  trustsProxy: false,
  proxies: 0,
  ...over,
});
const INTERNAL = ['127.0.0.1', '10.0.0.7', '172.17.0.1', '192.168.1.2', '169.254.1.1', '100.64.0.9', '::1'];
const INTERNAL_6 = ['fd00::7', 'fe80::1'];
const HEADERS = [
  'x-forwarded-for',
  'forwarded',
  'x-real-ip',
  'cf-connecting-ip',
  'true-client-ip',
  'x-client-ip',
  'fastly-client-ip',
  'x-cluster-client-ip',
  'fly-client-ip',
  'x-original-forwarded-for',
  'x-azure-clientip',
  'x-appengine-user-ip',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-server',
  'via',
];
const anyHeader = fc.constantFrom(...HEADERS);
const anyInternal = fc.constantFrom(...INTERNAL, ...INTERNAL_6);
const anyPublic = fc.constantFrom('203.0.113.9', '8.8.8.8', '2001:4860::1', '2a02:8100:1:2::3');
const anyText = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.string({ minLength: 1 }).filter((text) => /\S/.test(text))
);

describe('a sender', () => {
  it('is a proxy that is not trusted, wherever a private peer forwards for somebody', () => {
    fc.assert(
      fc.property(anyInternal, anyHeader, anyText, (peer, name, text) => {
        const client = identifyClient(facts({ peer, address: peer, headers: { [name]: text } }));
        expect(client).toMatchObject({ kind: 'proxied', address: peer, network: null });
        expect(client.key.length).toBeLessThanOrEqual(64);
      })
    );
  });

  it('is a proxy also on a Unix socket, and where the settings lead to one proxy too few', () => {
    const headers = { 'x-forwarded-for': '203.0.113.9, 10.0.0.2' };
    const socket = identifyClient(facts({ peer: null, address: null, headers }));
    const two = facts({ peer: '10.0.0.3', address: '10.0.0.2', headers, trustsProxy: true, proxies: 1 });

    expect(socket.kind).toBe('proxied');
    expect(identifyClient(two).kind).toBe('proxied');
  });

  it('from a public address is counted under it, whatever it writes', () => {
    fc.assert(
      fc.property(anyPublic, fc.dictionary(anyHeader, anyText), (address, headers) => {
        const client = identifyClient(facts({ peer: address, address, headers }));
        expect(client).toMatchObject({ kind: 'direct', key: clientKey(address) });
        expect(client.network).not.toBeNull();
      })
    );
  });

  it('with a private address is counted under it where nobody forwards, or a trusted proxy names it', () => {
    for (const address of [...INTERNAL, ...INTERNAL_6]) {
      const headers = { 'x-forwarded-for': address, 'x-real-ip': address, 'x-forwarded-proto': 'https' };
      const trusted = facts({ peer: '127.0.0.1', address, headers, trustsProxy: true, proxies: 1 });
      expect(identifyClient(facts({ peer: address, address }))).toMatchObject({ key: clientKey(address) });
      expect(identifyClient(trusted)).toMatchObject({ kind: 'direct', key: clientKey(address) });
    }
  });

  it('that may have made its address up never gets the key of another', () => {
    const keyOf = (over: Partial<Facts>) => identifyClient(facts(over)).key;
    const settings = fc.constantFrom(
      { trustsProxy: false, proxies: 0, isSure: false },
      { trustsProxy: true, proxies: 0, isSure: false }
    );
    const anyForged = fc.dictionary(anyHeader, fc.oneof(fc.constant('203.0.113.9'), anyText));
    fc.assert(
      fc.property(settings, anyForged, anyPublic, ({ trustsProxy, proxies }, forged, written) => {
        // The proxy writes one header itself, and lets the others pass.
        const honest = keyOf({ headers: { 'x-real-ip': '203.0.113.9' }, trustsProxy, proxies });
        fc.pre(written !== '203.0.113.9');
        const headers = { ...forged, 'x-real-ip': written };
        expect(keyOf({ headers, trustsProxy, proxies })).not.toBe(honest);
        // And one who comes without a proxy does not get that of a site that does.
        const direct = { peer: written, address: '203.0.113.9', trustsProxy: true, proxies: 0 };
        expect(keyOf({ ...direct, headers: { 'x-forwarded-for': '203.0.113.9' } })).not.toBe('203.0.113.9');
      })
    );
  });
});

describe('the key of an address', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::1', '2001:db8:1:2'],
    ['not an address', 'unknown'],
    [null, 'unknown'],
  ])('of %s is %s', (address, key) => {
    expect(clientKey(address)).toBe(key);
  });

  it.each([
    ['203.0.113.9:50000', '203.0.113.9'],
    ['[2001:db8::1]:50000', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['', null],
    ['unknown', null],
  ])('%j is read as %j', (text, address) => {
    expect(plainAddress(text)).toBe(address);
  });
});

describe('the watch for a proxy that is not trusted', () => {
  it('warns once in the log, and from then on in the settings', () => {
    const lines: string[] = [];
    const watch = createProxyWatch({ warn: (line: string) => lines.push(line) } as never);
    const [direct, proxied] = [
      identifyClient(facts({})),
      identifyClient(facts({ headers: { via: '1.1 cache' } })),
    ];
    watch.see(direct);
    expect([watch.warning(), lines]).toEqual([null, []]);
    watch.see(proxied);
    watch.see(proxied);

    expect(watch.warning()).toEqual({ code: 'notice.proxy-untrusted' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('server.proxy.koa');
  });
});
