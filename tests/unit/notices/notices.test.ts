import { describe, expect, it } from 'vitest';
import type { Settings } from '../../../server/src/contracts';
import { channelsFor } from '../../../server/src/services/notices/channels';
import { noticesOf, noticesOfNew } from '../../../server/src/services/notices/events';
import { signatureOf } from '../../../server/src/services/notices/hook-call';
import { letterOf } from '../../../server/src/services/notices/letter';
import { nextTry } from '../../../server/src/services/notices/retry';
import type { Notice, NoticeSubject } from '../../../server/src/services/notices/types';

const subject: NoticeSubject = {
  id: 'abc',
  protocol: 'pingback',
  type: 'mention',
  source: 'https://a.example/post',
  target: 'https://us.example/entry',
  title: 'A post',
  excerpt: null,
  siteName: null,
  author: { name: null, url: null, photo: null },
  published: null,
  received: '2026-01-01T00:00:00.000Z',
  status: 'pending',
  reason: 'The settings hold everything for approval.',
  entry: { uid: 'api::article.article', documentId: 'doc', locale: 'en' },
};
const notice = (over: Partial<NoticeSubject> = {}, event: Notice['event'] = 'linkback.received'): Notice => ({
  event,
  at: '2026-01-01T00:00:00.000Z',
  linkback: { ...subject, ...over },
});

describe('who is told', () => {
  const notify: Settings['notify'] = {
    emails: ['mod@example.org'],
    on: 'held',
    hooks: [{ url: 'https://build.example/' }],
  };
  const mailed = (on: 'none' | 'held' | 'all', status: 'pending' | 'approved' | 'spam') =>
    channelsFor({ ...notify, on }, { event: 'linkback.received', status, canMail: true }).length === 1;

  it('of what comes in: people, as the settings say, and never of spam', () => {
    const statuses = ['pending', 'approved', 'spam'] as const;
    expect(statuses.map((status) => mailed('none', status))).toEqual([false, false, false]);
    expect(statuses.map((status) => mailed('held', status))).toEqual([true, false, false]);
    expect(statuses.map((status) => mailed('all', status))).toEqual([true, true, false]);
  });

  it('of an update that waits: people, though its linkback is approved', () => {
    const o = { event: 'linkback.proposed', status: 'approved', canMail: true } as const;
    expect(channelsFor(notify, o)).toEqual([{ kind: 'notice', url: null }]);
  });

  it('nobody by e-mail without a provider or an address', () => {
    const o = { event: 'linkback.received', status: 'pending', canMail: true } as const;
    expect(channelsFor(notify, { ...o, canMail: false })).toEqual([]);
    expect(channelsFor({ ...notify, emails: [] }, o)).toEqual([]);
  });

  it.each(['linkback.approved', 'linkback.updated', 'linkback.removed'] as const)('of %s: hooks', (event) => {
    expect(channelsFor(notify, { event, status: 'approved', canMail: true })).toEqual([
      { kind: 'notice', url: 'https://build.example/' },
    ]);
  });
});

describe('what a change comes to', () => {
  type Row = Parameters<typeof noticesOf>[0]['before'];
  const row = (over: Partial<Row>): Row =>
    ({ status: 'approved', title: 'A', proposed: null, ...over }) as Row;
  const change = (before: Partial<Row>, after: Partial<Row>) =>
    noticesOf({ before: row(before), after: row({ ...before, ...after }) });

  it('is told when visitors see it or no longer see it', () => {
    expect(change({ status: 'pending' }, { status: 'approved' })).toEqual(['linkback.approved']);
    expect(change({}, { status: 'gone' })).toEqual(['linkback.removed']);
    expect(change({ status: 'pending' }, { status: 'spam' })).toEqual([]);
    expect(change({}, { verifiedAt: '2026-01-01' })).toEqual([]);
  });

  it('is told when visitors see other words, and when new ones wait', () => {
    expect(change({}, { title: 'B' })).toEqual(['linkback.updated']);
    const proposed = {} as NonNullable<Row['proposed']>;
    expect(change({}, { proposed })).toEqual(['linkback.proposed']);
    expect(change({ proposed }, { proposed })).toEqual([]);
    expect(change({ status: 'pending' }, { title: 'B' })).toEqual([]);
  });

  it('of what is new and public at once are two', () => {
    expect(noticesOfNew({ status: 'pending' })).toEqual(['linkback.received']);
    expect(noticesOfNew({ status: 'approved' })).toEqual(['linkback.received', 'linkback.approved']);
  });
});

describe('the letter', () => {
  it('lists what came, with our own words in the subject', () => {
    const { subject: line, text } = letterOf(
      [
        notice({ title: 'Win money now' }),
        notice({ status: 'approved', reason: 'It is trusted.' }),
        notice({ status: 'approved' }, 'linkback.proposed'),
      ],
      { inbox: 'https://cms.example/admin/plugins/linkbacks' }
    );
    expect(line).toBe('Linkbacks: 2 to decide on, 1 published');
    expect(text).toContain('3 pages link to yours:');
    expect(text).toContain('“Win money now”\nhttps://a.example/post\nlinks to https://us.example/entry\n');
    expect(text).toContain('Published: It is trusted.');
    expect(text).toContain('An update of what was approved waits for a decision.');
    expect(text).toContain('https://cms.example/admin/plugins/linkbacks');
  });

  it('does not grow without end', () => {
    const { subject: line, text } = letterOf(
      Array.from({ length: 100 }, () => notice()),
      { inbox: 'x' }
    );
    expect(line).toBe('Linkbacks: 100 to decide on');
    expect(text.match(/a\.example/g)).toHaveLength(20);
    expect(text).toContain('… and 80 more.');
  });
});

describe('a hook that fails', () => {
  it('is tried again for three days, less and less often', () => {
    const times: number[] = [];
    for (let age = 0, delay: number | null = 0; ;) {
      delay = nextTry({ age, asked: 0 });
      if (delay === null) break;
      age += delay;
      times.push(Math.round(age / 60));
    }
    expect(times.slice(0, 6)).toEqual([1, 3, 9, 27, 81, 243]);
    expect(times.at(-1)).toBeLessThanOrEqual(72 * 60);
    expect(times.length).toBeLessThan(20);
  });

  it('is left alone for as long as it asks', () => {
    expect(nextTry({ age: 0, asked: 3_600 })).toBe(3_600);
    expect(nextTry({ age: 3_600, asked: 48 * 3_600 })).toBe(48 * 3_600);
  });

  it('is tried once more at the end of the three days when it asks for longer', () => {
    for (const age of [0, 60, 3_600, 60 * 3_600]) {
      expect(age + (nextTry({ age, asked: 999_999_999 }) ?? 0)).toBe(72 * 3_600);
    }
    expect(nextTry({ age: 72 * 3_600, asked: 999_999_999 })).toBeNull();
    expect(nextTry({ age: 72 * 3_600, asked: 0 })).toBeNull();
  });
});

describe('the signature of a call', () => {
  it('is the one that the documentation computes', () => {
    // printf '%s' '1700000000.{"event":"test"}' | openssl dgst -sha256 -hmac 'secret'
    expect(signatureOf('secret', 1_700_000_000, '{"event":"test"}')).toBe(SIGNED);
  });
});

const SIGNED = 'e6a22eb66e93669c75e7a035a110d9a2ccfa7cdef62d0ecb361671b92718ee9f';
