import { describe, expect, it } from 'vitest';
import { pingbackFault, trackbackMessage, type Refusal } from '../../../server/src/core/faults';

describe('a refusal', () => {
  it.each<[Refusal, number, string, string]>([
    [
      { kind: 'source-unreachable' },
      16,
      'The source could not be fetched.',
      'The source could not be fetched.',
    ],
    [
      { kind: 'no-link' },
      17,
      'The source does not contain a link to the target.',
      'The source does not contain a link to the target.',
    ],
    [{ kind: 'target-unknown' }, 32, 'The target does not exist.', 'The target does not exist.'],
    [
      { kind: 'target-closed' },
      33,
      'The target does not accept pingbacks.',
      'The target does not accept trackbacks.',
    ],
    [{ kind: 'known' }, 48, 'This pingback is registered already.', 'This trackback is registered already.'],
    [{ kind: 'refused' }, 49, 'Access denied.', 'Access denied.'],
    [
      { kind: 'limited', retryAfter: 7 },
      49,
      'Too many requests. Please try again later.',
      'Too many requests. Please try again later.',
    ],
    [
      { kind: 'parameters', detail: 'two strings.' },
      -32602,
      'Invalid parameters: two strings.',
      'Invalid parameters: two strings.',
    ],
    [{ kind: 'malformed' }, -32700, 'The request could not be read.', 'The request could not be read.'],
    [{ kind: 'method-unknown' }, -32601, 'There is no such method.', 'There is no such method.'],
    [
      { kind: 'internal' },
      -32400,
      'The request could not be handled. Please try again later.',
      'The request could not be handled. Please try again later.',
    ],
  ])('%o is one fault and one message', (refusal, code, message, trackback) => {
    expect(pingbackFault(refusal)).toEqual({ code, message });
    expect(trackbackMessage(refusal)).toBe(trackback);
  });
});
