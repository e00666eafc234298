import type { LinkbackWords } from '../../contracts/linkbacks';
import type { LinkMark } from '../../core/html/excerpt';
import type { Verdict } from '../../core/moderation/decide';
import { said, type Reason } from '../../core/reasons';
import type { LinkbackRow } from '../linkbacks/rows';
import type { Patch } from '../linkbacks/change';
import { remember, sentenceOfEvent, type Happening } from '../linkbacks/history';
import { wordColumns } from '../linkbacks/word-columns';
import { wordsKeyOf, wordsOfRow } from '../linkbacks/words-key';
import { confirmed, type Moment } from './lapse';
import type { Elsewhere } from './leads-elsewhere';
import { sameWords } from './words';

/** What a source that links shows now. */
export interface Shown {
  readonly words: LinkbackWords;
  readonly excerptMark: LinkMark | null;
  /** What moderation says to that, this linkback itself left out. */
  readonly verdict: Verdict;
  /** Why the place is refused that its source redirects to. */
  readonly barred: Reason | null;
  /** What to say of a source that leads elsewhere than when it was decided about; null: it does not. */
  readonly leads: Elsewhere | null;
  /** Of what it says (`contentKeyOf`). */
  readonly contentKey: string;
}

/**
 * What it means for a stored linkback that its source links and shows these words. What was approved stays as it was
 * approved, until the new words are (PROTOCOLS §4a); what waits or lies in spam or trash shows them at once.
 */
export const updated = (row: LinkbackRow, shown: Shown, moment: Moment): Patch => {
  const seen = { ...confirmed(row, moment), ...unvouched(row, shown) };
  // It went, its host was blocked, and now it would be shown again.
  if (row.status === 'gone' && (shown.verdict.status === 'refused' || shown.barred !== null)) {
    return { nextVerificationAt: seen.nextVerificationAt };
  }
  if (shown.barred !== null) return barred(row, shown.barred, { seen, moment });
  const status = seen.status;
  if (shown.leads !== null && status === 'approved' && shown.verdict.status !== 'approved') {
    return ledAway(row, shown.leads(shown.verdict.why), { shown, seen, moment });
  }
  const settled = { ...seen, proposed: null, proposedAt: null };
  if (sameWords(wordsOfRow(row), shown.words)) return settled;
  if (shown.verdict.status === 'refused') return seen;
  // A moderator refused exactly these words: they neither come back nor replace the approved ones by themselves.
  const isRefused = row.refusedKey === wordsKeyOf(shown.words);
  if (row.status === 'approved' && isRefused) return settled;

  const at = new Date(moment.now).toISOString();
  const isHeld = status === 'approved' && shown.verdict.status !== 'approved';
  if (isHeld && row.status === 'approved') return propose(row, { seen, shown, moment, at });
  const note = {
    ...moment.occasion,
    event: 'updated',
    why: { code: 'source.changed' },
  } as const;
  const applied = { ...settled, ...shownColumns(shown) };
  return {
    ...applied,
    ...moved({ status, previousStatus: row.previousStatus }, isRefused ? REFUSED : shown.verdict, at),
    history: remember(seen.history, note, at),
  };
};

/** Restoring it from spam or trash is no decision about where it leads now. */
const unvouched = (row: LinkbackRow, { leads, verdict }: Shown): { previousStatus?: 'pending' } => {
  const isAway = row.status === 'spam' || row.status === 'trash';
  const returns = isAway && row.previousStatus === 'approved';
  return returns && leads !== null && verdict.status !== 'approved' ? { previousStatus: 'pending' } : {};
};

const shownColumns = ({ words, excerptMark, contentKey }: Shown) => ({
  ...wordColumns(words),
  excerptMark,
  contentKey,
});

/**
 * What was approved is not what its link leads to any more: a moderator decides, and until then nobody is led there. It shows
 * what its source says now.
 */
const ledAway = (
  row: LinkbackRow,
  why: Reason,
  { shown, seen, moment }: { shown: Shown; seen: ReturnType<typeof confirmed>; moment: Moment }
): Patch => {
  const at = new Date(moment.now).toISOString();
  const isSpam = shown.verdict.status === 'spam';
  return {
    ...seen,
    proposed: null,
    proposedAt: null,
    ...shownColumns(shown),
    status: isSpam ? 'spam' : 'pending',
    // What lies in spam says other words than those that were approved.
    previousStatus: isSpam ? 'pending' : null,
    ...said(why),
    movedAt: at,
    history: remember(row.history, { ...moment.occasion, event: 'moved', why }, at),
  };
};

const REFUSED: Verdict = { status: 'pending', why: { code: 'source.refused-words' } };

/** Nothing is shown that leads to a blocked host, unless a moderator brought it back from there. */
const barred = (
  row: LinkbackRow,
  why: Reason,
  { seen, moment }: { seen: ReturnType<typeof confirmed>; moment: Moment }
): Patch => {
  const { reason } = said(why);
  const isDecided = row.history?.some((event) => sentenceOfEvent(event) === reason) === true;
  if (isDecided || (row.status !== 'approved' && row.status !== 'pending')) return seen;
  const at = new Date(moment.now).toISOString();
  return {
    ...seen,
    status: 'spam',
    previousStatus: row.status,
    ...said(why),
    movedAt: at,
    proposed: null,
    proposedAt: null,
    history: remember(row.history, { ...moment.occasion, event: 'moved', why }, at),
  };
};

/**
 * What comes back changed, or turns out to be spam while it waits, does not stay where it was. Restoring it from spam and
 * trash leads back to what is public only as long as it says what was approved there.
 */
const moved = (
  { status, previousStatus }: Pick<LinkbackRow, 'status' | 'previousStatus'>,
  verdict: Verdict,
  at: string
) => {
  if (verdict.status === 'refused' || verdict.status === 'approved') return {};
  const isAway = status === 'spam' || status === 'trash';
  if (isAway) return previousStatus === 'approved' ? { previousStatus: 'pending' as const } : {};
  const falls = status === 'approved' || (status === 'pending' && verdict.status === 'spam');
  return falls ? { status: verdict.status, previousStatus: null, ...said(verdict.why), movedAt: at } : {};
};

const propose = (
  row: LinkbackRow,
  o: { seen: ReturnType<typeof confirmed>; shown: Shown; moment: Moment; at: string }
): Patch => {
  const { seen, shown, moment, at } = o;
  if (row.proposed && sameWords(row.proposed, shown.words)) return seen;
  const happening: Happening = {
    ...moment.occasion,
    event: 'proposed',
    why: { code: 'source.proposes', values: { why: shown.verdict.why } },
  };
  const history = remember(seen.history, happening, at);
  return { ...seen, proposed: shown.words, proposedAt: at, history };
};
