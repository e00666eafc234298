import type { Linkback, LinkbackAction, LinkbackStatus } from '../../../../server/src/contracts';

/**
 * The action that takes another one back; null when none does. Spam and trash remember where a linkback came from, so
 * restoring leads there. Lists of hosts and deleted linkbacks are not brought back.
 */
export const undoOf = (action: LinkbackAction, from: LinkbackStatus): LinkbackAction | null => {
  switch (action) {
    case 'approve':
      return from === 'pending' ? 'unapprove' : null;
    case 'unapprove':
      return from === 'approved' ? 'approve' : null;
    case 'spam':
      return from === 'trash' ? 'trash' : 'restore';
    case 'trash':
      return from === 'spam' ? 'spam' : 'restore';
    case 'restore':
      return from === 'spam' || from === 'trash' ? from : null;
    default:
      return null;
  }
};

/** What was done, and what takes it back. */
export interface Done {
  readonly action: LinkbackAction;
  readonly ids: readonly string[];
  readonly undo: LinkbackAction | null;
}

/** A decided proposal cannot be brought back, and neither can many that come from different places. */
export const doneOf = (
  action: LinkbackAction,
  linkbacks: readonly Pick<Linkback, 'id' | 'status' | 'proposed'>[]
): Done => {
  const ids = linkbacks.map(({ id }) => id);
  const undos = new Set(linkbacks.map(({ status, proposed }) => (proposed ? null : undoOf(action, status))));
  const [undo = null] = undos;
  return { action, ids, undo: undos.size === 1 ? undo : null };
};
