import { randomUUID } from 'node:crypto';
import createKnex, { type Knex } from 'knex';
import { inject } from 'vitest';
import type { HistoryEntry, Linkback, Ping, Reason } from '../../server/src/contracts';
import { sentenceOf } from '../../server/src/core/reasons';
import { until } from '../helpers/until';
import { createArticle } from './articles';
import { ARTICLE, asAdmin } from './people';

const demo = inject('demo');
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Some minutes more than so many hours ago: it stays that hour for as long as a test takes. */
export const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * HOUR - 5 * MINUTE);
export const inHours = (hours: number): Date => new Date(Date.now() + hours * HOUR + 30 * MINUTE);

/** A line of a linkback's history. */
export const happened = (
  at: Date,
  event: HistoryEntry['event'],
  why: Reason,
  { protocol = null, by = null }: Partial<Pick<HistoryEntry, 'protocol' | 'by'>> = {}
): HistoryEntry => ({ at: at.toISOString(), event, protocol, by, sentence: sentenceOf(why), why });

/** What a test says of a linkback; the rest is made up. */
export interface NewLinkback extends Partial<
  Pick<Linkback, 'status' | 'protocol' | 'type' | 'title' | 'excerpt' | 'siteName' | 'address' | 'proposed'>
> {
  source: string;
  why?: Reason;
  author?: Partial<Linkback['author']>;
  received?: Date;
  published?: Date;
  history?: readonly HistoryEntry[];
  /** Of another content type, or in a language. */
  uid?: string;
  locale?: string;
}

export interface NewPing extends Partial<
  Pick<Ping, 'status' | 'protocol' | 'attempts' | 'endpoint' | 'answer' | 'statusUrl'>
> {
  target: string;
  why?: Reason;
  next?: Date;
  last?: Date;
}

/** An article of ours, and what was received and sent for it. */
export interface Shelf {
  readonly documentId: string;
  /** The search that narrows the lists to what is of this article. */
  readonly only: string;
  /** Puts this there in place of all that was there before. */
  linkbacks(rows: readonly NewLinkback[]): Promise<void>;
  pings(rows: readonly NewPing[]): Promise<void>;
  /** Takes all of it away. */
  clear(): Promise<void>;
}

type Columns = Record<string, unknown>;

const HELD: Reason = { code: 'verdict.hold-all' };
/** Where a moderator's action leaves a linkback. */
const WHYS: Partial<Record<Linkback['status'], Reason>> = {
  approved: { code: 'moved.approved', values: { by: 'Demo Editor' } },
  spam: { code: 'moved.spam', values: { by: 'Demo Editor' } },
  trash: { code: 'moved.trash', values: { by: 'Demo Editor' } },
};

const toLinkback = (row: NewLinkback): Columns => {
  const { status = 'pending', received = hoursAgo(3), author = {} } = row;
  const why = row.why ?? WHYS[status] ?? HELD;
  return {
    status,
    previousStatus: status === 'spam' || status === 'trash' ? 'pending' : null,
    reason: sentenceOf(why),
    why,
    protocol: row.protocol ?? 'webmention',
    linkType: row.type ?? 'mention',
    source: row.source,
    sourceHost: new URL(row.source).host,
    title: row.title ?? null,
    excerpt: row.excerpt ?? null,
    siteName: row.siteName ?? null,
    authorName: author.name ?? null,
    authorUrl: author.url ?? null,
    authorPhoto: author.photo ?? null,
    receivedAt: received,
    verifiedAt: received,
    movedAt: received,
    sourcePublishedAt: row.published ?? null,
    history: row.history ?? [],
    proposed: row.proposed ?? null,
    proposedAt: row.proposed ? received : null,
    failures: 0,
  };
};

const toPing = (row: NewPing): Columns => ({
  status: row.status ?? 'sent',
  reason: row.why ? sentenceOf(row.why) : null,
  why: row.why ?? null,
  kind: 'link',
  purpose: 'link',
  asked: false,
  protocol: row.protocol ?? null,
  target: row.target,
  targetHost: new URL(row.target).host,
  endpoint: row.endpoint ?? null,
  attempts: row.attempts ?? 0,
  lastAttemptAt: row.last ?? null,
  nextAttemptAt: row.next ?? null,
  answer: row.answer ?? null,
  statusUrl: row.statusUrl ?? null,
});

const columnOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
/** As Strapi's own queries leave values in SQLite. */
const stored = (value: unknown): unknown => {
  if (value instanceof Date) return value.getTime();
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
};
const asRow = (columns: Columns): Columns =>
  Object.fromEntries(Object.entries(columns).map(([name, value]) => [columnOf(name), stored(value)]));

/**
 * Publishes an article, and writes into the database what lists are to show of it: many rows at once, in any state, and
 * without a network in which somebody would have to answer. Tests that change them put them there anew before each.
 */
export const openShelf = async (title: string): Promise<Shelf> => {
  const slug = title.toLowerCase().replaceAll(' ', '-');
  const documentId = await createArticle({ title, slug, publish: true });
  const { url: page } = await asAdmin('GET', `/linkbacks/entries/${ARTICLE}/${documentId}`);
  const db: Knex = createKnex({
    client: 'better-sqlite3',
    connection: { filename: demo.database },
    useNullAsDefault: true,
  });
  // One who writes beside the worker may take the database from it in the midst of what it does.
  await until('nothing is left to do for the article', async () => {
    const jobs = await db('linkbacks_jobs').where('payload', 'like', `%${documentId}%`).select('id');
    return jobs.length === 0;
  });
  const only = new URLSearchParams({ contentType: ARTICLE, documentId }).toString();

  const identity = (): Columns => ({
    documentId: randomUUID().replaceAll('-', '').slice(0, 24),
    pairKey: randomUUID(),
    entryUid: ARTICLE,
    entryDocumentId: documentId,
    entryLocale: '',
    createdAt: new Date(),
    updatedAt: new Date(),
    publishedAt: new Date(),
  });
  const replace = async (table: string, rows: readonly Columns[]): Promise<void> => {
    await until('no job is under way', async () => {
      const jobs = await db('linkbacks_jobs').whereNotNull('token').select('id');
      return jobs.length === 0;
    });
    await db.transaction(async (trx) => {
      await trx(table).where({ entry_document_id: documentId }).delete();
      // One by one: SQLite counts the values of a statement.
      for (const row of rows) await trx(table).insert(asRow({ ...identity(), ...row }));
    });
  };

  /** Who sent them: in a table of its own. */
  const keepSender = async ({ source, address, received = hoursAgo(3) }: NewLinkback): Promise<void> => {
    const row = await db('linkbacks_linkbacks').where({ entry_document_id: documentId, source }).first('id');
    const sender = { id: Number(row.id), address, received_at: received.getTime() };
    await db('linkbacks_senders').insert(sender).onConflict('id').merge();
  };

  const linkbacks: Shelf['linkbacks'] = async (rows) => {
    await replace(
      'linkbacks_linkbacks',
      rows.map((row) => ({
        ...toLinkback(row),
        target: page,
        ...(row.uid ? { entryUid: row.uid } : {}),
        ...(row.locale ? { entryLocale: row.locale } : {}),
      }))
    );
    for (const row of rows) if (row.address != null) await keepSender(row);
  };
  const pings: Shelf['pings'] = (rows) =>
    replace(
      'linkbacks_pings',
      rows.map((row) => ({ ...toPing(row), source: page }))
    );

  return {
    documentId,
    only,
    linkbacks,
    pings,
    async clear() {
      await linkbacks([]);
      await pings([]);
      await db.destroy();
    },
  };
};
