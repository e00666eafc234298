import { entryRefOf } from '../../adapters/keys';
import type { Linkback, LinkbackDetail, LinkbackWords } from '../../contracts/linkbacks';
import type { PublicLinkback } from '../../contracts/public';
import type { Reason, Sentence } from '../../core/reasons';
import type { LinkbackStatus, LinkbackType, Protocol } from '../../core/types';
import { wellFormed } from '../../core/well-formed';
import { reasonOfRow } from './compact';
import { withSentence, type StoredEvent } from './history';
import type { Decided } from './reopen';
import { revisionOf } from './revision';

/** A row of `plugin::linkbacks.linkback` as `strapi.db.query` reads it. */
export interface LinkbackRow {
  readonly id: number;
  readonly documentId: string;
  readonly entryUid: string;
  readonly entryDocumentId: string;
  readonly entryLocale: string;
  readonly status: LinkbackStatus;
  readonly previousStatus: LinkbackStatus | null;
  /** Stored only where there is no code. */
  readonly reason: Sentence | null;
  /** Null in rows from before reasons had codes. */
  readonly why: Reason | null;
  readonly protocol: Protocol;
  readonly linkType: LinkbackType;
  readonly source: string;
  /** As its sender wrote it; null: as it is. */
  readonly writtenSource: string | null;
  readonly finalUrl: string | null;
  readonly sourceHost: string;
  /** The entry's URL. */
  readonly target: string;
  /** As its sender wrote it; null: as the entry's URL. */
  readonly writtenTarget: string | null;
  readonly pairKey: string;
  readonly sourceKey: string | null;
  readonly contentKey: string | null;
  readonly claimedAddress: string | null;
  readonly spelling: 'declared' | 'foreign' | null;
  readonly ownAddress: string | null;
  readonly title: string | null;
  readonly excerpt: string | null;
  readonly excerptMark: { readonly start: number; readonly end: number } | null;
  readonly textKey: string | null;
  readonly siteName: string | null;
  readonly authorName: string | null;
  readonly authorUrl: string | null;
  readonly authorPhoto: string | null;
  readonly receivedAt: string;
  readonly verifiedAt: string | null;
  readonly movedAt: string | null;
  readonly sourcePublishedAt: string | null;
  readonly history: readonly StoredEvent[] | null;
  readonly proposed: LinkbackWords | null;
  readonly refusedKey: string | null;
  readonly decided: Decided | null;
  readonly failures: number | null;
  readonly nextVerificationAt: string | null;
}

/** A linkback without the number of its row, which the database gives. */
export type StoredLinkback = Omit<LinkbackRow, 'id'>;

/** What {@link toPublicLinkback} reads: lists leave the rest, such as histories, in the database. */
export const SHOWN_COLUMNS = [
  'documentId',
  'protocol',
  'linkType',
  'source',
  'target',
  'title',
  'excerpt',
  'siteName',
  'authorName',
  'authorUrl',
  'authorPhoto',
  'sourcePublishedAt',
  'receivedAt',
];

/** What {@link toLinkback} reads. */
export const LISTED_COLUMNS = [
  'id',
  ...SHOWN_COLUMNS,
  'entryUid',
  'entryDocumentId',
  'entryLocale',
  'status',
  'reason',
  'why',
  'excerptMark',
  'finalUrl',
  'claimedAddress',
  'ownAddress',
  'verifiedAt',
  'movedAt',
  'proposed',
];

/** A linkback as everybody may see it, once it is approved. */
export const toPublicLinkback = (row: StoredLinkback): PublicLinkback => ({
  id: row.documentId,
  protocol: row.protocol,
  type: row.linkType,
  source: row.source,
  target: row.target,
  title: textOf(row.title),
  excerpt: textOf(row.excerpt),
  siteName: textOf(row.siteName),
  author: { name: textOf(row.authorName), url: row.authorUrl, photo: row.authorPhoto },
  published: row.sourcePublishedAt,
  received: row.receivedAt,
});

const textOf = (text: string | null): string | null => (text ? wellFormed(text) : text);

/** A linkback as moderators see it. */
export const toLinkback = (
  row: LinkbackRow,
  o: { entry: Pick<Linkback['entry'], 'title' | 'kind'>; address: string | null }
): Linkback => ({
  ...toPublicLinkback(row),
  revision: revisionOf(row),
  excerptMark: row.excerptMark ?? null,
  status: row.status,
  reason: reasonOfRow(row),
  why: row.why ?? null,
  finalUrl: row.finalUrl,
  claimedAddress: row.claimedAddress,
  verified: row.verifiedAt,
  entry: { ...entryRefOf(row), ...o.entry },
  address: o.address,
  proposed: row.proposed,
});

/** All that is known about it. */
export const toDetail = (row: LinkbackRow, linkback: Linkback): LinkbackDetail => ({
  ...linkback,
  history: (row.history ?? []).map(withSentence),
  failures: row.failures ?? 0,
  nextVerification: row.nextVerificationAt,
});
