import { describe, expect, it } from 'vitest';
import {
  inWords,
  said,
  sentenceOf,
  storedReason,
  type Reason,
  type Sentence,
} from '../../server/src/core/reasons';
import type { PingColumns } from '../../server/src/services/outbound/rows';
import type { Patch } from '../../server/src/services/linkbacks/change';

describe('a reason', () => {
  it('is a sentence with its values', () => {
    expect(sentenceOf({ code: 'ping.accepted' })).toBe('Accepted.');
    expect(sentenceOf({ code: 'page.status', values: { status: 404 } })).toBe('it answers with status 404.');
  });

  it('may have a reason of its own', () => {
    const why: Reason = { code: 'page.no-link' };
    expect(sentenceOf({ code: 'ping.waiting', values: { page: 'https://a.example/', why } })).toBe(
      'Waiting for our page https://a.example/: it does not show this link yet.'
    );
  });

  it('takes values as they are, whatever stands in them', () => {
    expect(sentenceOf({ code: 'verdict.word', values: { word: '$& {word} <b>' } })).toBe(
      'It contains the blocked word “$& {word} <b>”.'
    );
  });

  it('cannot be stored without a code', () => {
    const columns: PingColumns[] = [
      { ...said({ code: 'ping.cancelled' }) },
      { reason: null, why: null },
      // @ts-expect-error -- words of which nobody knows the code
      { reason: 'Because.', why: null },
    ];
    // @ts-expect-error -- likewise
    const patch: Patch = { reason: 'Because.' };
    // @ts-expect-error -- no such code
    const unknown: Reason = { code: 'ping.because' };
    // @ts-expect-error -- its sentence takes more
    const incomplete: Reason = { code: 'ping.waiting', values: { page: 'x' } };
    expect([columns, patch, unknown, incomplete]).toHaveLength(4);
  });
});

describe('the reason of a row', () => {
  const reason = 'What it said.' as Sentence;

  it('is its code, else its words', () => {
    const why: Reason = { code: 'ping.accepted' };
    expect(storedReason({ reason, why })).toBe(why);
    expect(storedReason({ reason, why: null })).toEqual(inWords(reason));
    expect(storedReason({ reason: null, why: null })).toBeNull();
  });

  it('is its words where a code is of another version, at any depth', () => {
    const later = { code: 'ping.later' } as unknown as Reason;
    expect(storedReason({ reason, why: later })).toEqual(inWords(reason));
    const nested: Reason = { code: 'preview.told', values: { why: later } };
    expect(storedReason({ reason, why: nested })).toEqual(inWords(reason));
  });
});
