import type { JobPayload } from '../../adapters/jobs';
import type { Settings } from '../../contracts/settings';
import { unreachable } from '../../core/result';
import type { LinkbackStatus } from '../../core/types';
import type { NoticeEvent } from './types';

/** Where a notice goes: the people's mailboxes, or one hook. */
export type Channel = Extract<JobPayload, { kind: 'notice' }>;

const MAIL: Channel = { kind: 'notice', url: null };

/** Who wants to be told of an event. Hooks hear of what visitors see or no longer see; people of what comes in. */
export const channelsFor = (
  { on, emails, hooks }: Settings['notify'],
  o: { event: NoticeEvent; status: LinkbackStatus; canMail: boolean }
): Channel[] => {
  if (o.event !== 'linkback.received' && o.event !== 'linkback.proposed')
    return hooks.map(({ url }) => ({ kind: 'notice', url }));
  // A proposal waits, whatever its linkback does.
  const status = o.event === 'linkback.proposed' ? 'pending' : o.status;
  return o.canMail && emails.length > 0 && isTold(on, status) ? [MAIL] : [];
};

/** Nobody is bothered with spam. */
const isTold = (on: Settings['notify']['on'], status: LinkbackStatus): boolean => {
  switch (on) {
    case 'none':
      return false;
    case 'held':
      return status === 'pending';
    case 'all':
      return status === 'pending' || status === 'approved';
    default:
      return unreachable(on);
  }
};
