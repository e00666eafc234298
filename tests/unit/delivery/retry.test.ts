import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextAttempt, type NextAttempt } from '../../../server/src/core/delivery/retry';
import type { SendFailure } from '../../../server/src/core/delivery/types';
import type { HttpFailureCode } from '../../../server/src/core/ports';

const HOUR = 3_600;
const next = (
  failure: SendFailure,
  o: { attempts?: number; elapsed?: number; random?: number } = {}
): NextAttempt => nextAttempt({ failure, attempts: 1, elapsed: 0, random: 0, ...o });
const unreachable = (code: HttpFailureCode): SendFailure => ({ kind: 'unreachable', code });
const status = (code: number, retryAfter: number | null = null): SendFailure => ({
  kind: 'status',
  status: code,
  retryAfter,
  answer: '',
});
const fault = (code: number): SendFailure => ({ kind: 'fault', code, answer: '' });

const again = (delay: number) => ({ retry: true, delay, flood: false });
const flood = (delay: number) => ({ retry: true, delay, flood: true });
const never = { retry: false };

describe('after a failed attempt', () => {
  it.each<[string, SendFailure, unknown]>([
    ['a time-out', unreachable('timeout'), again(60)],
    ['a refused connection', unreachable('connect-failed'), again(60)],
    ['a name that does not resolve', unreachable('dns-failed'), again(60)],
    ['a failed handshake', unreachable('tls-failed'), again(60)],
    ['broken HTTP', unreachable('response-invalid'), never],
    ['our own shutdown', unreachable('aborted'), again(60)],
    ['a private address', unreachable('address-refused'), never],
    ['a refused port', unreachable('port-refused'), never],
    ['an invalid URL', unreachable('url-invalid'), never],
    ['another scheme', unreachable('scheme-refused'), never],
    ['a password in the URL', unreachable('userinfo-refused'), never],
    ['a redirect loop', unreachable('too-many-redirects'), never],
    ['a senseless redirect', unreachable('redirect-invalid'), never],
    ['an unknown coding', unreachable('encoding-refused'), never],
    ['status 408', status(408), again(60)],
    ['status 500', status(500), again(60)],
    ['status 503 that asks for ten minutes', status(503, 600), again(600)],
    ['status 503 that asks for a second', status(503, 1), again(60)],
    ['status 429', status(429), flood(15)],
    ['status 429 that asks for a minute', status(429, 60), flood(60)],
    ['status 429 that asks for a second', status(429, 1), flood(15)],
    ['status 429 that asks for a week', status(429, 7 * 24 * HOUR), never],
    ['status 400', status(400), never],
    ['status 404', status(404), never],
    ['status 302', status(302), never],
    ['fault 0', fault(0), again(HOUR)],
    ['fault 50', fault(50), again(60)],
    ['WordPress’ flood fault', fault(429), flood(15)],
    ['fault 16', fault(16), never],
    ['fault 17', fault(17), never],
    ['fault 32', fault(32), never],
    ['fault 33', fault(33), never],
    ['fault 49', fault(49), never],
    ['fault -32601', fault(-32601), never],
    ['a refused trackback', { kind: 'refused', answer: 'No.' }, never],
    ['an answer that nobody understands', { kind: 'unreadable', answer: '' }, never],
  ])('%s is tried again as it deserves', (_name, failure, expected) => {
    expect(next(failure)).toEqual(expected);
  });

  it('waits longer each time, eight hours at most, and gives up after three days', () => {
    const delays: number[] = [];
    for (let [elapsed, attempts] = [0, 1]; ; attempts += 1) {
      const attempt = next(unreachable('timeout'), { elapsed, attempts });
      if (!attempt.retry) break;
      delays.push(attempt.delay);
      elapsed += attempt.delay;
    }
    const growing = [60, 180, 540, 1_620, 4_860, 14_580];
    expect(delays).toEqual([...growing, ...Array.from({ length: 8 }, () => 8 * HOUR)]);
  });

  it('waits longer for each flood, an hour at most', () => {
    const delays = [1, 2, 3, 8, 9, 50].map((attempts) => next(status(429), { attempts }));
    expect(delays).toEqual([15, 30, 60, 1_920, HOUR, HOUR].map(flood));
  });

  it('tries fault 0 once more, an hour later', () => {
    expect(next(fault(0), { elapsed: HOUR, attempts: 2 })).toEqual(never);
    expect(next(fault(0), { elapsed: 30, attempts: 2 })).toEqual(again(HOUR));
  });

  it('spreads attempts by up to a quarter, never earlier than asked', () => {
    expect(next(status(503, 600), { random: 0.5 })).toEqual(again(675));
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 0, max: 80 * HOUR }),
        fc.option(fc.nat({ max: 1e6 })),
        (random, attempts, elapsed, asked) => {
          const attempt = next(status(429, asked), { random, attempts, elapsed });
          if (!attempt.retry) return;
          expect(attempt.delay).toBeGreaterThanOrEqual(Math.max(15, asked ?? 0));
          expect(Number.isInteger(attempt.delay)).toBe(true);
          expect(elapsed + attempt.delay).toBeLessThanOrEqual(72 * HOUR);
        }
      )
    );
  });

  it('treats a failed discovery like a failed ping', () => {
    const failure = { kind: 'status', status: 503, retryAfter: 120 } as const;
    expect(nextAttempt({ failure, attempts: 1, elapsed: 0, random: 0 })).toEqual(again(120));
  });
});
