import type { LinkbackAction } from '../../contracts/linkbacks';
import { sentenceOf, type Reason } from '../../core/reasons';
import type { Patch } from './change';
import { moveOf } from './moves';
import { patchOf } from './patch';
import { publishes } from './publishes';
import { canReopen } from './reopen';
import { revisionOf } from './revision';
import type { LinkbackRow } from './rows';

/** Who acts, and the revision of the linkback that they reviewed; undefined when they did not say. */
export interface Occasion {
  readonly actor: string;
  readonly revision: string | undefined;
}

/** Why nothing is done to one linkback. */
export interface Refused {
  readonly ok: false;
  readonly outcome: 'refused' | 'stale' | 'unseen';
  readonly error: string;
  readonly why: Reason;
}

export const refused = (why: Reason, outcome: Refused['outcome'] = 'refused'): Refused => ({
  ok: false,
  outcome,
  error: sentenceOf(why),
  why,
});

const UNDECIDED = refused({ code: 'action.no-decision' });
const UNSEEN = refused({ code: 'action.unseen' }, 'unseen');
export const STALE = refused({ code: 'action.stale' }, 'stale');

export const isStale = (row: LinkbackRow, { revision }: Occasion): boolean =>
  revision !== undefined && revision !== revisionOf(row);

/**
 * Decides what an action writes to a linkback, by what the linkback is now. Refuses what was decided about another state of
 * it, and what would change public words into others that the moderator does not say to have reviewed.
 */
export const decide = (
  action: LinkbackAction,
  row: LinkbackRow,
  occasion: Occasion
): { readonly ok: true; readonly patch: Patch } | Refused => {
  if (isStale(row, occasion)) return STALE;
  const move = moveOf(action, row, occasion.actor);
  if (move.kind === 'refused') return refused(move.why);
  if (move.kind === 'reopen' && !canReopen(row)) return UNDECIDED;
  const patch = patchOf(move, row, occasion.actor);
  const replaces = row.status === 'approved' && publishes(row, patch);
  if (occasion.revision === undefined && replaces) return UNSEEN;
  return { ok: true, patch };
};
