import type { Core } from '@strapi/strapi';
import type { LinkedType } from '../config/content-types';
import type { EntryRef } from '../core/types';
import { getLinkbacks } from '../get-service';
import { createKnownLinks } from './known-links';
import { createOldLinks } from './old-links';
import type { OpenTransaction } from './outbox';
import { createTypeStates } from './type-states';
import { logLine } from '../log-line';

export interface FirstRun {
  /** Notes which types take part from now on: at the start, before anything can be published. */
  begin(): Promise<void>;
  /**
   * Reads the links of all entries that were published before their type took part, unless that was done; in turns of the
   * event loop, until the signal ends it: the next time goes on where this one was.
   */
  run(signal?: AbortSignal): Promise<void>;
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

const NEVER = new AbortController().signal;

export const createFirstRun = ({ strapi }: { strapi: Core.Strapi }): FirstRun => {
  const { config, entries } = getLinkbacks(strapi);
  const known = createKnownLinks({ strapi });
  const oldLinks = createOldLinks({ strapi, known });
  const states = createTypeStates({ strapi });
  /** Since this process counts writes, should it be the first that ever did. */
  const startedAt = Date.now();
  const ready = new Set<string>();
  let hasBegun = false;

  /** When a type begins to take part that nothing is noted of: later than the start, an import took the notes away. */
  const newSince = (): number => (hasBegun ? Date.now() : startedAt);

  const isReady = async (uid: string): Promise<boolean> => {
    if (!ready.has(uid) && (await states.get(uid))?.ready) ready.add(uid);
    return ready.has(uid);
  };

  /** `strapi transfer` and `import` into a running Strapi empty our tables: the entries that came are old ones. */
  const forgetLost = async (): Promise<void> => {
    for (const uid of ready) {
      if (!(await states.get(uid))?.ready) ready.delete(uid);
    }
  };

  /** What an entry had before this write, unless its type is ready by now. */
  const rememberOld = async (type: LinkedType, documentId: string): Promise<void> => {
    const state = await states.get(type.uid);
    if (state?.ready) ready.add(type.uid);
    else await oldLinks.rememberEntry(type, documentId, state?.since ?? newSince());
  };

  const runType = async (uid: string, signal: AbortSignal): Promise<void> => {
    const type = entries.typeOf(uid);
    if (!type || (await isReady(uid))) return;
    const { since } = await states.begin(uid, newSince());
    if (await oldLinks.rememberType(type, since, signal)) await states.finish(uid, since);
  };

  return {
    async begin() {
      // A type that was taken out meanwhile left no jobs: should it come back, it is read anew.
      await states.keepOnly(config.types.map(({ uid }) => uid));
      for (const { uid } of config.types) await states.begin(uid, startedAt);
      hasBegun = true;
    },

    async run(signal = NEVER) {
      await forgetLost();
      const failures: unknown[] = [];
      for (const { uid } of config.types) {
        if (signal.aborted) return;
        try {
          await runType(uid, signal);
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
