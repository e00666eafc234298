import type { EntrySettingsResponse, Linkback, LinkbackDetail, Ping } from '../../../server/src/contracts';

const entry = {
  uid: 'api::article.article',
  documentId: 'entry',
  locale: '',
  title: 'Our article',
  kind: 'collectionType' as const,
};
const MOMENT = '2026-01-02T03:04:05.000Z';

/** A linkback as the admin API tells it. */
export const linkback = (over: Partial<Linkback> = {}): Linkback => ({
  id: 'one',
  revision: 'seen',
  status: 'pending',
  reason: 'The settings hold everything for approval.',
  why: null,
  protocol: 'webmention',
  type: 'mention',
  source: 'https://blog.example/post',
  finalUrl: null,
  claimedAddress: null,
  target: 'https://example.com/article',
  title: 'A post',
  excerpt: null,
  excerptMark: null,
  siteName: null,
  author: { name: 'Ada', url: null, photo: null },
  received: MOMENT,
  verified: MOMENT,
  published: null,
  entry,
  address: null,
  proposed: null,
  ...over,
});

export const detail = (over: Partial<LinkbackDetail> = {}): LinkbackDetail => ({
  ...linkback(over),
  history: [],
  failures: 0,
  nextVerification: null,
  ...over,
});

/** A list of the admin API: one page, counted. */
export const listOf = (...results: Linkback[]) => {
  const count = (status: string) => results.filter((one) => one.status === status).length;
  return {
    results,
    pagination: { page: 1, pageSize: 20, pageCount: 1, total: results.length },
    counts: {
      pending: count('pending'),
      approved: count('approved'),
      spam: count('spam'),
      trash: count('trash'),
      gone: count('gone'),
    },
  };
};

export const ping = (over: Partial<Ping> = {}): Ping => ({
  id: 'ping',
  status: 'failed',
  reason: 'The site did not answer in time.',
  why: null,
  protocol: 'pingback',
  purpose: 'link',
  source: 'https://example.com/article',
  target: 'https://blog.example/other',
  endpoint: null,
  attempts: 1,
  nextAttempt: null,
  lastAttempt: MOMENT,
  answer: null,
  statusUrl: null,
  created: MOMENT,
  entry,
  ...over,
});

export const pingsOf = (...results: Ping[]) => ({
  results,
  pagination: { page: 1, pageSize: 20, pageCount: 1, total: results.length },
  counts: {
    ...{ waiting: 0, queued: 0, sending: 0, sent: 0, unsupported: 0, skipped: 0, cancelled: 0 },
    failed: results.length,
  },
  waiting: [],
});

/** What the side panel of an entry is told. */
export const entrySettings = (over: Partial<EntrySettingsResponse> = {}): EntrySettingsResponse => ({
  allowPings: 'default',
  sendPings: 'default',
  trackbackUrls: [],
  effective: {
    open: true,
    send: true,
    sendBlocked: null,
    sendBlockedWhy: null,
    defaults: { open: true, send: true },
  },
  url: 'https://example.com/article',
  trackbackUrl: null,
  mayUpdate: true,
  discovery: null,
  counts: { linkbacks: { pending: 0, approved: 0 }, pings: { sent: 0, failed: 0, open: 0 } },
  ...over,
});
