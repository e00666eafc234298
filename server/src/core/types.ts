/** The three linkback protocols. */
export const PROTOCOLS = ['pingback', 'trackback', 'webmention'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** What the source does with the target. */
export const LINKBACK_TYPES = ['mention', 'reply', 'like', 'repost', 'bookmark'] as const;
export type LinkbackType = (typeof LINKBACK_TYPES)[number];

/** Where a received linkback is in moderation; `gone` was removed by its source. */
export const LINKBACK_STATUSES = ['pending', 'approved', 'spam', 'trash', 'gone'] as const;
export type LinkbackStatus = (typeof LINKBACK_STATUSES)[number];

/** Where an outgoing ping is in its life; `waiting` waits for our own page. */
export const PING_STATUSES = [
  'waiting',
  'queued',
  'sending',
  'sent',
  'failed',
  'unsupported',
  'skipped',
  'cancelled',
] as const;
export type PingStatus = (typeof PING_STATUSES)[number];

/**
 * An entry as the outside knows it. The publisher's numeric ids change with each publish and mean nothing.
 * `locale` is '' for entries of types that are not localised.
 */
export interface EntryRef {
  readonly uid: string;
  readonly documentId: string;
  readonly locale: string;
}
