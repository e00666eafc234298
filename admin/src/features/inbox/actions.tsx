import {
  ArrowClockwise,
  ArrowsCounterClockwise,
  Check,
  CheckCircle,
  Clock,
  CrossCircle,
  Shield,
  Trash,
} from '@strapi/icons';
import type { ReactElement } from 'react';
import type { LinkbackAction, LinkbackStatus } from '../../../../server/src/contracts';
import type { MessageKey } from '../../text';

export const ICONS: Record<LinkbackAction, ReactElement> = {
  approve: <Check />,
  unapprove: <Clock />,
  spam: <Shield />,
  trash: <Trash />,
  restore: <ArrowClockwise />,
  delete: <Trash />,
  verify: <ArrowsCounterClockwise />,
  'trust-host': <CheckCircle />,
  'block-host': <CrossCircle />,
};

export const labelOf = (status: LinkbackStatus, action: LinkbackAction): MessageKey =>
  status === 'spam' && action === 'restore' ? 'inbox.action.notSpam' : `inbox.action.${action}`;

export const variantOf = (action: LinkbackAction) => {
  if (action === 'delete') return 'danger-light';
  return action === 'approve' ? 'success-light' : 'tertiary';
};

/** Actions that destroy, or that reach beyond the linkback. */
export const isGrave = (action: LinkbackAction): boolean => action === 'delete' || action === 'block-host';
