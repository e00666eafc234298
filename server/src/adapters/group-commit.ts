import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { patiently } from './deadlock';

/** Writes within a transaction that it shares with others; called a second time when one of the others failed. */
export type SharedWork<T> = (trx: Knex.Transaction) => Promise<T>;

/**
 * Commits pieces of work that come at the same time in one transaction, each answered after the commit. A commit costs
 * the disk much and little things cost it little: without this SQLite would wait for it with every ping.
 */
export type GroupCommit = <T>(work: SharedWork<T>) => Promise<T>;

/** Pieces of one transaction, so that none is held for long. */
const MOST = 100;

interface Piece {
  readonly work: SharedWork<unknown>;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

export const createGroupCommit = (o: { strapi: Core.Strapi }): GroupCommit => {
  const waiting: Piece[] = [];
  let draining = false;

  const together = async (pieces: readonly Piece[]): Promise<unknown[]> =>
    await o.strapi.db.transaction(async ({ trx }) => {
      const results: unknown[] = [];
      for (const { work } of pieces) results.push(await work(trx));
      return results;
    });

  /** One that fails takes none of the others with it: each is then tried by itself. */
  const commit = async (pieces: readonly Piece[]): Promise<void> => {
    try {
      const results = await patiently(() => together(pieces));
      pieces.forEach(({ resolve }, index) => resolve(results[index]));
    } catch (error) {
      const [only, ...others] = pieces;
      if (others.length === 0) only?.reject(error);
      else for (const piece of pieces) await commit([piece]);
    }
  };

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) await commit(waiting.splice(0, MOST));
    draining = false;
  };

  return <T>(work: SharedWork<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      waiting.push({ work, resolve: resolve as Piece['resolve'], reject });
      if (draining) return;
      draining = true;
      // What comes in this turn of the event loop goes along.
      setImmediate(() => void drain());
    });
};
