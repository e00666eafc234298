import type { Reason } from './reasons';
import type { LinkbackStatus, LinkbackType, Protocol } from './words';

/** What a linkback shows of its source: plain texts and http(s) URLs. */
export interface LinkbackWords {
  title: string | null;
  excerpt: string | null;
  siteName: string | null;
  author: { name: string | null; url: string | null; photo: string | null };
  type: LinkbackType;
}

/** A linkback as moderators see it (admin API). */
export interface Linkback {
  id: string;
  /**
   * What a moderator sees of it, as a token: it changes when the linkback moves, shows anything else, or has another update
   * proposed. Give it back with an action to say what was reviewed.
   */
  revision: string;
  status: LinkbackStatus;
  /** Why it is where it is, in words. */
  reason: string;
  /** The same for machines; null in linkbacks from before there were codes. */
  why: Reason | null;
  protocol: Protocol;
  type: LinkbackType;
  source: string;
  /** The address that the source redirected to, when it did. */
  finalUrl: string | null;
  /** The address of another page that the source names as its canonical one (`rel=canonical`). */
  claimedAddress: string | null;
  target: string;
  title: string | null;
  excerpt: string | null;
  /** Where in the excerpt the text of the link stands, in UTF-16 units; null when that is not known. */
  excerptMark: { start: number; end: number } | null;
  siteName: string | null;
  author: { name: string | null; url: string | null; photo: string | null };
  /** ISO 8601. */
  received: string;
  verified: string | null;
  published: string | null;
  entry: {
    uid: string;
    documentId: string;
    locale: string;
    title: string | null;
    kind: 'collectionType' | 'singleType';
  };
  /** The sender's address, while it is kept. */
  address: string | null;
  /**
   * What its source shows by now, of an approved linkback: it waits to be decided, and until then what was approved is
   * what everybody sees.
   */
  proposed: LinkbackWords | null;
}

/**
 * `again`: sent once more. `updated`: its source shows other words. `verified`: looked at, and it still links.
 * `failed`: looked at in vain. `gone`: removed by its source. `returned`: back again. `moved`: by a moderator.
 * `proposed`: an update waits to be decided.
 */
export const HISTORY_EVENTS = [
  'received',
  'again',
  'updated',
  'verified',
  'failed',
  'gone',
  'returned',
  'moved',
  'proposed',
] as const;
export type HistoryEvent = (typeof HISTORY_EVENTS)[number];

/** Something that happened to a linkback. */
export interface HistoryEntry {
  /** ISO 8601. */
  at: string;
  event: HistoryEvent;
  /** By which protocol it came; null when nobody sent anything. */
  protocol: Protocol | null;
  /** The moderator's name; null when it was nobody's doing. */
  by: string | null;
  sentence: string;
  /** The same for machines; not in entries from before there were codes. */
  why?: Reason;
}

/** GET /linkbacks/linkbacks/:id */
export interface LinkbackDetail extends Linkback {
  /** Oldest first; of very many the first and the latest are kept. */
  history: HistoryEntry[];
  /** How often in a row its source was looked at in vain. */
  failures: number;
  /** ISO 8601; when its source is looked at next. */
  nextVerification: string | null;
}

export type LinkbackCounts = Record<LinkbackStatus, number>;

export interface Pagination {
  page: number;
  pageSize: number;
  pageCount: number;
  total: number;
}

/** GET /linkbacks/linkbacks */
export interface ListLinkbacksQuery {
  /** `pending` has approved linkbacks with a proposal too, here and in the counts. */
  status?: LinkbackStatus;
  protocol?: Protocol;
  type?: LinkbackType;
  /** The uid of a content type. */
  contentType?: string;
  documentId?: string;
  locale?: string;
  /** Host of the source. */
  host?: string;
  /** ISO dates, inclusive. */
  from?: string;
  to?: string;
  /** Searched in source, title, excerpt, site and author name. */
  q?: string;
  /** `received:desc` by default; also `received:asc`, `source:asc`, `source:desc`. */
  sort?: string;
  page?: number;
  /** 1 to 100, 20 by default. */
  pageSize?: number;
}

export interface ListLinkbacksResponse {
  results: Linkback[];
  pagination: Pagination;
  counts: LinkbackCounts;
  /**
   * How many linkbacks of each status were looked through, the newest; null: all were. For words, protocols, types and content
   * types, and by source, not more than so many are.
   */
  onlyNewest: number | null;
}

/**
 * `trust-host` and `block-host` put the hosts of the source (as given, and after redirects) on the list of the settings;
 * the former approves the linkback, the latter moves it to spam. `untrust-host` and `unblock-host` take them off that list, and move nothing.
 * `refuse-update`: what an approved one shows stays, and what its source proposes is not proposed again.
 * `reopen-update`: the approval or refusal of an update is taken back, as long as nothing happened since. `verify`: its source
 * is looked at again, soon; what comes of it shows in its history.
 */
export const LINKBACK_ACTIONS = [
  'approve',
  'unapprove',
  'spam',
  'trash',
  'restore',
  'delete',
  'trust-host',
  'block-host',
  'untrust-host',
  'unblock-host',
  'refuse-update',
  'reopen-update',
  'verify',
] as const;
export type LinkbackAction = (typeof LINKBACK_ACTIONS)[number];

/** POST /linkbacks/linkbacks/actions */
export interface LinkbackActionsRequest {
  action: LinkbackAction;
  ids: string[];
  /**
   * By id, as the list or the last action gave it. A linkback that has changed since then stays as it is (`stale`). An action
   * that publishes the update of an approved linkback, or takes that back, needs the revision (`unseen` without it).
   */
  revisions?: Record<string, string>;
}

/** `switched`: some of them were on one of the lists before. `unchanged`: the lists are as they were. */
export type HostListing = 'added' | 'switched' | 'removed' | 'unchanged';

/**
 * What became of one linkback. `unchanged`: it was so already. `stale`: it is no longer what the `revision` of the request
 * stands for. `unseen`: the action would replace public words, and the request has no `revision` for this id. `revision`: of what
 * it is now; null when it is there no more. `error`: why nothing was done; `why`: the same for machines.
 */
export type LinkbackActionResult = { id: string } & (
  | { ok: true; outcome: 'changed' | 'unchanged'; revision: string | null; hosts?: HostListing }
  | { ok: false; outcome: 'refused' | 'stale' | 'unseen'; error: string; why: Reason }
);

/** One answer per id, in the order asked. */
export interface LinkbackActionsResponse {
  results: LinkbackActionResult[];
}

/** POST /linkbacks/linkbacks/erase: all that came from a host and those below it, for good; a trace of each stays. */
export interface EraseRequest {
  /** A host name, or an address; without a port. */
  host: string;
}
export interface EraseResponse {
  erased: number;
}

/** `error`: why nothing was done, in words; `why`: the same for machines. */
export type ActionResult = { id: string; ok: true } | { id: string; ok: false; error: string; why: Reason };

/** One answer per id, in the order asked: what every action on rows answers. */
export interface ActionsResponse {
  results: ActionResult[];
}
