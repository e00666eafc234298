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
import type { LinkbackStatus } from '../../../../server/src/contracts';
import type { MessageKey } from '../../text';
import type { OfferedAction } from './tabs';

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

export const labelOf = (status: LinkbackStatus, action: OfferedAction): MessageKey =>
  status === 'spam' && action === 'restore' ? 'inbox.action.notSpam' : `inbox.action.${action}`;

export const variantOf = (action: OfferedAction) => {
  if (action === 'delete') return 'danger-light';
  return action === 'approve' ? 'success-light' : 'tertiary';
};

/** Actions that destroy, or that reach beyond the linkback. */
export const isGrave = (action: OfferedAction): boolean => action === 'delete' || action === 'block-host';
