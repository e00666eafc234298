import { entryColumns, entryKey, hashOf } from '../../adapters/keys';
import type { CloseCause, PingPurpose, PresentPing } from '../../core/delivery/changes';
import { said, UNSAID, type Reason, type Said, type Sentence } from '../../core/reasons';
import type { EntryRef, PingStatus, Protocol } from '../../core/types';

export type PingKind = 'link' | 'trackback';

/** A row of `plugin::linkbacks.ping` as the sending side reads it. */
export interface PingRow {
  id: number;
  documentId: string;
  entryUid: string;
  entryDocumentId: string;
  entryLocale: string;
  status: PingStatus;
  reason: Sentence | null;
  /** Null in rows from before reasons had codes, too. */
  why: Reason | null;
  cause: CloseCause | null;
  kind: PingKind;
  purpose: PingPurpose;
  asked: boolean;
  protocol: Protocol | null;
  source: string;
  toldAt: string | null;
  toldSource: string | null;
  revision: string | null;
  pageHash: string | null;
  target: string;
  targetHost: string;
  pairKey: string;
  endpoint: string | null;
  attempts: number;
  firstAttemptAt: string | null;
  lastAttemptAt: string | null;
  nextAttemptAt: string | null;
  waitingSince: string | null;
  answer: string | null;
  statusUrl: string | null;
  createdAt: string;
}

/** Columns of a ping to be written: a reason has its code beside it. */
export type PingColumns = Readonly<Record<string, unknown>> & Partial<Said | typeof UNSAID>;

/** How a ping ends that is not delivered. */
export interface Closed extends Pick<PingRow, 'status' | 'cause'> {
  readonly why: Reason;
}

/** States in which a job still drives the ping. */
export const OPEN_STATUSES: readonly PingStatus[] = ['waiting', 'queued', 'sending'];

/** Once per target, ever: the unique key of an entry's ping. */
export const pairKeyOf = (ref: EntryRef, kind: PingKind, key: string): string =>
  hashOf(entryKey(ref), kind, key);

/** The columns of a ping that nobody has tried yet. */
export const newPing = (o: { ref: EntryRef; kind: PingKind; target: string; pairKey: string }) => ({
  ...entryColumns(o.ref),
  kind: o.kind,
  target: o.target,
  targetHost: new URL(o.target).host.slice(0, 255),
  pairKey: o.pairKey,
});

/** Due now: `waiting` for our page, or `queued` where the type has no live check. Attempts count from here. */
export const openState = (o: {
  purpose: PingPurpose;
  source: string;
  liveCheck: boolean;
  asked: boolean;
  now: Date;
}) => ({
  status: o.liveCheck ? ('waiting' as const) : ('queued' as const),
  purpose: o.purpose,
  source: o.source,
  asked: o.asked,
  ...UNSAID,
  cause: null,
  attempts: 0,
  firstAttemptAt: null,
  waitingSince: o.now.toISOString(),
  nextAttemptAt: o.now.toISOString(),
});

/** Not sent by a rule; looked at again at the next publish. */
export const skippedState = (o: { source: string; why: Reason }) => ({
  status: 'skipped' as const,
  purpose: 'link' as const,
  source: o.source,
  asked: false,
  ...said(o.why),
  cause: 'rule' as const,
  attempts: 0,
  waitingSince: null,
  nextAttemptAt: null,
});

/** The row as the rules of the core see it. */
export const toPresent = (row: PingRow): PresentPing => ({
  status: row.status,
  cause: row.cause,
  purpose: row.purpose,
  protocol: row.protocol,
  asked: Boolean(row.asked),
  told: row.toldAt !== null,
  toldSource: row.toldSource,
  revision: row.revision,
  lastAttempt: row.lastAttemptAt === null ? null : Date.parse(row.lastAttemptAt),
});

/** Seconds since a ping began to wait for our page. */
export const waitedBy = ({ waitingSince }: Pick<PingRow, 'waitingSince'>): number =>
  waitingSince === null ? 0 : Math.max(0, (Date.now() - Date.parse(waitingSince)) / 1000);
