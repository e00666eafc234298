import type { Refusal } from '../../core/faults';
import type { VerificationFailure } from '../../core/verification';

/** Seconds: the first repetition, and the age at which a ping is no longer tried. */
const FIRST = 60;
const LAST = 4 * 3_600;

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

/** Seconds until a source is tried again to which too many fetches were under way; not all at once. */
export const busyDelay = (): number => 2 + 4 * Math.random();

/** The process is ending: the next one tries. */
export const isAborted = (failure: VerificationFailure): boolean =>
  failure.kind === 'unreachable' && failure.code === 'aborted';
