import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { networkOf } from '../../../server/src/core/http/address';
import { client, get, serveNames } from '../http/serving';
import { slotsOf } from './slots-clock';

const url = (host: string) => new URL(`https://${host}/post?${Math.random()}`);
const hop = (host: string, address: string) => ({ url: `https://${host}/`, address });

describe('fetches at a time', () => {
  it.each<['host' | 'domain', string[], string]>([
    ['host', ['a.example', 'a.example'], 'b.example'],
    ['host', ['a.example', 'a.example.'], 'b.example'],
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

  it('are limited by the network that is dialled, whatever the names', () => {
    const { slots } = slotsOf({ network: 2 });
    const dial = (address: string) => {
      const host = `${Math.random()}.example`;
      return slots.enter(url(host))?.admit(hop(host, address));
    };

    expect(dial('203.0.113.1')).toBe(true);
    expect(dial('203.0.113.77')).toBe(true);
    expect(dial('203.0.113.2')).toBe(false);
    expect(dial('::ffff:203.0.113.3')).toBe(false);
    expect(dial('198.51.100.2')).toBe(true);
  });

  it('do not count where a fetch was, but where it is: after a redirect, or when an address did not answer', () => {
    const { slots } = slotsOf({ host: 1, network: 1 });
    const slot = slots.enter(url('a.example'));
    expect(slots.enter(url('a.example'))).toBeNull();

    expect(slot?.admit(hop('a.example', '203.0.113.1'))).toBe(true);
    expect(slot?.admit(hop('a.example', '198.51.100.1'))).toBe(true);
    expect(slots.enter(url('b.example'))?.admit(hop('b.example', '203.0.113.1'))).toBe(true);
    expect(slot?.admit(hop('c.example', '192.0.2.1'))).toBe(true);
    expect(slots.enter(url('a.example'))?.admit(hop('a.example', '198.51.100.1'))).toBe(true);
    expect(slots.enter(url('c.example'))).toBeNull();
    slot?.leave();
    expect(slots.enter(url('c.example'))?.admit(hop('c.example', '192.0.2.1'))).toBe(true);
  });

  it('take no network for one that was given up before its name server answered', async () => {
    const names = await serveNames(() => ['127.0.0.1'], { delay: 300 });
    const http = client([80], { resolver: names.resolver });
    const { slots } = slotsOf({ network: 1 });
    const slot = slots.enter(url('slow.test'));
    await get(http, 'http://slow.test/', { ...(slot && { guard: slot }), timeout: 100 });
    slot?.leave();
    await pause(400);

    expect(slots.enter(url('b.example'))?.admit(hop('b.example', '127.0.0.1'))).toBe(true);
  });
});

describe('slow sources', () => {
  it('share a quarter of the places: the others find one a second later, whoever came before them', () => {
    const { slots, clock } = slotsOf({ total: 8 });
    const silent = Array.from({ length: 8 }, (_, index) => slots.enter(url(`slow-${index}.example`)));
    expect(slots.enter(url('honest.example'))).toBeNull();
    clock.pass(1_001);

    expect(silent.filter((slot) => slot?.isEvicted() && slot.signal.aborted)).toHaveLength(6);
    silent.filter((slot) => slot?.isEvicted()).forEach((slot) => slot?.leave());
    expect(silent.filter((slot) => !slot?.signal.aborted)).toHaveLength(2);
    expect(slots.enter(url('honest.example'))).not.toBeNull();
    expect(slots.enter(url('slow-9.example'), { slow: true })).toBeNull();
    silent.forEach((slot) => slot?.leave());
    expect(slots.enter(url('slow-9.example'), { slow: true })).not.toBeNull();
  });

  it('take no place of the others when they are known to be slow', () => {
    const { slots } = slotsOf({ total: 8 });
    const entered = Array.from({ length: 100 }, (_, index) =>
      slots.enter(url(`slow-${index}.example`), { slow: true })
    );

    expect(entered.filter((slot) => slot !== null)).toHaveLength(2);
    expect(Array.from({ length: 6 }, (_, i) => slots.enter(url(`fast-${i}.example`)))).not.toContain(null);
  });

  it('have one place at least', () => {
    const { slots, clock } = slotsOf({ total: 1 });
    const slot = slots.enter(url('slow.example'));
    clock.pass(60_000);

    expect([slot?.isSlow(), slot?.isEvicted()]).toEqual([true, false]);
  });

  it('end with who asked for them', () => {
    const { slots } = slotsOf({});
    const asker = new AbortController();
    const slot = slots.enter(url('a.example'), { signal: asker.signal });
    asker.abort();

    expect([slot?.signal.aborted, slot?.isEvicted()]).toEqual([true, false]);
  });
});

describe('a peer that takes no connection', () => {
  /** Dials it for so long; whether that was admitted. */
  const dial = (
    { slots, clock }: ReturnType<typeof slotsOf>,
    o: { host: string; time: number; port?: number; taken?: boolean }
  ): boolean => {
    const slot = slots.enter(url(o.host));
    const at = { url: `https://${o.host}:${o.port ?? 443}/`, address: '203.0.113.1' };
    const admitted = slot?.admit(at) === true;
    if (o.taken) slot?.spent(at, 0);
    clock.pass(o.time);
    slot?.leave();
    return admitted;
  };

  it('is tried by one for all, under whatever name, and less and less often', () => {
    const all = slotsOf({});
    const tries = Array.from({ length: 600 }, (_, index) =>
      dial(all, { host: `wild-${index}.example`, time: 1_000 })
    );

    // 600 s and as many names: each of them would be tried else.
    expect(tries.filter(Boolean).length).toBeLessThanOrEqual(7);
    expect(tries.filter(Boolean).length).toBeGreaterThanOrEqual(5);
  });

  it('is forgotten once it takes one', () => {
    const all = slotsOf({});
    expect(dial(all, { host: 'a.example', time: 1_000 })).toBe(true);
    expect(dial(all, { host: 'b.example', time: 0 })).toBe(false);
    all.clock.pass(60_000);
    expect(dial(all, { host: 'c.example', time: 10, taken: true })).toBe(true);
    expect(dial(all, { host: 'd.example', time: 0 })).toBe(true);
  });

  it('is not what takes it and keeps silent, nor another port of it, nor what was given up at once', () => {
    const all = slotsOf({});
    expect(dial(all, { host: 'a.example', time: 9_000, taken: true })).toBe(true);
    expect(dial(all, { host: 'a.example', time: 300 })).toBe(true);
    expect(dial(all, { host: 'a.example', time: 9_000, port: 8443 })).toBe(true);
    expect(dial(all, { host: 'a.example', time: 0, port: 8443 })).toBe(false);
    expect(dial(all, { host: 'a.example', time: 0 })).toBe(true);
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
