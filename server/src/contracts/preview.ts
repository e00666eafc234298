import type { Reason } from './reasons';
import type { Protocol } from './words';

/** What would be sent for one link of the draft, or for one trackback URL that the editor named. */
export interface PreviewItem {
  /** Absolute URL: the link, or the trackback URL. */
  target: string;
  /** `checking`: a job is finding out, ask again in a second. null: nothing would be sent, `skip` says why. */
  protocol: Protocol | 'checking' | null;
  /** Where it would go; null until that is known, and when nothing would be sent. */
  endpoint: string | null;
  /** Why nothing would be sent, as a sentence for the editor; null when it would, or while it is being found out. */
  skip: string | null;
  /** The same for machines: see `Reason`. */
  why: Reason | null;
}

/** What an editor is to know of the draft beside its items. */
export interface PreviewNote {
  /** As a sentence. */
  text: string;
  /** The same for machines: see `Reason`. */
  why: Reason;
}

/**
 * POST /linkbacks/entries/:uid/:documentId/preview?locale= (no body). Sends nothing. Ask again while any item is
 * `checking`.
 */
export interface PreviewResponse {
  /** Trackback URLs first, then the links of the draft in document order. */
  items: PreviewItem[];
  /** Fields that are too long to be read to their end. */
  notes: PreviewNote[];
}
