import type { LinkbackStatus } from '../../core/types';
import { hasModerator } from './history';
import type { LinkbackRow } from './rows';

/** What says whether a linkback may be dropped. */
export type Droppable = Pick<LinkbackRow, 'id' | 'status' | 'previousStatus' | 'history' | 'movedAt'>;
export const DROPPABLE_COLUMNS = ['id', 'status', 'previousStatus', 'history', 'movedAt'];

/**
 * Whether a linkback may be dropped without anybody being asked: it is in this status, it was not approved before, and no
 * moderator ever did anything with it.
 */
export const isExpendable = (row: Droppable, status: LinkbackStatus): boolean =>
  row.status === status && row.previousStatus !== 'approved' && !hasModerator(row.history);
