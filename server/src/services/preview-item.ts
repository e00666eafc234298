import type { PreviewItem } from '../contracts/preview';
import type { PingChange } from '../core/delivery/changes';
import { chooseProtocol } from '../core/delivery/choice';
import type { PlannedPing } from '../core/delivery/plan';
import { sentenceOf, storedReason, type Reason } from '../core/reasons';
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

const KNOWN: Reason = { code: 'preview.old-link' };

/** The item where no other site needs to be asked; null: how the target wants to be told decides. */
export const itemWithoutLook = (wish: Wish, held: Reason | null): PreviewItem | null => {
  const { ping, present, known } = wish;
  if (present) {
    const settled = itemOfPresent(present.row, present.change, held);
    if (settled) return settled;
  } else if (known) return not(ping.target, KNOWN);

  const skip = ping.skip ?? held;
  if (skip !== null) return not(ping.target, skip);
  if (ping.kind === 'trackback') return would(ping.target, 'trackback', ping.target);
  return null;
};

/** The item of a ping that there is already; null: it would be sent as if it were new. */
const itemOfPresent = (row: PingRow, change: PingChange, held: Reason | null): PreviewItem | null => {
  const { target, protocol, endpoint } = row;
  const skipped = (why: Reason | null) => ({ ...would(target, protocol, endpoint), ...skipOf(why) });
  switch (change.kind) {
    case 'open':
      return null;
    case 'tell':
      return skipped(held);
    case 'close':
      return skipped(change.why);
    default:
      return skipped(stateOf(row));
  }
};

/** Why nothing new is sent for a ping that there is, with the state that it is in. */
const stateOf = (row: PingRow): Reason | null => {
  const why = storedReason(row);
  switch (row.status) {
    case 'waiting':
    case 'queued':
      return why ? { code: 'preview.under-way', values: { why } } : { code: 'action.under-way' };
    case 'sending':
      return { code: 'action.being-sent' };
    case 'sent':
      return why ? { code: 'preview.told', values: { why } } : { code: 'action.told' };
    case 'failed':
      if (!why) return { code: row.toldAt === null ? 'action.tried' : 'action.told' };
      return { code: row.toldAt === null ? 'preview.tried' : 'preview.news-failed', values: { why } };
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
  if (look === undefined) return would(target, 'checking', null);
  if (look.kind === 'failed') return not(target, { code: 'preview.not-asked', values: { why: look.why } });
  const choice = chooseProtocol({ endpoints: look.endpoints, notTaken: new Set(), ...o });
  if (choice.kind === 'send') return would(target, choice.protocol, choice.endpoint);
  return not(target, CLOSED[choice.kind === 'exhausted' ? 'unsupported' : choice.kind].why);
};

const would = (target: string, protocol: PreviewItem['protocol'], endpoint: string | null): PreviewItem => ({
  target,
  protocol,
  endpoint,
  skip: null,
  why: null,
});

const skipOf = (why: Reason | null) => ({ skip: why && sentenceOf(why), why });

const not = (target: string, why: Reason): PreviewItem => ({ ...would(target, null, null), ...skipOf(why) });
