import type { Linkback } from '../../contracts/linkbacks';
import type { PublicLinkback } from '../../contracts/public';
import type { SettingsTestRequest, SettingsTestResponse } from '../../contracts/settings';
import type { StoredLinkback } from '../linkbacks/rows';
import type { JobHandler } from '../types';

/** What people are told: something came in, or an update of what they approved waits for them. */
export type NewsEvent = 'linkback.received' | 'linkback.proposed';
/** What hooks are told: visitors see something new, something else, or no longer see it. */
export type PublicEvent = 'linkback.approved' | 'linkback.updated' | 'linkback.removed';
export type NoticeEvent = NewsEvent | PublicEvent;

/** The linkback as it was then: as webhooks get it, without an address. */
export type NoticeSubject = PublicLinkback & Pick<Linkback, 'status' | 'reason'> & { entry: EntryColumns };
type EntryColumns = Pick<Linkback['entry'], 'uid' | 'documentId' | 'locale'>;

export interface Notice {
  readonly event: NoticeEvent;
  /** ISO 8601. */
  readonly at: string;
  readonly linkback: NoticeSubject;
}

/** A row of the table of notices that are not told yet. */
export interface NoticeRow {
  readonly id: number;
  readonly lane: string;
  readonly url: string | null;
  readonly notice: string;
}

/** Tells people by e-mail, and other software by calls, what became of linkbacks. */
export interface NoticesService {
  /** Whether e-mail can be sent. */
  canMail(): boolean;
  /** Whether anybody wants to be told of anything: asked before a transaction is opened for it. Cheap. */
  isWanted(): Promise<boolean>;
  /**
   * Notes what happened, for whoever wants to be told of it: in the open transaction of what happened, so that neither
   * is there without the other.
   */
  leave(events: readonly NoticeEvent[], row: StoredLinkback): Promise<void>;
  /** Leaves jobs for notices that have none. Cheap when called often; never throws. */
  sweep(): Promise<void>;
  /** Sends something harmless at once, since somebody waits to see whether it comes. */
  test(request: SettingsTestRequest): Promise<SettingsTestResponse>;
  readonly job: JobHandler;
}
