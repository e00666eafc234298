import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMinuteCounts } from '../../../server/src/services/inbound/minute-counts';
import { slotsOf } from './slots-clock';

const KINDS = ['host', 'domain', 'network'] as const;

/** A few hosts of a few domains in a few networks, so that what is asked meets. */
const HOSTS = ['a.one.test', 'b.one.test', 'a.two.test', 'me.github.io', 'you.github.io', 'one.test.'];
const DOMAINS = new Map([
  ['a.one.test', 'one.test'],
  ['b.one.test', 'one.test'],
  ['one.test.', 'one.test'],
  ['a.two.test', 'two.test'],
  ['me.github.io', 'me.github.io'],
  ['you.github.io', 'you.github.io'],
]);
const ADDRESSES = ['203.0.113.1', '203.0.113.200', '198.51.100.7', '2606:4700:1::1', '2606:4700:1:9::1'];
const networkOf = (address: string): string => address.slice(0, address.includes(':') ? 11 : 10);

const hop = fc.record({ host: fc.constantFrom(...HOSTS), address: fc.constantFrom(...ADDRESSES) });
/** One fetch: its hops, one after the other, what each costs, and the time until the next one comes. */
const fetches = fc.array(
  fc.record({
    hops: fc.array(fc.record({ hop, bytes: fc.integer({ min: 0, max: 3_000 }) }), {
      minLength: 1,
      maxLength: 4,
    }),
    wait: fc.integer({ min: 0, max: 9_000 }),
  }),
  { minLength: 1, maxLength: 150 }
);
const rate = fc.option(fc.integer({ min: 1, max: 12 }), { nil: false as const });
const rates = fc.record({ host: rate, domain: rate, network: rate });

interface Spent {
  readonly at: number;
  readonly keys: Readonly<Record<(typeof KINDS)[number], string>>;
  readonly bytes: number;
}

/** The most that any key of a kind got within any minute. */
const mostInAMinute = (
  all: readonly Spent[],
  kind: (typeof KINDS)[number],
  amountOf: (o: Spent) => number
): number =>
  Math.max(
    0,
    ...all.map((first) =>
      all
        .filter(({ at, keys }) => keys[kind] === first.keys[kind] && at >= first.at && at < first.at + 60_000)
        .reduce((sum, one) => sum + amountOf(one), 0)
    )
  );

describe('whatever is fetched, and wherever it is redirected', () => {
  it('no host, domain or network is asked more often or for more bytes in any minute than allowed', () => {
    fc.assert(
      fc.property(fetches, rates, rates, (all, perMinute, kilobytes) => {
        const bytesPerMinute = {
          host: kilobytes.host && kilobytes.host * 1_000,
          domain: kilobytes.domain && kilobytes.domain * 1_000,
          network: kilobytes.network && kilobytes.network * 1_000,
        };
        const { slots, clock } = slotsOf({ perMinute, bytesPerMinute });
        const spent: Spent[] = [];
        for (const { hops, wait } of all) {
          const slot = slots.enter(new URL(`http://${hops[0]?.hop.host}/`));
          for (const { hop, bytes } of hops) {
            const at = { url: `http://${hop.host}/x`, address: hop.address };
            if (slot?.admit(at) !== true) break;
            slot.spent(at, 0);
            slot.spent(at, bytes);
            const keys = {
              host: hop.host.replace(/\.$/, ''),
              domain: DOMAINS.get(hop.host) ?? '',
              network: networkOf(hop.address),
            };
            spent.push({ at: clock.now(), keys, bytes });
          }
          slot?.leave();
          clock.pass(wait);
        }

        for (const kind of KINDS) {
          const requests = perMinute[kind];
          const bytes = bytesPerMinute[kind];
          if (requests !== false) expect(mostInAMinute(spent, kind, () => 1)).toBeLessThanOrEqual(requests);
          // What is under way when a budget ends is read to its end.
          if (bytes !== false)
            expect(mostInAMinute(spent, kind, (one) => one.bytes)).toBeLessThan(bytes + 3_000);
        }
      }),
      { numRuns: 200 }
    );
  });

  it('what is refused is admitted once its minute is over', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 4_999 }), (most, offset) => {
        const { slots, clock } = slotsOf({ perMinute: { host: most, domain: false, network: false } });
        const dial = () => {
          const slot = slots.enter(new URL('http://a.test/'));
          const admitted = slot?.admit({ url: 'http://a.test/', address: '203.0.113.1' }) === true;
          slot?.leave();
          return admitted;
        };
        clock.pass(offset);
        const admitted = Array.from({ length: 50 }, dial).filter(Boolean).length;
        clock.pass(65_000);

        expect([admitted, dial()]).toEqual([most, true]);
      })
    );
  });

  it('redirects from elsewhere leave a site half of what it has for its own pings', () => {
    const { slots } = slotsOf({ perMinute: { host: 10, domain: false, network: false } });
    const fetchFrom = (source: string): boolean => {
      const slot = slots.enter(new URL(source));
      const first = slot?.admit({ url: source, address: '198.51.100.1' }) === true;
      const victim = { url: 'https://honest.test/', address: '203.0.113.1' };
      const admitted = first && slot?.admit(victim) === true;
      slot?.leave();
      return admitted;
    };
    const attack = Array.from({ length: 580 }, (_, index) => fetchFrom(`http://evil-${index}.test/`));
    const own = Array.from({ length: 5 }, () => {
      const slot = slots.enter(new URL('https://honest.test/post'));
      return slot?.admit({ url: 'https://honest.test/post', address: '203.0.113.1' });
    });

    expect(attack.filter(Boolean)).toHaveLength(5);
    expect(own).toEqual([true, true, true, true, true]);
  });
});

describe('the counts of a minute', () => {
  it('forget keys that rest, however many come', () => {
    let time = 0;
    const counts = createMinuteCounts(() => time);
    for (let index = 0; index < 50_000; index += 1) {
      counts.add(`key ${index}`, 1);
      time += 100;
    }
    expect(counts.size).toBeLessThanOrEqual(660);
    expect(counts.of('key 49999')).toBe(1);
    expect(counts.of('key 0')).toBe(0);
  });
});
