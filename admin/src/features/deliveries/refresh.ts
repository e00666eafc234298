import type { ListPingsResponse } from '../../../../server/src/contracts';
import { isOpen, pollingInterval } from '../entry-panel/ping-states';

/** Something may be planned at any time. */
const IDLE = 30_000;

/** How often to look at the delivery log again, in milliseconds. */
export const refreshInterval = (list: ListPingsResponse | undefined, now: number): number => {
  if (!list) return IDLE;
  const shown = pollingInterval(list.results, now);
  const elsewhere = list.counts.queued + list.counts.sending > list.results.filter(isOpen).length;
  return shown || (elsewhere ? 5_000 : IDLE);
};
