import type { LinkbackWords } from '../../../server/src/contracts/linkbacks';
import type { LinkbackRow } from '../../../server/src/services/linkbacks/rows';
import { wordColumns } from '../../../server/src/services/linkbacks/word-columns';

export const words = (over: Partial<LinkbackWords> = {}): LinkbackWords => ({
  title: 'A post',
  excerpt: null,
  siteName: null,
  author: { name: 'Ada', url: null, photo: null },
  type: 'mention',
  ...over,
});

/** A stored linkback that shows these words. */
export const rowOf = (shown: LinkbackWords, over: Partial<LinkbackRow> = {}): LinkbackRow => ({
  id: 1,
  documentId: 'one',
  entryUid: 'api::article.article',
  entryDocumentId: 'entry',
  entryLocale: '',
  status: 'pending',
  previousStatus: null,
  reason: null,
  why: null,
  protocol: 'webmention',
  source: 'https://blog.example/post',
  finalUrl: null,
  sourceHost: 'blog.example',
  target: 'https://example.com/article',
  writtenTarget: null,
  writtenSource: null,
  claimedAddress: null,
  spelling: null,
  ownAddress: null,
  contentKey: null,
  pairKey: 'pair',
  sourceKey: 'source',
  excerptMark: null,
  receivedAt: '2026-01-02T03:04:05.000Z',
  verifiedAt: null,
  movedAt: '2026-01-02T03:04:05.000Z',
  sourcePublishedAt: null,
  history: null,
  proposed: null,
  refusedKey: null,
  decided: null,
  failures: 0,
  nextVerificationAt: null,
  ...wordColumns(shown),
  ...over,
});
