import type { DiscoveryFailure } from '../discovery';
import { describeHttpFailure } from '../http/failures';
import { unreachable } from '../result';
import type { SendFailure } from './types';

/** Pingback 1.0, section 3, XML-RPC's own codes, and what WordPress adds; from the peer's side: "target" is their page. */
const FAULTS: ReadonlyMap<number, string> = new Map([
  [16, 'The site could not fetch our page'],
  [17, 'The site found no link to its page on ours'],
  [32, 'The site says the linked page does not exist'],
  [33, 'The site says the linked page does not accept pingbacks'],
  [48, 'The site knew of this link already'],
  [49, 'The site denied us access'],
  [50, 'The site could not reach a server that it depends on'],
  [429, 'The site asks us to send more slowly'],
  [-32400, 'The site had an error of its own'],
  [-32600, 'The site did not understand our pingback'],
  [-32601, 'The site has switched pingbacks off'],
  [-32602, 'The site did not accept our addresses'],
  [-32700, 'The site could not read our pingback'],
]);

const STATUSES: ReadonlyMap<number, string> = new Map([
  [401, 'The site wants a password'],
  [403, 'The site denied us access'],
  [404, 'The address does not exist on the site'],
  [405, 'The address does not accept pings'],
  [408, 'The site took too long'],
  [410, 'The address no longer exists on the site'],
  [413, 'The site found our ping too large'],
  [429, 'The site asks us to send more slowly'],
]);

/** The failure as a sentence for an editor. The peer's own words are kept apart, in `answer`. */
export const describeFailure = (failure: SendFailure | DiscoveryFailure): string => {
  switch (failure.kind) {
    case 'unreachable':
      return describeHttpFailure(failure.code);
    case 'status':
      return `${describeStatus(failure.status)} (HTTP status ${failure.status}).`;
    case 'fault':
      return `${FAULTS.get(failure.code) ?? unexplained(failure.answer)} (fault ${failure.code}).`;
    case 'refused':
      return failure.answer === ''
        ? 'The site refused the trackback without saying why.'
        : 'The site refused the trackback.';
    case 'unreadable':
      return failure.answer === ''
        ? 'The site gave an empty answer, which says neither yes nor no.'
        : 'The site gave an answer that is neither yes nor no.';
    default:
      return unreachable(failure);
  }
};

const unexplained = (answer: string): string =>
  answer === '' ? 'The site refused the pingback without saying why' : 'The site refused the pingback';

const describeStatus = (status: number): string => {
  const known = STATUSES.get(status);
  if (known !== undefined) return known;
  if (status >= 500) return 'The site had an error of its own';
  return status >= 400 ? 'The site refused the request' : 'The site answered in an unexpected way';
};
