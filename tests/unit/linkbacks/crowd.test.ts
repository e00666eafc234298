import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderOfLeaving, type Crowded } from '../../../server/src/services/linkbacks/crowd';

const site = fc.constantFrom('a.example', 'b.example', 'c.example', 'd.example');
const sender = fc.constantFrom('192.0.2.1', '192.0.2.2', '192.0.2.3', null);
const crowd = fc
  .array(fc.record({ site, sender }), { maxLength: 60 })
  .map((rows) => rows.map((row, index): Crowded => ({ ...row, id: 1_000 - index })));

describe('who makes room', () => {
  it('is everybody once', () => {
    fc.assert(
      fc.property(crowd, (newestFirst) => {
        const ids = orderOfLeaving(newestFirst);
        expect([...ids].sort((a, b) => a - b)).toEqual(newestFirst.map(({ id }) => id).sort((a, b) => a - b));
      })
    );
  });

  it('is of one site the oldest first', () => {
    fc.assert(
      fc.property(crowd, (rows) => {
        const newestFirst = rows.map((row) => ({ ...row, site: 'a.example' }));
        expect(orderOfLeaving(newestFirst)).toEqual(newestFirst.map(({ id }) => id).reverse());
      })
    );
  });

  it.each([
    ['of one site', (number: number) => ({ site: 'flood.example', sender: `10.0.0.${number}` })],
    ['of one sender on many sites', (number: number) => ({ site: `s${number}.example`, sender: '10.0.0.1' })],
  ])('is a flood %s before whoever has few, whenever these came', (_what, columnsOf) => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 200 }), fc.array(fc.nat(220), { maxLength: 5 }), (size, at) => {
        const rows: Crowded[] = Array.from({ length: size }, (_, id) => ({ id, ...columnsOf(id) }));
        at.forEach((place, index) => {
          const honest = { id: 1_000 + index, site: `honest${index}.example`, sender: `192.0.2.${index}` };
          rows.splice(Math.min(place, rows.length), 0, honest);
        });
        // As many as the flood has too many: nobody else is among them.
        const leaving = orderOfLeaving(rows).slice(0, size - 1);
        expect(leaving.every((id) => id < 1_000)).toBe(true);
      })
    );
  });
});
