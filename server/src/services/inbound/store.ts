import type { Core } from '@strapi/strapi';
import { createBatches } from '../../adapters/batches';
import { patiently } from '../../adapters/deadlock';
import { LINKBACK_UID } from '../../constants';
import { describeError } from '../../core/describe-error';
import { getLinkbacks, getService } from '../../get-service';
import { compact } from '../linkbacks/compact';
import type { StoredLinkback } from '../linkbacks/rows';
import { createSenders, type Sender } from '../linkbacks/senders';
import { noticesOfNew } from '../notices/events';
import { logLine } from '../../log-line';

/** Rows of one INSERT. */
const MOST = 100;
/** Linkbacks that are stored at least between two questions whether there are too many. */
const LEAST_ASKED = 50;

/** A linkback as it is written the first time. */
export type NewLinkback = Omit<StoredLinkback, 'documentId'> & Sender & { readonly movedAt: string };

/** One that is about to be written. */
type Written = StoredLinkback & Sender;

export interface Store {
  /** Writes a linkback; gives it after the commit, or null when its pair exists already or says what is there, by whomever it was written. */
  add(linkback: NewLinkback): Promise<StoredLinkback | null>;
  /** Work that may end in a linkback: those that come meanwhile wait a moment for it. */
  expect<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Writes linkbacks that come at the same time together: one INSERT and one commit for all of them is what makes us take
 * many times as many as one each (DESIGN §7).
 */
export const createStore = ({ strapi }: { strapi: Core.Strapi }): Store => {
  const rows = () => strapi.db.query(LINKBACK_UID);
  const senders = createSenders({ strapi });
  const newDocumentId = documentIds(strapi);
  const { pending, spam } = getLinkbacks(strapi).config.receive.capacity;
  /** Linkbacks after which it is asked whether there are too many: a flood does not wait for the next minute. */
  const askAfter = Math.max(LEAST_ASKED, Math.floor(Math.min(pending, spam) / 20));
  let unasked = 0;

  /** Together with the notices of them, if anybody wants any. */
  const insert = async (linkbacks: readonly Written[]): Promise<void> => {
    const notices = getService(strapi, 'notices');
    const data = linkbacks.map(({ address: _address, userAgent: _agent, ...linkback }) => compact(linkback));
    const isWanted = await notices.isWanted();
    await strapi.db.transaction(async () => {
      await rows().createMany({ data });
      await senders.keep(linkbacks);
      if (!isWanted) return;
      for (const linkback of linkbacks) await notices.leave(noticesOfNew(linkback), linkback);
    });
  };

  const noteStored = (count: number): void => {
    unasked += count;
    if (unasked < askAfter) return;
    unasked = 0;
    const made = getService(strapi, 'linkbacks').makeRoom(['pending', 'spam']);
    made.catch((error: unknown) =>
      strapi.log.error(logLine(`no room could be made for linkbacks: ${describeError(error)}`))
    );
  };

  const insertAlone = async (linkback: Written): Promise<StoredLinkback | null> => {
    try {
      await patiently(() => insert([linkback]));
      return linkback;
    } catch (error) {
      const { pairKey, contentKey } = linkback;
      const same = [{ pairKey }, ...(contentKey === null ? [] : [{ contentKey }])];
      const existing = await rows().findOne({ where: { $or: same }, select: ['id'] });
      if (existing) return null;
      throw error;
    }
  };

  const insertTogether = async (linkbacks: readonly Written[]): Promise<boolean> => {
    try {
      await insert(linkbacks);
      return true;
    } catch (error) {
      strapi.log.debug(logLine(`linkbacks are written one by one: ${String(error)}`));
      return false;
    }
  };

  /** One that fails takes none of the others with it: each is then tried by itself. */
  const insertDistinct = async (linkbacks: readonly Written[]): Promise<readonly Outcome[]> => {
    noteStored(linkbacks.length);
    const together = linkbacks.length > 1 && (await insertTogether(linkbacks));
    if (together) return linkbacks.map((stored) => ({ stored }));
    const outcomes: Outcome[] = [];
    for (const linkback of linkbacks) {
      const outcome = insertAlone(linkback).then((stored) => ({ stored }));
      outcomes.push(await outcome.catch((error: unknown) => ({ error })));
    }
    return outcomes;
  };

  /** Of those with a key in common, two addresses of a source, the first is written: what came of it goes for the others too. */
  const insertAll = async (linkbacks: readonly Written[]): Promise<readonly Outcome[]> => {
    const firsts = linkbacks.map(firstOf());
    const distinct = [...new Set(firsts)];
    const outcomes = await insertDistinct(distinct);
    const outcomeOf = new Map(distinct.map((first, index) => [first, outcomes[index] as Outcome]));
    return linkbacks.map((one, index) => {
      const first = firsts[index] as Written;
      const outcome = outcomeOf.get(first) as Outcome;
      return first === one || 'error' in outcome ? outcome : { stored: null };
    });
  };

  const batches = createBatches({ most: MOST, work: insertAll });

  return {
    async add(linkback) {
      const outcome = await batches.ask({ ...linkback, documentId: newDocumentId() });
      if ('error' in outcome) throw outcome.error;
      return outcome.stored;
    },
    expect: batches.expect,
  };
};

/** Gives, for one after the other, the first with the same pair or the same words: itself, when there was none before. */
const firstOf = (): ((linkback: Written) => Written) => {
  const seen = new Map<string, Written>();
  return (one) => {
    const keys = [`pair ${one.pairKey}`, ...(one.contentKey === null ? [] : [`content ${one.contentKey}`])];
    const first = keys.map((key) => seen.get(key)).find((found) => found !== undefined) ?? one;
    for (const key of keys) if (!seen.has(key)) seen.set(key, first);
    return first;
  };
};

/** What became of one of a batch. */
type Outcome = { readonly stored: StoredLinkback | null } | { readonly error: unknown };

/** Strapi's own way to make a documentId: `createMany` does not tell which ones it made. */
const documentIds = (strapi: Core.Strapi): (() => string) => {
  const { documentId } = strapi.db.metadata.get(LINKBACK_UID).attributes;
  const make: unknown = documentId && 'default' in documentId ? documentId.default : undefined;
  if (typeof make !== 'function') throw new Error('Strapi makes no documentId for linkbacks.');
  return () => String(make());
};
