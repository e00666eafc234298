import type { Pagination } from './linkbacks';
import type { Reason } from './reasons';
import type { PingPurpose, PingStatus, Protocol } from './words';

/** One outgoing notification, one entry to one target. */
export interface Ping {
  id: string;
  status: PingStatus;
  /** Why it is in that state, in words an editor understands. */
  reason: string | null;
  /** The same for machines; null also in pings from before there were codes. */
  why: Reason | null;
  /** null until discovery has chosen one. */
  protocol: Protocol | null;
  /** What the target is told, or was told last. */
  purpose: PingPurpose;
  source: string;
  target: string;
  endpoint: string | null;
  attempts: number;
  /** ISO 8601; null when nothing more will happen by itself. */
  nextAttempt: string | null;
  lastAttempt: string | null;
  /** The peer's answer, cut, as plain text. */
  answer: string | null;
  /** Where a webmention's receiver says what becomes of it; null when it named no such page. */
  statusUrl: string | null;
  created: string;
  entry: {
    uid: string;
    documentId: string;
    locale: string;
    /** Of the published version; null when there is none. */
    title: string | null;
    kind: 'collectionType' | 'singleType';
  };
}

/** The states of pings, as people ask for them. */
export const PING_GROUPS = {
  open: ['waiting', 'queued', 'sending'],
  sent: ['sent'],
  failed: ['failed'],
  closed: ['unsupported', 'skipped', 'cancelled'],
} as const satisfies Record<string, readonly PingStatus[]>;
export type PingGroup = keyof typeof PING_GROUPS;

/** GET /linkbacks/pings and GET /linkbacks/entries/:uid/:documentId/pings */
export interface ListPingsQuery {
  status?: PingStatus;
  group?: PingGroup;
  host?: string;
  contentType?: string;
  documentId?: string;
  locale?: string;
  page?: number;
  pageSize?: number;
}

export interface ListPingsResponse {
  results: Ping[];
  pagination: Pagination;
  /** Under the same filters but those of the state. */
  counts: Record<PingStatus, number>;
  /** Why pings wait for our own page, under the same filters: the commonest reasons first. */
  waiting: { reason: string | null; why: Reason | null; count: number }[];
}

export const PING_ACTIONS = ['retry', 'cancel', 'forget'] as const;
export type PingAction = (typeof PING_ACTIONS)[number];

/** POST /linkbacks/pings/actions */
export interface PingActionsRequest {
  action: PingAction;
  ids: string[];
}

/** POST /linkbacks/entries/:uid/:documentId/send */
export interface SendResponse {
  /** A job was left; what comes of it shows in the entry's pings. */
  queued: true;
}
