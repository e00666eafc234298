import type { Core } from '@strapi/strapi';
import { contentParts } from '../adapters/entry-content';
import type { PublishedEntry } from '../adapters/entries';
import type { LinkedType } from '../config/content-types';
import type { EntryRef } from '../core/types';
import { getLinkbacks } from '../get-service';
import { createKnownLinks } from './known-links';
import type { OpenTransaction } from './outbox';
import { pairKeyOf } from './outbound/rows';
import { createTypeStates } from './type-states';
import { logLine } from '../log-line';

export interface FirstRun {
  /** Notes which types take part from now on: at the start, before anything can be published. */
  begin(): Promise<void>;
  /** Reads the links of all entries that were published before their type took part. */
  run(): Promise<void>;
  isReady(uid: string): Promise<boolean>;
  /**
   * Reads an entry's old links before a write replaces them, while `run` has not come to it yet. In a savepoint of
   * the write's own transaction, its reads too; never throws. Costs nothing once the type is ready.
   */
  beforeWrite(transaction: OpenTransaction, uid: string, documentId: string): Promise<void>;
  /** Pair keys of the links that stood in the entry before the plugin came: known, not new. */
  knownLinks(ref: EntryRef): Promise<ReadonlySet<string>>;
  /** Takes keys out of what was known of an entry: those links count as new from now on. */
  forgetKnown(ref: EntryRef, pairKeys: readonly string[]): Promise<void>;
}

const PAGE = 100;

export const createFirstRun = ({ strapi }: { strapi: Core.Strapi }): FirstRun => {
  const { config, entries, reader } = getLinkbacks(strapi);
  const known = createKnownLinks({ strapi });
  const states = createTypeStates({ strapi });
  /** Since this process counts writes, should it be the first that ever did. */
  const startedAt = Date.now();
  const ready = new Set<string>();
  let dropped = false;

  const publishedBefore = async (type: LinkedType, since: number, where: object, limit?: number) => {
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

  /** An empty list is kept too: it says that whatever stands there later is new. */
  const remember = async (ref: EntryRef, since: number): Promise<void> => {
    const entry = await entries.readPublished(ref);
    if (!entry) return;
    const keys = await keysOf(ref, entry);
    await known.remember(ref, keys, since);
  };

  const keysOf = async (ref: EntryRef, entry: PublishedEntry): Promise<string[]> => {
    if (entry.url === null) return [];
    const read = await reader.links(contentParts(strapi, entry), entry.url);
    if (read.ok) return read.value.map(({ key }) => pairKeyOf(ref, 'link', key));
    strapi.log.warn(logLine(`the links of ${ref.uid} ${ref.documentId} could not be read: ${read.error}`));
    return [];
  };

  const readType = async (type: LinkedType, since: number): Promise<void> => {
    let last = 0;
    for (;;) {
      const page = await publishedBefore(type, since, { id: { $gt: last } }, PAGE);
      for (const { ref } of page) await remember(ref, since);
      const end = page.at(-1);
      if (!end || page.length < PAGE) return;
      last = end.id;
    }
  };

  const isReady = async (uid: string): Promise<boolean> => {
    if (!ready.has(uid) && (await states.get(uid))?.ready) ready.add(uid);
    return ready.has(uid);
  };

  /** What an entry had before this write, unless its type is ready by now. */
  const rememberOld = async (type: LinkedType, documentId: string): Promise<void> => {
    const state = await states.get(type.uid);
    if (state?.ready) {
      ready.add(type.uid);
      return;
    }
    const since = state?.since ?? startedAt;
    for (const { ref } of await publishedBefore(type, since, { documentId })) await remember(ref, since);
  };

  /** A type that was taken out meanwhile left no jobs: should it come back, it is read anew. */
  const dropAbsent = async (): Promise<void> => {
    if (dropped) return;
    await states.keepOnly(config.types.map(({ uid }) => uid));
    dropped = true;
  };

  const runType = async (uid: string): Promise<void> => {
    const type = entries.typeOf(uid);
    if (!type || (await isReady(uid))) return;
    const { since } = await states.begin(uid, startedAt);
    await readType(type, since);
    await states.finish(uid, since);
  };

  return {
    async begin() {
      await dropAbsent();
      for (const { uid } of config.types) await states.begin(uid, startedAt);
    },

    async run() {
      const failures: unknown[] = [];
      for (const { uid } of config.types) {
        try {
          await runType(uid);
        } catch (error) {
          // One type that cannot be read holds up no other.
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },

    isReady,

    async beforeWrite({ trx }, uid, documentId) {
      const type = entries.typeOf(uid);
      if (!type || ready.has(uid)) return;
      try {
        // Queries through strapi.db go to the open transaction's connection, and so into this savepoint.
        await trx.transaction(() => rememberOld(type, documentId));
      } catch (error) {
        strapi.log.error(logLine(`the old links of ${documentId} could not be read: ${String(error)}`));
      }
    },

    knownLinks: async (ref) => new Set(await known.of(ref)),
    forgetKnown: (ref, pairKeys) => known.forget(ref, pairKeys),
  };
};
