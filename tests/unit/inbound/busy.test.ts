import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceJob } from '../../../server/src/adapters/jobs';
import { nextBusyTry, triesOf, tryAgain, waitWhileBusy } from '../../../server/src/services/inbound/failures';

const JOB: SourceJob = { kind: 'recheck', linkback: 'x', by: null, host: 'a.example' };
const BUSY = { kind: 'unreachable', code: 'busy' } as const;
const HOUR = 3_600;

/** The waits of one ping to which every try is refused. */
const waitsOf = (randoms: readonly number[]): number[] => {
  const waits: number[] = [];
  for (let age = 0; ;) {
    const random = randoms[waits.length % randoms.length] ?? 0;
    const wait = nextBusyTry({ busy: waits.length, age, random });
    if (wait === null) return waits;
    waits.push(wait);
    age += wait;
  }
};

describe('what is busy', () => {
  it('waits longer each time, and comes to an end within hours and a few dozen tries', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (randoms) => {
        const waits = waitsOf(randoms);
        const total = waits.reduce((sum, wait) => sum + wait, 0);

        expect(waits.length).toBeLessThanOrEqual(30);
        expect(total).toBeGreaterThan(2 * HOUR);
        expect(total).toBeLessThan(5 * HOUR);
        expect(Math.min(...waits)).toBeGreaterThanOrEqual(3);
        expect(Math.max(...waits)).toBeLessThanOrEqual(750);
        // Twice as long each time, give or take chance: half of the time it has at most six tries to go.
        for (const [index, wait] of waits.entries())
          if (index > 1 && index < 8) expect(wait).toBeGreaterThan(waits[index - 2] ?? 0);
      })
    );
  });

  it('costs thousands of pings together a few tries a second, and in the end none', () => {
    const tries = Array.from({ length: 4_000 }, (_, index) => {
      const waits = waitsOf([(index % 97) / 97]);
      return waits.filter((_wait, at) => waits.slice(0, at).reduce((sum, one) => sum + one, 0) > 1_200)
        .length;
    });
    const perSecond = tries.reduce((sum, count) => sum + count, 0) / (4 * HOUR - 1_200);

    expect(perSecond).toBeLessThan(10);
  });

  it('knows how often it waited, and that its source is slow', () => {
    const first = waitWhileBusy(JOB, { ...BUSY, slow: true }, 0);
    if (first?.kind !== 'again') throw new Error('it does not wait');
    const second = waitWhileBusy(first.payload as SourceJob, BUSY, 0);

    expect(first).toMatchObject({ payload: { ...JOB, tries: { busy: 1, slow: true } } });
    expect(second).toMatchObject({ payload: { ...JOB, tries: { busy: 2, slow: true } } });
    expect(waitWhileBusy(JOB, BUSY, 5 * HOUR)).toBeNull();
    expect(triesOf(JOB)).toEqual({ busy: 0, slow: false });
  });

  it('begins anew once its source was asked', () => {
    const job: SourceJob = { ...JOB, tries: { busy: 7, slow: true } };
    expect(tryAgain(job, { kind: 'unreachable', code: 'dns-failed' }, 60)).toMatchObject({
      delay: 60,
      payload: { tries: { busy: 0, slow: false } },
    });
  });
});
