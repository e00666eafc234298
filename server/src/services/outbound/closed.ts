import type { Choice } from '../../core/delivery/choice';
import type { Closed } from './rows';

/** How a ping ends that is not sent. What ends by a rule is looked at again with the next publish. */
export const CLOSED: Record<Exclude<Choice['kind'], 'send' | 'exhausted'>, Closed> = {
  unsupported: {
    status: 'unsupported',
    cause: null,
    why: { code: 'ping.unsupported' },
  },
  'switched-off': {
    status: 'skipped',
    cause: 'rule',
    why: { code: 'ping.protocols-off' },
  },
  'told-by-trackback': {
    status: 'skipped',
    cause: 'rule',
    why: { code: 'ping.told-by-trackback' },
  },
};

/** The end of a change or removal that the target does not want to hear of. */
export const NO_LONGER: Closed = {
  status: 'unsupported',
  cause: null,
  why: { code: 'ping.no-news' },
};

/** The entry went before anybody was told. */
export const UNPUBLISHED: Closed = {
  status: 'cancelled',
  cause: 'absent',
  why: { code: 'ping.unpublished' },
};
