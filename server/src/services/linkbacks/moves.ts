import type { LinkbackAction } from '../../contracts/linkbacks';
import type { LinkbackStatus } from '../../core/types';
import type { LinkbackRow } from './rows';

/** What an action comes to for one linkback. `unchanged`: it is so already. */
export type Move =
  | {
      readonly kind: 'move';
      readonly status: LinkbackStatus;
      readonly previousStatus: LinkbackStatus | null;
      readonly reason: string;
    }
  | { readonly kind: 'delete' }
  /** Its source is to be looked at again. */
  | { readonly kind: 'verify' }
  /** What an update proposes is shown from now on; or is refused, so that what was approved stays. */
  | { readonly kind: 'accept'; readonly reason: string }
  | { readonly kind: 'decline'; readonly reason: string }
  /** Its hosts are taken off a list; it stays where it is. */
  | { readonly kind: 'unlist' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly error: string };

type Subject = Pick<LinkbackRow, 'status' | 'previousStatus'> & { readonly proposed?: unknown };

/** The rules of moderation: which status leads where. `actor` is the moderator's name. */
export const moveOf = (action: LinkbackAction, subject: Subject, actor: string): Move => {
  const { status, previousStatus, proposed } = subject;
  switch (action) {
    case 'approve':
    case 'trust-host':
      if (status === 'approved' && proposed) {
        return { kind: 'accept', reason: `Its update was approved by ${actor}.` };
      }
      if (status === 'approved') return { kind: 'unchanged' };
      if (status === 'gone') return refused('Its source removed the link.');
      return move('approved', null, `Approved by ${actor}${andThen(action)}.`);
    case 'unapprove':
      if (status === 'pending') return { kind: 'unchanged' };
      if (status !== 'approved') return refused('It is not approved.');
      return move('pending', null, `Taken back to pending by ${actor}.`);
    case 'spam':
    case 'block-host':
      if (status === 'spam') return { kind: 'unchanged' };
      return move(
        'spam',
        originOf('spam', { status, previousStatus }),
        `Marked as spam by ${actor}${andThen(action)}.`
      );
    case 'trash':
      if (status === 'trash') return { kind: 'unchanged' };
      return move('trash', originOf('trash', { status, previousStatus }), `Moved to the trash by ${actor}.`);
    case 'restore':
      if (status !== 'spam' && status !== 'trash') return refused('It is neither spam nor in the trash.');
      return move(previousStatus ?? 'pending', null, `Restored by ${actor}.`);
    case 'delete':
      return { kind: 'delete' };
    case 'refuse-update':
      if (!proposed) return refused('No update of it waits.');
      return { kind: 'decline', reason: `Its update was refused by ${actor}: the approved words stay.` };
    case 'untrust-host':
    case 'unblock-host':
      return { kind: 'unlist' };
    case 'verify':
      return { kind: 'verify' };
  }
};

/** What the moderator decided about the source's host at once. */
const andThen = (action: 'approve' | 'trust-host' | 'spam' | 'block-host'): string => {
  if (action === 'trust-host') return ', who trusts its host from now on';
  return action === 'block-host' ? ', who blocked its host' : '';
};

/** Where restoring leads: spam and trash are no place to come from, unless it was received there. */
const originOf = (next: 'spam' | 'trash', { status, previousStatus }: Subject): LinkbackStatus | null => {
  const isAway = status === 'spam' || status === 'trash';
  const origin = isAway ? (previousStatus ?? status) : status;
  return origin === next ? null : origin;
};

const move = (status: LinkbackStatus, previousStatus: LinkbackStatus | null, reason: string): Move => ({
  kind: 'move',
  status,
  previousStatus,
  reason,
});

const refused = (error: string): Move => ({ kind: 'refused', error });
