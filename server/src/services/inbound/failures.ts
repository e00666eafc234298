import type { Refusal } from '../../core/faults';
import type { JobResult, SourceJob, Tries } from '../../adapters/jobs';
import type { VerificationFailure } from '../../core/verification';
import type { FetchFailure } from './verify';

/** Seconds: the first repetition, and the age at which a ping is no longer tried. */
const FIRST = 60;
const LAST = 4 * 3_600;
/** Seconds until a source that is busy is tried again: at first, and at most; each time is twice as long. */
const FIRST_BUSY = 4;
const LONGEST_BUSY = 600;
/** How often in a row: about as long as a ping is tried at all. */
const MOST_BUSY = 30;
/** The same where nobody waits for what is found out: a quarter of an hour. */
const MOST_BUSY_RECHECK = 8;

/** Whether the same source may answer otherwise in a while. */
export const isTransient = (failure: VerificationFailure): boolean => {
  if (failure.kind === 'status') return failure.status === 429 || failure.status >= 500;
  if (failure.kind !== 'unreachable') return false;
  return ['timeout', 'dns-failed', 'connect-failed', 'aborted'].includes(failure.code);
};

/** Seconds since a ping was received. */
export const ageOf = ({ receivedAt }: { receivedAt: string }): number =>
  Math.max(0, (Date.now() - Date.parse(receivedAt)) / 1000);

/** Seconds until the next try of a ping received `age` seconds ago (each four times as old); null: no more. */
export const nextVerification = (age: number): number | null => {
  const delay = Math.max(FIRST, age * 3);
  return age + delay > LAST ? null : delay;
};

/** Whether the source was fetched, and nothing in it links. */
export const hasNoLink = (failure: VerificationFailure): boolean =>
  failure.kind === 'no-link' || failure.kind === 'not-a-page';

/** The failure as its sender learns it. */
export const refusalOf = (failure: VerificationFailure): Refusal =>
  hasNoLink(failure) ? { kind: 'no-link' } : { kind: 'source-unreachable' };

/** Nothing was found out: too much of that site, or in all, is being fetched. */
export const isBusy = (failure: VerificationFailure): boolean =>
  failure.kind === 'unreachable' && failure.code === 'busy';

/**
 * Seconds until a source is tried again to which too many requests went; null: it waited long enough, or often enough.
 *
 * @param o.busy how often it waited already
 * @param o.age seconds since the ping was received
 * @param o.random from 0 to 1: not all come at once
 */
export const nextBusyTry = (o: {
  busy: number;
  age: number;
  random: number;
  most?: number;
}): number | null => {
  if (o.busy >= (o.most ?? MOST_BUSY) || o.age >= LAST) return null;
  return Math.min(LONGEST_BUSY, FIRST_BUSY * 2 ** o.busy) * (0.75 + o.random / 2);
};

/** The same for a job: it waits, and knows how often it did; null: no more. */
export const waitWhileBusy = (job: SourceJob, failure: FetchFailure, age: number): JobResult | null => {
  const { busy, slow } = triesOf(job);
  const most = job.kind === 'recheck' ? MOST_BUSY_RECHECK : MOST_BUSY;
  const delay = nextBusyTry({ busy, age, random: Math.random(), most });
  if (delay === null) return null;
  const tries: Tries = { busy: busy + 1, slow: slow || failure.slow === true };
  return { kind: 'again', delay, payload: { ...job, tries } };
};

/** A source was asked and may answer otherwise later: whether it was slow is remembered. */
export const tryAgain = (job: SourceJob, failure: FetchFailure, delay: number): JobResult => ({
  kind: 'again',
  delay,
  payload: { ...job, tries: { busy: 0, slow: failure.slow === true } },
});

export const triesOf = ({ tries }: SourceJob): Tries => tries ?? { busy: 0, slow: false };

/** The process is ending: the next one tries. */
export const isAborted = (failure: VerificationFailure): boolean =>
  failure.kind === 'unreachable' && failure.code === 'aborted';
