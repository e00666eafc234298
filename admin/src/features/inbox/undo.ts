import type {
  Linkback,
  LinkbackAction,
  LinkbackActionResult,
  LinkbackStatus,
} from '../../../../server/src/contracts';
import { isUpdate } from './tabs';
import type { OfferedAction } from './tabs';

export type Subject = Pick<Linkback, 'id' | 'status' | 'proposed' | 'revision'>;

/** What an action did to one linkback. */
export interface Acted {
  /** As the moderator saw it. */
  readonly subject: Subject;
  readonly result: Extract<LinkbackActionResult, { ok: true }>;
}

/** One part of taking something back. `revisions`: nobody else decided about these meanwhile. */
export interface Step {
  readonly action: LinkbackAction;
  readonly ids: readonly string[];
  readonly revisions?: Record<string, string>;
}

/** What was done, to how many, and what takes it back; null when nothing does. */
export interface Done {
  readonly action: OfferedAction;
  /** What was decided was an update of it. */
  readonly update: boolean;
  readonly count: number;
  readonly undo: readonly Step[] | null;
  /** The lists of sites were changed and stay so. */
  readonly listed: boolean;
}

/** What an action on a site takes off its list again. */
const UNLIST = { 'trust-host': 'untrust-host', 'block-host': 'unblock-host' } as const;
const isHostAction = (action: LinkbackAction): action is keyof typeof UNLIST => Object.hasOwn(UNLIST, action);

/**
 * The action that moves a linkback back; null when none does. Spam and trash remember where a linkback came from, so
 * restoring leads there. Deleted linkbacks are not brought back.
 */
export const undoOf = (action: OfferedAction, from: LinkbackStatus): LinkbackAction | null => {
  switch (action) {
    case 'approve':
      // Of an approved one only an update can be approved.
      return from === 'approved' ? 'reopen-update' : from === 'pending' ? 'unapprove' : null;
    case 'refuse-update':
      return 'reopen-update';
    case 'trust-host':
      return from === 'pending' ? 'unapprove' : null;
    case 'unapprove':
      return from === 'approved' ? 'approve' : null;
    case 'spam':
    case 'block-host':
      return from === 'trash' ? 'trash' : 'restore';
    case 'trash':
      return from === 'spam' ? 'spam' : 'restore';
    case 'restore':
      return from === 'spam' || from === 'trash' ? from : null;
    default:
      return null;
  }
};

/** To trust the site of an approved linkback, or to block that of spam, leaves the linkback where it is. */
const hasMoved = (action: OfferedAction, { status }: Subject): boolean =>
  !(action === 'trust-host' && status === 'approved') && !(action === 'block-host' && status === 'spam');

const moveBack = (action: OfferedAction, moved: readonly Acted[]): Step[] | null => {
  if (moved.length === 0) return [];
  const [back = null, ...others] = new Set(moved.map(({ subject }) => undoOf(action, subject.status)));
  if (back === null || others.length > 0) return null;
  const revisions = Object.fromEntries(moved.map(({ result }) => [result.id, result.revision ?? '']));
  return [{ action: back, ids: moved.map(({ result }) => result.id), revisions }];
};

const unlist = (action: OfferedAction, changed: readonly Acted[]): Step[] => {
  const added = changed.filter(({ result }) => result.hosts === 'added');
  if (!isHostAction(action) || added.length === 0) return [];
  return [{ action: UNLIST[action], ids: added.map(({ result }) => result.id) }];
};

/** Whether it dropped a proposal on the way to something else: such a one is not brought back. */
const hasDropped = (action: OfferedAction, { proposed }: Subject): boolean =>
  proposed !== null && action !== 'approve' && action !== 'refuse-update';

/**
 * What takes an action back: only from those that it changed. Many that come from different places cannot be brought back,
 * and neither can a site that was on the other list before.
 */
const stepsOf = (action: OfferedAction, changed: readonly Acted[]): Step[] | null => {
  if (changed.some(({ subject, result }) => hasDropped(action, subject) || result.hosts === 'switched'))
    return null;
  const moves = moveBack(
    action,
    changed.filter(({ subject }) => hasMoved(action, subject))
  );
  const steps = moves && [...moves, ...unlist(action, changed)];
  return steps && steps.length > 0 ? steps : null;
};

export const doneOf = (action: OfferedAction, acted: readonly Acted[]): Done => {
  const changed = acted.filter(({ result }) => result.outcome === 'changed');
  const undo = stepsOf(action, changed);
  const listed = changed.some(({ result }) => result.hosts === 'added' || result.hosts === 'switched');
  const update = acted.length > 0 && acted.every(({ subject }) => isUpdate(subject));
  return { action, update, count: acted.length, undo, listed: listed && undo === null };
};
