import type { Changed } from '../linkbacks/change';
import { looksAlike } from '../linkbacks/publishes';
import type { LinkbackRow } from '../linkbacks/rows';
import type { NoticeEvent } from './types';

/** What a linkback that was just stored has to be told of. */
export const noticesOfNew = ({ status }: Pick<LinkbackRow, 'status'>): NoticeEvent[] =>
  status === 'approved' ? ['linkback.received', 'linkback.approved'] : ['linkback.received'];

/** What a change comes to for those who want to be told: what visitors see, and what waits for a decision. */
export const noticesOf = ({ before, after }: Changed): NoticeEvent[] => {
  const [was, is] = [before.status === 'approved', after.status === 'approved'];
  if (is && !was) return ['linkback.approved'];
  if (was && !is) return ['linkback.removed'];
  if (!is) return [];
  return [
    ...(looksAlike(before, after) ? [] : ['linkback.updated' as const]),
    ...(after.proposed && !before.proposed ? ['linkback.proposed' as const] : []),
  ];
};
