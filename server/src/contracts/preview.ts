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
  /**
   * Set where the item is about a field of the entry and no link: `target` is '', `skip` says what is wrong with it (too long
   * to be read to its end). '' for the entry as a whole.
   */
  field?: string;
}

/**
 * POST /linkbacks/entries/:uid/:documentId/preview?locale= (no body): trackback URLs first, then the links of the draft
 * in document order. Sends nothing. Ask again while any is `checking`.
 */
export type PreviewResponse = PreviewItem[];
