import { describe, expect, it } from 'vitest';
import { createPlaces } from '../../../server/src/services/places';

describe('the places of a process', () => {
  it.each([1, 32])('let two pings be held for each that may be sent at a time: %i', (concurrency) => {
    expect(createPlaces(concurrency, 64).without([]).ping).toBe(2 * concurrency);
  });

  it('of one kind are never taken by another, however many of it run', () => {
    const places = createPlaces(2, 2);
    const before = places.without([]);
    const left = places.without(['ping', 'ping', 'ping', 'ping', 'verify', 'verify']);
    expect(left).toEqual({ ...before, ping: 0, verify: 0 });
    expect(Math.min(left.plan, left.live, left.look)).toBeGreaterThan(0);
  });

  it('let as many sources be fetched as may be, and not hundreds', () => {
    expect(createPlaces(32, 16).without([])).toMatchObject({ verify: 16, mention: 16 });
    expect(createPlaces(32, 1_000).without([])).toMatchObject({ verify: 64, mention: 64 });
  });

  it('make up all that it holds', () => {
    const places = createPlaces(32, 64);
    const sum = Object.values(places.without([])).reduce((one, other) => one + other, 0);
    expect(places.total).toBe(sum);
  });
});
