import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { beforeCommit } from '../adapters/before-commit';
import { endsTransaction } from '../adapters/deadlock';
import type { JobPayload } from '../adapters/jobs';
import { PLUGIN_ID } from '../constants';
import { getLinkbacks, getService } from '../get-service';
import { createMissedJobs } from './missed-jobs';
import { logLine } from '../log-line';

/** What `strapi.db.transaction` gives its callback, as far as we use it. */
export interface OpenTransaction {
  readonly trx: Knex.Transaction;
}

export interface Outbox {
  /**
   * Leaves jobs in the transaction of the write that they follow from. They are inserted just before it commits, all
   * at once, inside a savepoint: a failing insert would otherwise turn PostgreSQL's COMMIT into a rollback of the
   * user's write.
   */
  leave(transaction: OpenTransaction, payloads: readonly JobPayload[]): void;
  /** Leaves again what could not be left in its own transaction. Cheap when there is nothing; never throws. */
  sweep(): Promise<void>;
}

export const createOutbox = ({ strapi }: { strapi: Core.Strapi }): Outbox => {
  const { config, queue } = getLinkbacks(strapi);
  const missed = createMissedJobs({ strapi });
  const wake = createWake(strapi, config.send.settle);
  /** What the transactions leave that are still open. */
  const open = new WeakMap<Knex.Transaction, JobPayload[]>();

  /** Whether `insert` went well, in a savepoint of its own. The commit that follows at once releases it. */
  const tried = async (trx: Knex.Transaction, insert: () => Promise<void>): Promise<boolean> => {
    try {
      await trx.raw(`SAVEPOINT ${PLUGIN_ID}`);
      await insert();
      return true;
    } catch (error) {
      // The user's write has gone with it: that must not look like a success.
      if (endsTransaction(error)) throw error;
      strapi.log.error(logLine(`a publish could not be noted, it will be tried again: ${String(error)}`));
      await trx.raw(`ROLLBACK TO SAVEPOINT ${PLUGIN_ID}`).catch(() => undefined);
      return false;
    }
  };

  /** Gives what is to be done once the transaction is committed. Never throws. */
  const insert = async (trx: Knex.Transaction, payloads: readonly JobPayload[]): Promise<() => void> => {
    const delay = config.send.settle;
    if (await tried(trx, () => queue.add(payloads, { delay, trx }))) return wake;
    const kept = await tried(trx, () => missed.add(payloads, trx));
    return () => {
      missed.expect(kept ? [] : payloads);
      wake();
    };
  };

  return {
    leave({ trx }, payloads) {
      if (payloads.length === 0) return;
      const before = open.get(trx);
      if (before) {
        before.push(...payloads);
        return;
      }
      const all = [...payloads];
      open.set(trx, all);
      beforeCommit(trx, () => insert(trx, all));
    },

    sweep: missed.sweep,
  };
};

/**
 * Wakes the worker when the oldest new job is due; until then there is nothing to do, and whoever publishes next
 * need not wait for our queries. One alarm is enough: the worker then sees when the others are due.
 */
const createWake = (strapi: Core.Strapi, settle: number): (() => void) => {
  const ring = () => getService(strapi, 'worker').wake();
  let alarm: NodeJS.Timeout | null = null;
  if (settle === 0) return ring;
  return () => {
    alarm ??= setTimeout(() => {
      alarm = null;
      ring();
    }, settle * 1000).unref();
  };
};
