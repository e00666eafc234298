import type { StatusVariant } from '@strapi/design-system';
import type { Ping, PingStatus } from '../../../../server/src/contracts';

const VARIANTS: Record<PingStatus, StatusVariant> = {
  waiting: 'secondary',
  queued: 'secondary',
  sending: 'primary',
  sent: 'success',
  failed: 'danger',
  unsupported: 'neutral',
  skipped: 'neutral',
  cancelled: 'neutral',
};

/** The colour of a ping's state. */
export const variantOf = (status: PingStatus): StatusVariant => VARIANTS[status];

/** Whether something still happens to the ping by itself. */
export const isOpen = ({ status }: Pick<Ping, 'status'>): boolean =>
  status === 'waiting' || status === 'queued' || status === 'sending';

/**
 * Why a ping is in its state. One that waits names our page in full, which its state and its entry say already: what is
 * missing there is enough.
 */
export const whyOf = ({ why }: Pick<Ping, 'why'>): Ping['why'] =>
  why?.code === 'ping.waiting' ? why.values.why : why;

const SOON = 60_000;

/**
 * How often to look at an entry's pings again, in milliseconds; 0: not at all. A ping whose next attempt is far off
 * is looked at less often.
 */
export const pollingInterval = (
  pings: readonly Pick<Ping, 'status' | 'nextAttempt'>[],
  now: number
): number => {
  const open = pings.filter(isOpen);
  if (open.length === 0) return 0;
  const soon = open.some(({ nextAttempt }) => !nextAttempt || Date.parse(nextAttempt) - now < SOON);
  return soon ? 3_000 : 30_000;
};
