/** GET /linkbacks/entries: the published entries that fit, the latest of each type first; what lists are filtered by. */
export interface SearchEntriesQuery {
  /** A part of the title, or the whole documentId. */
  q?: string;
  /** The uid of a content type. */
  contentType?: string;
  documentId?: string;
  locale?: string;
}

export interface FoundEntry {
  uid: string;
  documentId: string;
  /** '' for a type that is not localised. */
  locale: string;
  title: string;
}

export interface SearchEntriesResponse {
  /** A few of each content type that takes part. */
  results: FoundEntry[];
  /** How many entries of each type were looked through for a part of the title, the newest; null: all were. */
  onlyNewest: number | null;
}
