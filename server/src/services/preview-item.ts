import type { PreviewItem } from '../contracts/preview';
import type { PingChange } from '../core/delivery/changes';
import { chooseProtocol } from '../core/delivery/choice';
import type { PlannedPing } from '../core/delivery/plan';
import type { Protocol } from '../core/types';
import { CLOSED } from './outbound/closed';
import type { Look } from './outbound/looks';
import type { PingRow } from './outbound/rows';

/** What is known of one wanted ping before anybody was asked. */
export interface Wish {
  readonly ping: PlannedPing;
  /** The ping that there is already, and what publishing would make of it. */
  readonly present: { readonly row: PingRow; readonly change: PingChange } | null;
  /** The link stood in the entry before the plugin came. */
  readonly known: boolean;
}

const KNOWN = 'This link was there before linkbacks were sent: only "Send pings now" tells it.';

/** The item where no other site needs to be asked; null: how the target wants to be told decides. */
export const itemWithoutLook = (wish: Wish, held: string | null): PreviewItem | null => {
  const { ping, present, known } = wish;
  if (present) {
    const settled = itemOfPresent(present.row, present.change, held);
    if (settled) return settled;
  } else if (known) return not(ping.target, KNOWN);

  const skip = ping.skip ?? held;
  if (skip !== null) return not(ping.target, skip);
  if (ping.kind === 'trackback')
    return { target: ping.target, protocol: 'trackback', endpoint: ping.target, skip: null };
  return null;
};

/** The item of a ping that there is already; null: it would be sent as if it were new. */
const itemOfPresent = (row: PingRow, change: PingChange, held: string | null): PreviewItem | null => {
  const { target, protocol, endpoint } = row;
  switch (change.kind) {
    case 'open':
      return null;
    case 'tell':
      return { target, protocol, endpoint, skip: held };
    case 'close':
      return { target, protocol, endpoint, skip: change.reason };
    default:
      return { target, protocol, endpoint, skip: stateOf(row) };
  }
};

/** Why nothing new is sent for a ping that there is, with the state that it is in. */
const stateOf = ({ status, reason, toldAt }: PingRow): string => {
  const why = reason ?? '';
  switch (status) {
    case 'waiting':
    case 'queued':
      return `It is under way already. ${why}`.trim();
    case 'sending':
      return 'It is being sent at this moment.';
    case 'sent':
      return `It was told already. ${why}`.trim();
    case 'failed':
      return `${toldAt === null ? 'It was tried already' : 'It was told already; the news failed'}: ${why}`;
    default:
      return why;
  }
};

/** The item of a target that was asked; undefined: it was not yet. */
export const itemOfLook = (
  { target }: PlannedPing,
  look: Look | undefined,
  o: { allowed: Readonly<Record<Protocol, boolean>>; trackbackUrls: readonly string[] }
): PreviewItem => {
  if (look === undefined) return { target, protocol: 'checking', endpoint: null, skip: null };
  if (look.kind === 'failed') return not(target, `The linked page could not be asked: ${look.reason}`);
  const choice = chooseProtocol({ endpoints: look.endpoints, notTaken: new Set(), ...o });
  if (choice.kind === 'send')
    return { target, protocol: choice.protocol, endpoint: choice.endpoint, skip: null };
  const { reason } = CLOSED[choice.kind === 'exhausted' ? 'unsupported' : choice.kind];
  return not(target, reason ?? '');
};

const not = (target: string, skip: string): PreviewItem => ({ target, protocol: null, endpoint: null, skip });
