import {
  ArrowClockwise,
  ArrowsCounterClockwise,
  Check,
  CheckCircle,
  Clock,
  CrossCircle,
  Minus,
  Shield,
  Trash,
} from '@strapi/icons';
import type { ReactElement } from 'react';
import type { Linkback } from '../../../../server/src/contracts';
import type { MessageKey } from '../../text';
import { isUpdate } from './tabs';
import type { OfferedAction } from './tabs';
import type { Done } from './undo';

export const ICONS: Record<OfferedAction, ReactElement> = {
  approve: <Check />,
  unapprove: <Clock />,
  spam: <Shield />,
  trash: <Trash />,
  restore: <ArrowClockwise />,
  delete: <Trash />,
  verify: <ArrowsCounterClockwise />,
  'trust-host': <CheckCircle />,
  'block-host': <CrossCircle />,
  'refuse-update': <Minus />,
};

/** What an action is called that publishes an update. */
const ON_UPDATES: Partial<Record<OfferedAction, MessageKey>> = {
  approve: 'inbox.action.publish-update',
  'trust-host': 'inbox.action.publish-update-trust',
};

/** Returns what an action is called for a linkback, or for many in one state. */
export const labelOf = (
  { status, proposed = null }: Pick<Linkback, 'status'> & Partial<Pick<Linkback, 'proposed'>>,
  action: OfferedAction
): MessageKey => {
  if (status === 'spam' && action === 'restore') return 'inbox.action.notSpam';
  const onUpdates = isUpdate({ status, proposed }) ? ON_UPDATES[action] : undefined;
  return onUpdates ?? `inbox.action.${action}`;
};

const DONE_TO_UPDATES: Partial<Record<OfferedAction, MessageKey>> = {
  approve: 'inbox.done.publish-update',
  'trust-host': 'inbox.done.publish-update-trust',
};

/** Returns what is said of an action that was done. */
export const doneMessage = ({ action, update }: Pick<Done, 'action' | 'update'>): MessageKey =>
  (update ? DONE_TO_UPDATES[action] : undefined) ?? `inbox.done.${action}`;

export const variantOf = (action: OfferedAction) => {
  if (action === 'delete') return 'danger-light';
  return action === 'approve' ? 'success-light' : 'tertiary';
};

/** Actions that destroy, or that reach beyond the linkback. */
export const isGrave = (action: OfferedAction): boolean => action === 'delete' || action === 'block-host';
