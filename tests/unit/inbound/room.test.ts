import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasPlace, isRoomy } from '../../../server/src/services/inbound/room';

const MOST = 10_000;

/** A room in which senders take all they get. */
const createRoom = (most: number) => {
  const held = new Map<string, number>();
  const of = (key: string): number => held.get(key) ?? 0;
  return {
    of,
    enter(o: { network: string; client: string; host: string }): boolean {
      const keys = [
        'total',
        `network ${o.network}`,
        `client ${o.client}`,
        `host ${o.client} ${o.host}`,
      ] as const;
      const [total, network, client, host] = [of(keys[0]), of(keys[1]), of(keys[2]), of(keys[3])];
      const fits = hasPlace(most, { total, network, client, host });
      // What is said without counting senders is never more than what they may.
      if (isRoomy(most, total)) expect(fits).toBe(true);
      if (fits) keys.forEach((key) => held.set(key, of(key) + 1));
      return fits;
    },
  };
};

describe('places for pings that wait', () => {
  it.each([
    [1, 2_000],
    [30, 8_825],
    [300, 9_870],
  ])('%d clients that take all they get leave some to everybody else', (clients, most) => {
    const room = createRoom(MOST);
    for (let round = 0; round < 3_000; round += 1) {
      const before = room.of('total');
      for (let i = 0; i < clients; i += 1)
        room.enter({ network: `n${i}`, client: `c${i}`, host: `${round}` });
      if (room.of('total') === before) break;
    }

    expect(room.of('total')).toBeGreaterThan(most * 0.95);
    expect(room.of('total')).toBeLessThanOrEqual(most + clients);
    const honest = { network: 'honest', client: 'honest', host: 'honest' };
    for (let i = 0; i < 3; i += 1) expect(room.enter(honest)).toBe(true);
  });

  it('a network with ever new addresses holds a third of them at most', () => {
    const room = createRoom(MOST);
    for (let i = 0; i < MOST; i += 1) room.enter({ network: 'n', client: `c${i}`, host: 'h' });

    expect(room.of('total')).toBe(3_334);
  });

  it('a client holds few for one host: those who come after it do not wait long', () => {
    const room = createRoom(MOST);
    for (let i = 0; i < MOST; i += 1) room.enter({ network: 'n', client: 'c', host: 'honest.example' });

    expect(room.of('total')).toBe(304);
  });

  it('who holds none is let in as long as one is free, in a room of any size, whatever came before', () => {
    const ping = fc.record({
      network: fc.constantFrom('a', 'b', 'c'),
      client: fc.constantFrom('1', '2', '3', '4'),
      host: fc.constantFrom('x', 'y', 'honest'),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.array(ping, { maxLength: 120 }), (most, pings) => {
        const room = createRoom(most);
        for (const { network, client, host } of pings)
          room.enter({ network, client: `${network}.${client}`, host });
        expect(room.of('total')).toBeLessThanOrEqual(most);
        const isFull = room.of('total') >= most;
        expect(room.enter({ network: 'new', client: 'new', host: 'honest' })).toBe(!isFull);
      })
    );
  });
});
