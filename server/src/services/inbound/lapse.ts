import type { VerificationFailure } from '../../core/verification';
import type { Patch } from '../linkbacks/change';
import { remember, type Happening } from '../linkbacks/history';
import type { LinkbackRow } from '../linkbacks/rows';
import { MOST_FAILURES, nextLook, nextLookAfter } from '../linkbacks/schedule';

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
export const describeFailure = (failure: VerificationFailure): string => {
  switch (failure.kind) {
    case 'unreachable':
      return `it could not be fetched (${failure.code})`;
    case 'status':
      return `it answered ${failure.status}`;
    case 'not-a-page':
      return `it is ${failure.contentType || 'no page'}`;
    case 'no-link':
      return 'it has no link to the target';
  }
};

/** What it means for a stored linkback that its source was looked at in vain: the third time in a row it is gone. */
export const lapsed = (row: LinkbackRow, failure: VerificationFailure, moment: Moment): Patch => {
  const failures = (row.failures ?? 0) + 1;
  const why = describeFailure(failure);
  const at = new Date(moment.now).toISOString();
  const sentence = `Its source was looked at: ${why}.`;
  const history = remember(row.history, { event: 'failed', ...moment.occasion, sentence }, at);
  if (row.status === 'gone' || !isShownOrWaits(row)) {
    return { history, failures, nextVerificationAt: nextLook({ receivedAt: row.receivedAt, ...moment }) };
  }
  if (failures < MOST_FAILURES) {
    return { history, failures, nextVerificationAt: nextLookAfter(failures, moment) };
  }
  return { failures, ...gone({ ...row, history }, `Its source was looked at three times: ${why}.`, moment) };
};

/** Removed by its source: what is needed to bring it back as it was stays. */
export const gone = (row: LinkbackRow, sentence: string, { occasion, now, random }: Moment): Patch => {
  const at = new Date(now).toISOString();
  return {
    status: 'gone',
    previousStatus: row.status,
    reason: sentence,
    movedAt: at,
    proposed: null,
    proposedAt: null,
    history: remember(row.history, { event: 'gone', ...occasion, sentence }, at),
    nextVerificationAt: nextLook({ receivedAt: at, now, random }),
  };
};

/** Spam and trash stay where a moderator looks for them. */
const isShownOrWaits = ({ status }: LinkbackRow): boolean => status === 'approved' || status === 'pending';

/** What it means for a stored linkback that its source still links, or does so again. */
export const confirmed = (row: LinkbackRow, moment: Moment) => {
  const { now, random } = moment;
  const at = new Date(now).toISOString();
  const returns = row.status === 'gone';
  const happening = seenAs(returns, moment.occasion);
  const seen = {
    verifiedAt: at,
    failures: 0,
    nextVerificationAt: nextLook({ receivedAt: row.receivedAt, now, random }),
    history: remember(row.history, happening, at),
  };
  if (!returns) return { ...seen, status: row.status };
  const status = row.previousStatus ?? 'pending';
  return { ...seen, status, previousStatus: null, reason: happening.sentence, movedAt: at };
};

const seenAs = (returns: boolean, occasion: Occasion): Happening => {
  if (returns) {
    return { event: 'returned', ...occasion, sentence: 'Its source links to the target again.' };
  }
  if (occasion.protocol === null) {
    return { event: 'verified', ...occasion, sentence: 'Its source links to the target.' };
  }
  const sentence = `Sent again as a ${occasion.protocol}; its source links to the target.`;
  return { event: 'again', ...occasion, sentence };
};
