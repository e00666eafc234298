import type { Reason } from '../reasons';
import type { PingStatus, Protocol } from '../types';

/**
 * What a target is told. `link`: that we link to it. Webmention targets also hear of a `change` of our page, of a
 * `removal` of the link or page, and of a `move`: the old URL is told, then the new one (Webmention §3.1.4, §3.1.5).
 */
export const PING_PURPOSES = ['link', 'change', 'removal', 'move'] as const;
export type PingPurpose = (typeof PING_PURPOSES)[number];

/**
 * Why a ping is closed that is not delivered. `absent`: the link or the entry had gone. `rule`: a setting or a rule of
 * ours. `page`: our own page never showed the link. `person`: somebody cancelled it.
 */
export type CloseCause = 'absent' | 'rule' | 'page' | 'person';

/** A ping that there is already, as far as the plan looks at it. Times are milliseconds since 1970. */
export interface PresentPing {
  readonly status: PingStatus;
  readonly cause: CloseCause | null;
  readonly purpose: PingPurpose;
  readonly protocol: Protocol | null;
  /** A person asked for it: the toggles do not hold it back. */
  readonly asked: boolean;
  /** Whether the target was told of the link. */
  readonly told: boolean;
  /** The URL of our page that the target knows. */
  readonly toldSource: string | null;
  /** The revision of the entry that the target was told of last. */
  readonly revision: string | null;
  readonly lastAttempt: number | null;
}

/** What the published entry says about a ping; null: it is not published. */
export interface PresentEntry {
  /** Its public page. */
  readonly url: string;
  readonly revision: string;
}

/** What becomes of a ping at a new plan. */
export type PingChange =
  | { readonly kind: 'keep' }
  /** In the air: what becomes of it is known in a moment, then the plan is made again. */
  | { readonly kind: 'later' }
  /** Sent after all, as if it were new; `skip`: the rule against it. */
  | { readonly kind: 'open'; readonly skip: Reason | null }
  | { readonly kind: 'tell'; readonly purpose: 'change' | 'removal' | 'move' }
  | {
      readonly kind: 'close';
      readonly status: 'cancelled' | 'skipped';
      readonly cause: 'absent' | 'rule';
      readonly why: Reason;
    };

export interface ChangeRequest {
  readonly ping: PresentPing;
  readonly entry: PresentEntry | null;
  /** Whether the entry still has the link or trackback URL, and the rule against telling it; null: it has not. */
  readonly wanted: { readonly skip: Reason | null } | null;
  /** Whether the settings let the entry send. */
  readonly send: boolean;
  /** A person asked to send everything that is not delivered. */
  readonly everything: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Milliseconds after which a target that accepted no pings is asked once more, when the entry changes (7 days). */
export const UNSUPPORTED_FOR = 7 * 24 * 3_600_000;

/** Of a ping that waits while its entry stops sending. */
export const SENDING_OFF_FOR_ENTRY: Reason = { code: 'ping.off-for-entry' };

const KEEP: PingChange = { kind: 'keep' };
const LATER: PingChange = { kind: 'later' };

/**
 * What becomes of a ping when its entry was published anew, unpublished or deleted (DESIGN rule 3): nobody is told
 * twice, but for webmention targets, which hear of changes, removals and moves.
 */
export const changeOf = (o: ChangeRequest): PingChange => {
  if (o.ping.status === 'sending') return o.ping.protocol === 'webmention' ? LATER : KEEP;
  if (o.ping.told) return o.ping.protocol === 'webmention' && o.send ? changeOfTold(o) : KEEP;
  if (o.wanted === null || o.entry === null) return changeOfUnwanted(o);
  return isWaiting(o.ping) ? changeOfWaiting(o, o.wanted) : changeOfClosed(o, o.wanted);
};

const isWaiting = ({ status }: PresentPing): boolean => status === 'waiting' || status === 'queued';

const changeOfTold = (o: ChangeRequest): PingChange => {
  const { ping, entry, wanted } = o;
  // It took its endpoint away: it is asked again as rarely as one that never had any.
  if (ping.status === 'unsupported' && !o.everything && !isForgotten(o)) return KEEP;
  if (entry === null || wanted === null) {
    const isHeld = ping.status === 'cancelled' || ping.status === 'skipped';
    return ping.purpose === 'removal' && !isHeld ? KEEP : { kind: 'tell', purpose: 'removal' };
  }
  const purpose = ping.toldSource === entry.url ? 'change' : 'move';
  // The old address is being told already; the new one follows by itself.
  if (ping.status === 'waiting' && ping.purpose === purpose) return KEEP;
  const isNews = isWaiting(ping) || ping.purpose === 'removal' || ping.revision !== entry.revision;
  return isNews || purpose === 'move' ? { kind: 'tell', purpose } : KEEP;
};

const changeOfUnwanted = ({ ping, entry }: ChangeRequest): PingChange => {
  if (!isWaiting(ping)) return KEEP;
  const code = entry ? 'ping.link-gone' : 'ping.unpublished';
  return { kind: 'close', status: 'cancelled', cause: 'absent', why: { code } };
};

const changeOfWaiting = (o: ChangeRequest, { skip }: { skip: Reason | null }): PingChange => {
  if (o.ping.asked) return KEEP;
  if (o.everything && skip === null) return { kind: 'open', skip };
  const why = o.send ? skip : SENDING_OFF_FOR_ENTRY;
  return why === null ? KEEP : { kind: 'close', status: 'skipped', cause: 'rule', why };
};

const changeOfClosed = (o: ChangeRequest, { skip }: { skip: Reason | null }): PingChange =>
  o.send && mayOpen(o) ? { kind: 'open', skip } : KEEP;

const mayOpen = ({ ping, everything, now }: ChangeRequest): boolean => {
  if (ping.cause === 'person') return false;
  if (ping.cause !== null || everything) return true;
  return ping.status === 'unsupported' && isForgotten({ ping, now });
};

/** Whether the last look for an endpoint is so long ago that another one is due. */
const isForgotten = ({ ping, now }: Pick<ChangeRequest, 'ping' | 'now'>): boolean =>
  now - (ping.lastAttempt ?? 0) >= UNSUPPORTED_FOR;
