import type { DiscoveryFailure } from '../discovery';
import { unreachable } from '../result';
import type { HttpFailureCode } from '../ports';
import type { SendFailure } from './types';

export type NextAttempt =
  | {
      readonly retry: true;
      /** Seconds. */
      readonly delay: number;
      /** The peer takes fewer pings than we send: everything else for its host should wait too. */
      readonly flood: boolean;
    }
  | { readonly retry: false };

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** After three days a ping is given up. */
const GIVE_UP = 72 * HOUR;
const LONGEST = 8 * HOUR;
/** WordPress takes one ping per address in 15 seconds (wp_throttle_comment_flood). */
const FLOOD_PAUSE = 15;

const FAULT_GENERIC = 0;
/** Pingback 1.0, section 3: the server could not reach somebody behind it. */
const FAULT_UPSTREAM = 50;
/** WordPress answers a flood with a fault of this code. */
const FAULT_FLOOD = 429;

/** What a later attempt may mend: a network or a site that is down, not an address that we refuse. */
const PASSING: ReadonlySet<HttpFailureCode> = new Set<HttpFailureCode>([
  'dns-failed',
  'connect-failed',
  'tls-failed',
  'timeout',
  'aborted',
  'busy',
]);

type Delay = 'growing' | 'flood' | 'in-an-hour' | 'never';

/**
 * When to try again. Delays grow threefold from one minute to eight hours, with jitter, for three days.
 *
 * @param o.attempts how many attempts were made, this one included (1 or more)
 * @param o.elapsed seconds since the first attempt
 * @param o.random 0 ≤ random < 1, for the jitter
 */
export const nextAttempt = (o: {
  failure: SendFailure | DiscoveryFailure;
  attempts: number;
  elapsed: number;
  random: number;
}): NextAttempt => {
  const kind = delayKind(o.failure, o.elapsed);
  if (kind === 'never') return { retry: false };

  const asked = 'retryAfter' in o.failure ? (o.failure.retryAfter ?? 0) : 0;
  const delay = Math.ceil(Math.max(asked, shortest(kind, o.attempts)) * (1 + 0.25 * o.random));
  return o.elapsed + delay > GIVE_UP ? { retry: false } : { retry: true, delay, flood: kind === 'flood' };
};

const delayKind = (failure: SendFailure | DiscoveryFailure, elapsed: number): Delay => {
  switch (failure.kind) {
    case 'unreachable':
      return PASSING.has(failure.code) ? 'growing' : 'never';
    case 'status':
      return statusDelay(failure.status);
    case 'fault':
      return faultDelay(failure.code, elapsed);
    case 'refused':
    case 'unreadable':
      return 'never';
    default:
      return unreachable(failure);
  }
};

const statusDelay = (status: number): Delay => {
  if (status === 429) return 'flood';
  return status === 408 || status >= 500 ? 'growing' : 'never';
};

/** Fault 0 hides everything, a passing trouble too (WordPress): one more attempt, an hour later. */
const faultDelay = (code: number, elapsed: number): Delay => {
  if (code === FAULT_FLOOD) return 'flood';
  if (code === FAULT_UPSTREAM) return 'growing';
  return code === FAULT_GENERIC && elapsed < HOUR ? 'in-an-hour' : 'never';
};

const shortest = (kind: Exclude<Delay, 'never'>, attempts: number): number => {
  switch (kind) {
    case 'flood':
      return Math.min(FLOOD_PAUSE * 2 ** (attempts - 1), HOUR);
    case 'in-an-hour':
      return HOUR;
    case 'growing':
      return Math.min(MINUTE * 3 ** (attempts - 1), LONGEST);
  }
};
