import { describe, expect, it } from 'vitest';
import { reasonOfFailure } from '../../../server/src/core/delivery/reasons';
import type { SendFailure } from '../../../server/src/core/delivery/types';
import { sentenceOf } from '../../../server/src/core/reasons';

const status = (code: number): SendFailure => ({
  kind: 'status',
  status: code,
  retryAfter: null,
  answer: '',
});
const fault = (code: number): SendFailure => ({ kind: 'fault', code, answer: '<b>' });

describe('a failure in an editor’s words', () => {
  it.each<[SendFailure, string]>([
    [fault(33), 'The site says the linked page does not accept pingbacks (fault 33).'],
    [fault(17), 'The site found no link to its page on ours (fault 17).'],
    [fault(0), 'The site refused the pingback (fault 0).'],
    [{ kind: 'fault', code: 0, answer: '' }, 'The site refused the pingback without saying why (fault 0).'],
    [fault(429), 'The site asks us to send more slowly (fault 429).'],
    [fault(-32601), 'The site has switched pingbacks off (fault -32601).'],
    [fault(1234), 'The site refused the pingback (fault 1234).'],
    [status(404), 'The address does not exist on the site (HTTP status 404).'],
    [status(418), 'The site refused the request (HTTP status 418).'],
    [status(503), 'The site had an error of its own (HTTP status 503).'],
    [status(304), 'The site answered in an unexpected way (HTTP status 304).'],
    [{ kind: 'refused', answer: '' }, 'The site refused the trackback without saying why.'],
    [{ kind: 'refused', answer: 'Closed.' }, 'The site refused the trackback.'],
    [{ kind: 'unreadable', answer: '' }, 'The site gave an empty answer, which says neither yes nor no.'],
    [{ kind: 'unreadable', answer: 'Hi' }, 'The site gave an answer that is neither yes nor no.'],
    [{ kind: 'unreachable', code: 'timeout' }, 'The site did not answer in time.'],
  ])('%o', (failure, sentence) => {
    expect(sentenceOf(reasonOfFailure(failure))).toBe(sentence);
  });
});
