import type { LinkbackAction } from '../../contracts/linkbacks';
import { sentenceOf, type Reason } from '../../core/reasons';
import type { LinkbackStatus } from '../../core/types';
import type { LinkbackRow } from './rows';

/** What an action comes to for one linkback. `unchanged`: it is so already. */
export type Move =
  | {
      readonly kind: 'move';
      readonly status: LinkbackStatus;
      readonly previousStatus: LinkbackStatus | null;
      readonly why: Reason;
    }
  | { readonly kind: 'delete' }
  /** Its source is to be looked at again. */
  | { readonly kind: 'verify' }
  /** What an update proposes is shown from now on; or is refused, so that what was approved stays. */
  | { readonly kind: 'accept'; readonly why: Reason }
  | { readonly kind: 'decline'; readonly why: Reason }
  /** The latest decision about an update is taken back. */
  | { readonly kind: 'reopen'; readonly why: Reason }
  /** Its hosts are taken off a list; it stays where it is. */
  | { readonly kind: 'unlist' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly why: Reason };

type Subject = Pick<LinkbackRow, 'status' | 'previousStatus'> & { readonly proposed?: unknown };

const SOMEBODY = { code: 'actor.nameless' } as const;
/** How an admin user without a name is called. */
export const NAMELESS = sentenceOf(SOMEBODY);

/** The rules of moderation: which status leads where. `actor` is the moderator's name. */
export const moveOf = (action: LinkbackAction, subject: Subject, actor: string): Move => {
  const { status, previousStatus, proposed } = subject;
  const values = { by: actor === NAMELESS ? SOMEBODY : actor };
  switch (action) {
    case 'approve':
    case 'trust-host':
      if (status === 'approved' && proposed) return { kind: 'accept', why: { code: 'moved.update', values } };
      if (status === 'approved') return { kind: 'unchanged' };
      if (status === 'gone') return refused({ code: 'action.gone' });
      return move('approved', null, {
        code: action === 'trust-host' ? 'moved.trusted' : 'moved.approved',
        values,
      });
    case 'unapprove':
      if (status === 'pending') return { kind: 'unchanged' };
      if (status !== 'approved') return refused({ code: 'action.not-approved' });
      return move('pending', null, { code: 'moved.held', values });
    case 'spam':
    case 'block-host':
      if (status === 'spam') return { kind: 'unchanged' };
      return move('spam', originOf('spam', { status, previousStatus }), {
        code: action === 'block-host' ? 'moved.blocked' : 'moved.spam',
        values,
      });
    case 'trash':
      if (status === 'trash') return { kind: 'unchanged' };
      return move('trash', originOf('trash', { status, previousStatus }), { code: 'moved.trash', values });
    case 'restore':
      if (status !== 'spam' && status !== 'trash') return refused({ code: 'action.not-away' });
      return move(previousStatus ?? 'pending', null, { code: 'moved.restored', values });
    case 'delete':
      return { kind: 'delete' };
    case 'refuse-update':
      if (!proposed) return refused({ code: 'action.no-update' });
      return { kind: 'decline', why: { code: 'moved.update-refused', values } };
    case 'reopen-update':
      return { kind: 'reopen', why: { code: 'moved.update-reopened', values } };
    case 'untrust-host':
    case 'unblock-host':
      return { kind: 'unlist' };
    case 'verify':
      return { kind: 'verify' };
  }
};

/** Where restoring leads: spam and trash are no place to come from, unless it was received there. */
const originOf = (next: 'spam' | 'trash', { status, previousStatus }: Subject): LinkbackStatus | null => {
  const isAway = status === 'spam' || status === 'trash';
  const origin = isAway ? (previousStatus ?? status) : status;
  return origin === next ? null : origin;
};

const move = (status: LinkbackStatus, previousStatus: LinkbackStatus | null, why: Reason): Move => ({
  kind: 'move',
  status,
  previousStatus,
  why,
});

const refused = (why: Reason): Move => ({ kind: 'refused', why });
