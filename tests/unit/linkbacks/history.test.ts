import { describe, expect, it } from 'vitest';
import { inWords } from '../../../server/src/core/reasons';
import type { LinkbackStatus } from '../../../server/src/core/types';
import {
  hasModerator,
  remember,
  withSentence,
  type Happening,
  type StoredEvent,
} from '../../../server/src/services/linkbacks/history';
import { nextLook, nextLookAfter, scheduleOf } from '../../../server/src/services/linkbacks/schedule';

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
      { at: 'T1', ...received },
      { at: 'T2', ...again() },
    ]);
  });

  it('has what happens over and over once, with the last time', () => {
    let history: StoredEvent[] = remember(null, received, 'T1');
    for (let at = 2; at < 1_000; at += 1) history = remember(history, again(), `T${at}`);

    expect(history.map(({ at }) => at)).toEqual(['T1', 'T999']);
  });

  it('never forgets how it came, and has an end', () => {
    let history: StoredEvent[] = remember(null, received, 'T1');
    for (let at = 2; at < 1_000; at += 1) history = remember(history, again(`Number ${at}.`), `T${at}`);

    expect(history).toHaveLength(40);
    expect(history[0]).toEqual({ at: 'T1', ...received });
    expect(history.at(-1)).toMatchObject({ at: 'T999' });
  });
});

describe('what is stored of a history', () => {
  it('has no words, which its code says again when it is told', () => {
    const [first] = remember(null, { ...received, why: { code: 'source.links' } }, 'T1');

    expect(first).not.toHaveProperty('sentence');
    expect(first && withSentence(first).sentence).toBe('Its source links to the target.');
  });

  it('has the words of events from before there were codes', () => {
    const old: StoredEvent = { at: 'T1', event: 'moved', protocol: null, by: null, sentence: 'Moved.' };
    expect(withSentence(old).sentence).toBe('Moved.');
  });

  it('keeps what a moderator did, whatever is sent after it', () => {
    const moved: Happening = { event: 'moved', protocol: null, by: 'Jane', why: inWords('Held.') };
    let history: StoredEvent[] = remember(remember(null, received, 'T1'), moved, 'T2');
    for (let at = 3; at < 1_000; at += 1) history = remember(history, again(`Number ${at}.`), `T${at}`);

    expect(history).toHaveLength(40);
    expect(history.slice(0, 2).map(({ at }) => at)).toEqual(['T1', 'T2']);
    expect(history.at(-1)).toMatchObject({ at: 'T999' });
    expect(hasModerator(history)).toBe(true);
  });

  it('has an end also where moderators did all of it, and the latest is always there', () => {
    let history: StoredEvent[] = remember(null, received, 'T1');
    for (let at = 2; at < 100; at += 1) {
      const why = inWords(`Number ${at}.`);
      history = remember(history, { event: 'moved', protocol: null, by: 'Jane', why }, `T${at}`);
    }
    history = remember(history, again(), 'T100');

    expect(history).toHaveLength(40);
    expect(history.at(-1)).toMatchObject({ at: 'T100' });
    expect(history[0]).toMatchObject({ at: 'T1' });
  });
});

describe('the next look at a source', () => {
  const DAY = 86_400_000;
  const now = Date.parse('2024-06-01T00:00:00Z');
  const daysFor = (age: number, random = 0.5) => daysOf('approved', age, random);
  const daysOf = (status: LinkbackStatus, age: number, random = 0.5) => {
    const receivedAt = new Date(now - age * DAY).toISOString();
    return (Date.parse(String(nextLook({ status, receivedAt, now, random }))) - now) / DAY;
  };

  it.each([
    [0, 1],
    [1, 1],
    [5, 5],
    [30, 30],
    [1_000, 60],
  ])('comes for a linkback of %d days in %d days', (age, days) => {
    expect(daysFor(age)).toBeCloseTo(days);
  });

  it.each(['pending', 'gone'] as const)('comes more rarely for what nobody sees, as it is %s', (status) => {
    expect([0, 3, 10, 60, 1_000].map((age) => daysOf(status, age))).toEqual([7, 7, 20, 120, 180]);
  });

  it.each(['spam', 'trash'] as const)('never comes for %s', (status) => {
    expect(nextLook({ status, receivedAt: new Date(now).toISOString(), now, random: 0 })).toBeNull();
  });

  it.each([
    ['pending', 'approved', 'other'],
    ['approved', 'spam', null],
    ['spam', 'pending', 'other'],
    ['trash', 'approved', 'other'],
    ['approved', 'approved', 'as it was'],
    ['spam', 'spam', null],
  ] as const)('of a linkback that was %s and is %s: %s', (from, to, expected) => {
    const receivedAt = new Date(now - DAY).toISOString();
    const before = { status: from, receivedAt, nextVerificationAt: '2024-09-01T00:00:00.000Z' };
    const { nextVerificationAt = 'as it was' } = scheduleOf(before, { status: to }, { now, random: 0.5 });
    const isOther = nextVerificationAt !== null && nextVerificationAt !== 'as it was';
    expect(isOther ? 'other' : nextVerificationAt).toBe(expected);
  });

  it('of a change that says when it comes is then, unless it becomes spam', () => {
    const receivedAt = new Date(now).toISOString();
    const before = { status: 'gone', receivedAt, nextVerificationAt: null } as const;
    const at = '2024-07-01T00:00:00.000Z';
    const moment = { now, random: 0.5 };
    expect(scheduleOf(before, { status: 'approved', nextVerificationAt: at }, moment)).toEqual({});
    expect(scheduleOf(before, { status: 'spam', nextVerificationAt: at }, moment)).toEqual({
      nextVerificationAt: null,
    });
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
