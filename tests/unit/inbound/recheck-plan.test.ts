import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST } from '../../../server/src/services/inbound/due';
import {
  createHostTurns,
  OF_A_HOST,
  planRechecks,
  type Due,
} from '../../../server/src/services/inbound/recheck-plan';
import { nextLook } from '../../../server/src/services/linkbacks/schedule';

const MINUTE = 60_000;
const DAY = 24 * 60;
const QUARTER = MINUTE / OF_A_HOST;

const hosts = fc.array(fc.constantFrom('a.example', 'b.example', 'c.example', 'd.example', 'e.example'), {
  maxLength: 80,
});
const rowsOf = (names: readonly string[]): Due[] => names.map((sourceHost, id) => ({ id, sourceHost }));

describe('the plan of a minute', () => {
  it('has each row at most once, none of a host too often, and at a distance on each host', () => {
    fc.assert(
      fc.property(hosts, fc.integer({ min: 0, max: 40 }), (names, most) => {
        const { now, later } = planRechecks(rowsOf(names), { most });
        const planned = [...now.map(({ row }) => row), ...[...later.values()].flat()];
        expect(new Set(planned.map(({ id }) => id)).size).toBe(planned.length);
        expect(now.length).toBeLessThanOrEqual(most);

        for (const host of new Set(names)) {
          const delays = now.filter(({ row }) => row.sourceHost === host).map(({ delay }) => delay);
          expect(delays.length).toBeLessThanOrEqual(OF_A_HOST);
          delays.forEach((delay, index) => {
            expect(delay).toBeLessThan(MINUTE);
            if (index > 0) expect(delay - (delays[index - 1] ?? 0)).toBeGreaterThanOrEqual(QUARTER);
          });
        }
        for (const those of later.values()) {
          for (const host of new Set(names))
            expect(those.filter(({ sourceHost }) => sourceHost === host).length).toBeLessThanOrEqual(
              OF_A_HOST
            );
        }
      })
    );
  });

  it('takes the longest due first, and leaves no place empty that somebody could have', () => {
    fc.assert(
      fc.property(hosts, fc.integer({ min: 0, max: 40 }), (names, most) => {
        const rows = rowsOf(names);
        const wanted = new Map<string, number>();
        const first = rows.filter(({ sourceHost }) => {
          const rank = wanted.get(sourceHost) ?? 0;
          wanted.set(sourceHost, rank + 1);
          return rank < OF_A_HOST;
        });
        const taken = planRechecks(rows, { most }).now.map(({ row }) => row.id);
        expect(taken.sort((a, b) => a - b)).toEqual(first.slice(0, most).map(({ id }) => id));
      })
    );
  });

  it('keeps the distance across minutes', () => {
    const delays = (count: number) =>
      planRechecks(rowsOf(Array.from({ length: count }, () => 'a.example')), { most: MOST }).now.map(
        ({ delay }) => delay
      );
    const last = delays(OF_A_HOST).at(-1) ?? 0;
    expect(MINUTE + (delays(OF_A_HOST)[0] ?? 0) - last).toBeGreaterThanOrEqual(QUARTER);
  });

  it('gives a host nothing more that has not done with the last', () => {
    const waiting = new Map([['a.example', OF_A_HOST]]);
    const { now, later } = planRechecks(rowsOf(['a.example', 'b.example']), { most: MOST, waiting });
    expect(now.map(({ row }) => row.sourceHost)).toEqual(['b.example']);
    expect([...later]).toEqual([[1, [{ id: 0, sourceHost: 'a.example' }]]]);
  });
});

/** Rows by the minute at which they are due; a clock of minutes. */
class Calendar {
  private readonly minutes: (number[] | undefined)[] = [];
  add(minute: number, id: number): void {
    (this.minutes[minute] ??= []).push(id);
  }
  take(minute: number): number[] {
    const ids = this.minutes[minute] ?? [];
    this.minutes[minute] = undefined;
    return ids;
  }
}

interface World {
  readonly rows: number;
  readonly hostOf: (id: number) => string;
  /** Days before the beginning at which all rows were received. */
  readonly age: number;
  readonly days: number;
}

/** Numbers from 0 to 1, the same each time. */
const chance = (): (() => number) => {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
};

/** Rows that are read to plan one minute (due.ts). */
const WINDOW = 400;
const WINDOWS = 5;

