import type { Choice } from '../../core/delivery/choice';
import type { PingRow } from './rows';

type Closed = Pick<PingRow, 'status' | 'cause' | 'reason'>;

/** How a ping ends that is not sent. What ends by a rule is looked at again with the next publish. */
export const CLOSED: Record<Exclude<Choice['kind'], 'send' | 'exhausted'>, Closed> = {
  unsupported: {
    status: 'unsupported',
    cause: null,
    reason: 'The linked page accepts neither webmentions nor pingbacks nor trackbacks.',
  },
  'switched-off': {
    status: 'skipped',
    cause: 'rule',
    reason: 'The settings switch off the protocols that would do.',
  },
  'told-by-trackback': {
    status: 'skipped',
    cause: 'rule',
    reason: 'Told by the trackback URL that you named.',
  },
};

/** The end of a change or removal that the target does not want to hear of. */
export const NO_LONGER: Closed = {
  status: 'unsupported',
  cause: null,
  reason: 'The linked page no longer accepts webmentions, so that it could not be told of the change.',
};
