import { httpReason } from '../../core/http/failures';
import { said, type Reason } from '../../core/reasons';
import type { VerificationFailure } from '../../core/verification';
import { cleanText, cutText } from '../../core/html/text';
import type { Patch } from '../linkbacks/change';
import { remember, type Happening } from '../linkbacks/history';
import type { LinkbackRow } from '../linkbacks/rows';
import { MOST_FAILURES, nextLook, nextLookAfter } from '../linkbacks/schedule';

/** Code points of a media type that are kept: it comes from outside. */
const LONGEST_TYPE = 100;

/** On whose account a source was looked at again. */
export type Occasion = Pick<Happening, 'protocol' | 'by'>;

/** When, why and by which chance. */
export interface Moment {
  readonly occasion: Occasion;
  readonly now: number;
  /** From 0 to 1. */
  readonly random: number;
}

/** Why a source does not count, as the end of a sentence. */
export const reasonOfFailure = (failure: VerificationFailure): Reason => {
  switch (failure.kind) {
    case 'unreachable':
      return httpReason(failure.code);
    case 'status':
      return { code: 'source.status', values: { status: failure.status } };
    case 'not-a-page':
      return failure.contentType === ''
        ? { code: 'source.no-page' }
        : { code: 'source.type', values: { type: cutText(cleanText(failure.contentType), LONGEST_TYPE) } };
    case 'no-link':
      return { code: 'source.no-link' };
  }
};

/** What it means for a stored linkback that its source was looked at in vain: the third time in a row it is gone. */
export const lapsed = (row: LinkbackRow, failure: VerificationFailure, moment: Moment): Patch => {
  if (isCounted(row, moment)) return null;
  const failures = (row.failures ?? 0) + 1;
  const values = { why: reasonOfFailure(failure) };
  const at = new Date(moment.now).toISOString();
  const why: Reason = { code: 'source.failed', values };
  const history = remember(row.history, { event: 'failed', ...moment.occasion, why }, at);
  if (row.status === 'gone' || !isShownOrWaits(row)) {
    const { status, receivedAt } = row;
    return { history, failures, nextVerificationAt: nextLook({ status, receivedAt, ...moment }) };
  }
  if (failures < MOST_FAILURES) {
    return { history, failures, nextVerificationAt: nextLookAfter(failures, moment) };
  }
  return { failures, ...gone({ ...row, history }, { code: 'source.failed-thrice', values }, moment) };
};

/** Between two looks that are due one ping counts: nobody makes a linkback go sooner by pinging for it in a row. */
const isCounted = ({ failures, nextVerificationAt }: LinkbackRow, { occasion, now }: Moment): boolean =>
  occasion.protocol !== null &&
  (failures ?? 0) > 0 &&
  nextVerificationAt !== null &&
  Date.parse(nextVerificationAt) > now;

/** Removed by its source: what is needed to bring it back as it was stays. */
export const gone = (row: LinkbackRow, why: Reason, { occasion, now, random }: Moment): Patch => {
  const at = new Date(now).toISOString();
  return {
    status: 'gone',
    previousStatus: row.status,
    ...said(why),
    movedAt: at,
    proposed: null,
    proposedAt: null,
    decided: null,
    history: remember(row.history, { event: 'gone', ...occasion, why }, at),
    nextVerificationAt: nextLook({ status: 'gone', receivedAt: at, now, random }),
  };
};

/** Spam and trash stay where a moderator looks for them. */
const isShownOrWaits = ({ status }: LinkbackRow): boolean => status === 'approved' || status === 'pending';

/** What it means for a stored linkback that its source still links, or does so again. */
export const confirmed = (row: LinkbackRow, moment: Moment) => {
  const { now, random } = moment;
  const at = new Date(now).toISOString();
  const returns = row.status === 'gone';
  const status = returns ? (row.previousStatus ?? 'pending') : row.status;
  const happening = seenAs(returns, moment.occasion);
  const seen = {
    verifiedAt: at,
    failures: 0,
    nextVerificationAt: nextLook({ status, receivedAt: row.receivedAt, now, random }),
    history: remember(row.history, happening, at),
    // What its source took back is kept no longer than it takes to look again.
    decided: null,
  };
  if (!returns) return { ...seen, status };
  return { ...seen, status, previousStatus: null, ...said(happening.why), movedAt: at };
};

const seenAs = (returns: boolean, occasion: Occasion): Happening => {
  if (returns) {
    return { event: 'returned', ...occasion, why: { code: 'source.links-again' } };
  }
  if (occasion.protocol === null) {
    return { event: 'verified', ...occasion, why: { code: 'source.links' } };
  }
  const values = { protocol: { code: `protocol.${occasion.protocol}` } } as const;
  return { event: 'again', ...occasion, why: { code: 'source.again-links', values } };
};
