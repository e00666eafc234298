import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { networkOf } from '../../../server/src/core/http/address';
import { createFetchSlots, type FetchCaps } from '../../../server/src/services/inbound/fetch-slots';
import { createLimitedLog } from '../../../server/src/services/inbound/limited';
import { client, get, serveNames } from '../http/serving';

const OPEN: FetchCaps = { total: 100, host: 100, domain: 100, network: 100 };
const slotsOf = (caps: Partial<FetchCaps>) => {
  const limited = createLimitedLog();
  return { limited, slots: createFetchSlots({ caps: { ...OPEN, ...caps }, limited }) };
};
const url = (host: string) => new URL(`https://${host}/post?${Math.random()}`);

describe('fetches at a time', () => {
  it.each<[keyof FetchCaps, string[], string]>([
    ['host', ['a.example', 'a.example'], 'b.example'],
    ['domain', ['a.evil.example', 'b.evil.example'], 'a.other.example'],
    ['domain', ['a.me.github.io', 'b.me.github.io'], 'you.github.io'],
    ['domain', ['127.0.0.1', '127.0.0.1'], '127.0.0.2'],
    ['domain', ['[2001:db8::1]', '[2001:db8::1]'], '[2001:db8::2]'],
  ])('are limited by %s: %j, but not %s', (kind, hosts, other) => {
    const { slots, limited } = slotsOf({ [kind]: 2 });
    hosts.forEach((host) => expect(slots.enter(url(host))).not.toBeNull());

    expect(slots.enter(url(hosts[0] ?? ''))).toBeNull();
    expect(slots.enter(url(other))).not.toBeNull();
    expect(limited.list()).toMatchObject([{ kind: 'fetch', count: 1 }]);
  });

  it('are limited in all, and the places come back', () => {
    const { slots } = slotsOf({ total: 2 });
    const first = slots.enter(url('a.example'));
    slots.enter(url('b.example'));
    expect(slots.enter(url('c.example'))).toBeNull();
    first?.leave();
    first?.leave();

    expect(slots.enter(url('c.example'))).not.toBeNull();
    expect(slots.enter(url('d.example'))).toBeNull();
  });

  it('are limited by network, whatever the names, and whichever of the addresses it is', () => {
    const { slots } = slotsOf({ network: 2 });
    const enter = (address: string) => {
      const source = url(`${Math.random()}.example`);
      return slots.enter(source)?.admit({ url: source.href, address });
    };

    expect(enter('203.0.113.1')).toBe(true);
    expect(enter('203.0.113.77')).toBe(true);
    expect(enter('203.0.113.2')).toBe(false);
    expect(enter('::ffff:203.0.113.3')).toBe(false);
    expect(enter('198.51.100.2')).toBe(true);
  });

  it('count one that is redirected within a network once, and give all back', () => {
    const { slots } = slotsOf({ network: 1 });
    const slot = slots.enter(url('a.example'));

    expect(slot?.admit({ url: 'http://a.example/', address: '203.0.113.1' })).toBe(true);
    expect(slot?.admit({ url: 'http://a.example/', address: '203.0.113.9' })).toBe(true);
    expect(slot?.admit({ url: 'http://a.example/', address: '198.51.100.1' })).toBe(true);
    slot?.leave();
    expect(slots.enter(url('b.example'))?.admit({ url: 'http://a.example/', address: '203.0.113.1' })).toBe(
      true
    );
  });

  it('take no network for one that was given up before its name server answered', async () => {
    const names = await serveNames(() => ['127.0.0.1'], { delay: 300 });
    const http = client([80], { resolver: names.resolver });
    const { slots } = slotsOf({ network: 1 });
    const slot = slots.enter(url('slow.test'));
    await get(http, 'http://slow.test/', {
      ...(slot && { guard: slot }),
      timeout: 100,
    });
    slot?.leave();
    await pause(400);

    expect(slots.enter(url('b.example'))?.admit({ url: 'http://a.example/', address: '127.0.0.1' })).toBe(
      true
    );
  });
});

describe('the network of an address', () => {
  it.each([
    ['203.0.113.9', '203.0.113.0/24'],
    ['::ffff:203.0.113.9', '203.0.113.0/24'],
    ['64:ff9b::203.0.113.9', '203.0.113.0/24'],
    ['2606:4700:1234:5678::1', '2606:4700:1234::/48'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
