import { setTimeout as sleep } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { contentParts } from '../adapters/entry-content';
import type { PublishedEntry } from '../adapters/entries';
import type { LinkedType } from '../config/content-types';
import type { EntryRef } from '../core/types';
import { getLinkbacks } from '../get-service';
import { logLine } from '../log-line';
import type { KnownLinks, LinksOfEntry } from './known-links';
import { pairKeyOf } from './outbound/rows';

/** Reads what stood in entries before their type took part. */
export interface OldLinks {
  /** Keeps the links of one entry; as part of the open transaction, if there is one. */
  rememberEntry(type: LinkedType, documentId: string, since: number): Promise<void>;
  /**
   * Keeps the links of all entries of a type that were published before `since`. Entries that were read before are passed
   * over: it goes on where it was. Resolves to false when the signal ended it.
   */
  rememberType(type: LinkedType, since: number, signal: AbortSignal): Promise<boolean>;
}

/** Entries that are looked for in one query. */
const PAGE = 100;
/** Entries whose links are kept in one transaction. */
const BATCH = 20;
/** Milliseconds until the links of an entry are read for which there was no room. */
const BUSY_WAIT = 500;

interface OldEntry {
  readonly id: number;
  readonly ref: EntryRef;
}

/** Lets everything else that waits for the event loop go first: SQLite answers without ever giving it a turn. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const createOldLinks = (o: { strapi: Core.Strapi; known: KnownLinks }): OldLinks => {
  const { strapi, known } = o;
  const { entries, reader } = getLinkbacks(strapi);

  const publishedBefore = async (
    type: LinkedType,
    since: number,
    { where, limit }: { where: object; limit?: number }
  ): Promise<OldEntry[]> => {
    const published = type.draftAndPublish ? 'publishedAt' : 'createdAt';
    const rows: { id: number; documentId: string; locale?: string | null }[] = await strapi.db
      .query(type.uid)
      .findMany({
        where: { ...where, [published]: { $lt: new Date(since).toISOString() } },
        select: ['id', 'documentId', ...(type.localized ? ['locale'] : [])],
        orderBy: { id: 'asc' },
        ...(limit === undefined ? {} : { limit }),
      });
    return rows.map(({ id, documentId, locale }) => ({
      id,
      ref: { uid: type.uid, documentId, locale: type.localized ? (locale ?? '') : '' },
    }));
  };

  /** Null: it is published no longer. An empty list is kept too: it says that whatever stands there later is new. */
  const read = async (ref: EntryRef, signal?: AbortSignal): Promise<LinksOfEntry | null> => {
    const entry = await entries.readPublished(ref);
    return entry && { ref, keys: await keysOf(ref, entry, signal) };
  };

  const keysOf = async (ref: EntryRef, entry: PublishedEntry, signal?: AbortSignal): Promise<string[]> => {
    if (entry.url === null) return [];
    for (;;) {
      const found = await reader.links(contentParts(strapi, entry), entry.url);
      if (found.ok) return found.value.map(({ key }) => pairKeyOf(ref, 'link', key));
      if (found.error !== 'busy' || !signal || signal.aborted) {
        strapi.log.warn(
          logLine(`the links of ${ref.uid} ${ref.documentId} could not be read: ${found.error}`)
        );
        return [];
      }
      await sleep(BUSY_WAIT, undefined, { signal }).catch(() => undefined);
    }
  };

  /** Resolves to false when the signal ended it: what was not kept is read again. */
  const rememberBatch = async (
    batch: readonly OldEntry[],
    since: number,
    signal: AbortSignal
  ): Promise<boolean> => {
    const found: LinksOfEntry[] = [];
    for (const { ref } of batch) {
      await nextTurn();
      if (signal.aborted) return false;
      const links = await read(ref, signal);
      if (links) found.push(links);
    }
    if (signal.aborted) return false;
    await nextTurn();
    await known.rememberAll(found, since);
    return true;
  };

  return {
    async rememberEntry(type, documentId, since) {
      for (const { ref } of await publishedBefore(type, since, { where: { documentId } })) {
        const links = await read(ref);
        if (links) await known.rememberAll([links], since);
      }
    },

    async rememberType(type, since, signal) {
      let last = 0;
      while (!signal.aborted) {
        await nextTurn();
        const page = await publishedBefore(type, since, { where: { id: { $gt: last } }, limit: PAGE });
        const isRead = await known.readSince(
          page.map(({ ref }) => ref),
          since
        );
        const unread = page.filter(({ ref }) => !isRead(ref));
        for (let from = 0; from < unread.length; from += BATCH)
          if (!(await rememberBatch(unread.slice(from, from + BATCH), since, signal))) return false;
        const end = page.at(-1);
        if (!end || page.length < PAGE) return true;
        last = end.id;
      }
      return false;
    },
  };
};
