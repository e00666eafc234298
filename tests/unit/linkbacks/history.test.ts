import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../../server/src/contracts/linkbacks';
import { inWords } from '../../../server/src/core/reasons';
import { remember, type Happening } from '../../../server/src/services/linkbacks/history';
import { nextLook, nextLookAfter } from '../../../server/src/services/linkbacks/schedule';

const received: Happening = {
  event: 'received',
  protocol: 'pingback',
  by: null,
  why: inWords('Received.'),
};
const again = (sentence = 'Again.'): Happening => ({
  event: 'again',
  protocol: 'pingback',
  by: null,
  why: inWords(sentence),
});

describe('the history of a linkback', () => {
  it('keeps what happened in its order', () => {
    const history = remember(remember(null, received, 'T1'), again(), 'T2');

    expect(history).toEqual([
      { at: 'T1', ...received, sentence: 'Received.' },
      { at: 'T2', ...again(), sentence: 'Again.' },
    ]);
  });

  it('has what happens over and over once, with the last time', () => {
    let history: HistoryEntry[] = remember(null, received, 'T1');
    for (let at = 2; at < 1_000; at += 1) history = remember(history, again(), `T${at}`);

    expect(history.map(({ at }) => at)).toEqual(['T1', 'T999']);
  });

  it('never forgets how it came, and has an end', () => {
    let history: HistoryEntry[] = remember(null, received, 'T1');
    for (let at = 2; at < 1_000; at += 1) history = remember(history, again(`Number ${at}.`), `T${at}`);

    expect(history).toHaveLength(40);
    expect(history[0]).toEqual({ at: 'T1', ...received, sentence: 'Received.' });
    expect(history.at(-1)).toMatchObject({ at: 'T999' });
  });
});

describe('the next look at a source', () => {
  const DAY = 86_400_000;
  const now = Date.parse('2024-06-01T00:00:00Z');
  const daysFor = (age: number, random = 0.5) =>
    (Date.parse(nextLook({ receivedAt: new Date(now - age * DAY).toISOString(), now, random })) - now) / DAY;

  it.each([
    [0, 1],
    [1, 1],
    [5, 5],
    [30, 30],
    [1_000, 60],
  ])('comes for a linkback of %d days in %d days', (age, days) => {
    expect(daysFor(age)).toBeCloseTo(days);
  });

  it('comes a fifth earlier or later by chance, so that what came together is spread', () => {
    expect([daysFor(10, 0), daysFor(10, 1)]).toEqual([8, 12]);
  });

  it('comes sooner after a failure', () => {
    const days = (failures: number) =>
      (Date.parse(nextLookAfter(failures, { now, random: 0.5 })) - now) / DAY;

    expect([days(1), days(2), days(3)]).toEqual([1, 2, 3]);
  });
});