/**
 * Lives through days of rechecks. All rows are due at once in the beginning: a flood, or a site that ran for years and begins
 * to check. Tells when each row was checked first, the longest time between two checks of one, in days; the fullest minute;
 * and how often a row was put off.
 */
const live = ({ rows, hostOf, age, days }: World) => {
  const due = Array.from({ length: rows }, (_, id): Due => ({ id, sourceHost: hostOf(id) }));
  const receivedAt = new Date(-age * DAY * MINUTE).toISOString();
  const calendar = new Calendar();
  const turns = createHostTurns();
  const random = chance();
  const first = new Int32Array(rows).fill(-1);
  const last = new Int32Array(rows);
  const told = { between: 0, fullest: 0, putOff: 0 };
  let backlog: Due[] = [...due];
  let head = 0;

  const check = (id: number, minute: number): void => {
    if (first[id] === -1) first[id] = minute;
    else told.between = Math.max(told.between, (minute - (last[id] as number)) / DAY);
    last[id] = minute;
    const next = nextLook({ status: 'approved', receivedAt, now: minute * MINUTE, random: random() });
    calendar.add(Math.ceil(Date.parse(String(next)) / MINUTE), id);
  };

  for (let minute = 0; minute < days * DAY; minute += 1) {
    for (const id of calendar.take(minute)) backlog.push(due[id] as Due);
    const ahead = (host: string) => turns.ahead(host, minute);
    let read = 0;
    let plan = planRechecks<Due>([], { most: MOST });
    do {
      read += WINDOW;
      plan = planRechecks(backlog.slice(head, head + read), { most: MOST, ahead });
    } while (plan.now.length < MOST && head + read < backlog.length && read < WINDOW * WINDOWS);
    turns.note(plan.later, minute);

    const done = new Set<number>();
    for (const { row } of plan.now) done.add(row.id);
    for (const id of done) check(id, minute);
    told.fullest = Math.max(told.fullest, done.size);
    for (const [minutes, those] of plan.later) {
      for (const { id } of those) {
        done.add(id);
        told.putOff += 1;
        calendar.add(minute + minutes, id);
      }
    }
    const window = backlog.slice(head, head + read);
    const left = window.filter(({ id }) => !done.has(id));
    head += window.length - left.length;
    left.forEach((row, at) => {
      backlog[head + at] = row;
    });
    if (head > 200_000) {
      backlog = backlog.slice(head);
      head = 0;
    }
  }
  return { ...told, first };
};

const daysUntilAll = (first: Iterable<number>): number => {
  let most = 0;
  for (const minute of first) {
    if (minute === -1) return Infinity;
    most = Math.max(most, minute);
  }
  return most / DAY;
};

describe('rechecks of a million linkbacks', () => {
  const blogOf = (id: number) => `blog-${id % 50_000}.example`;

  it('that came at once on one day have all had their turn within six days', () => {
    const lived = live({ rows: 1_000_000, hostOf: blogOf, age: 0, days: 8 });

    expect(daysUntilAll(lived.first)).toBeLessThan(6);
    expect(lived.fullest).toBeLessThanOrEqual(MOST);
    expect(lived.putOff).toBe(0);
  });

  it('that are years old come round within their interval', () => {
    const lived = live({ rows: 1_000_000, hostOf: blogOf, age: 1_000, days: 80 });

    expect(daysUntilAll(lived.first)).toBeLessThan(6);
    // Sixty days, and a fifth of that by chance.
    expect(lived.between).toBeLessThan(60 * 1.2 + 0.1);
    expect(lived.fullest).toBeLessThanOrEqual(MOST);
  });

  it('of which half are of one host keep the others waiting for no longer, and are hardly ever put off twice', () => {
    const hostOf = (id: number) => (id < 500_000 ? 'huge.example' : blogOf(id));
    const lived = live({ rows: 1_000_000, hostOf, age: 0, days: 7 });

    expect(daysUntilAll(lived.first.subarray(500_000))).toBeLessThan(6);
    expect(lived.putOff).toBeLessThan(550_000);
    // The host is asked no more often than it may be. Its first rows come round again meanwhile: the others get the rest.
    const asked = lived.first.subarray(0, 500_000).filter((minute) => minute !== -1).length;
    expect(asked).toBeLessThanOrEqual(7 * DAY * OF_A_HOST);
    expect(asked).toBeGreaterThan(7 * DAY * OF_A_HOST * 0.5);
  });
});
