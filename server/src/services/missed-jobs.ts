import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { JobPayload } from '../adapters/jobs';
import { withLock } from '../adapters/lock';
import { MISSED_TABLE } from '../constants';
import { getLinkbacks } from '../get-service';
import { logLine } from '../log-line';

/** Milliseconds between two looks into the table: a process that died may have left something there. */
const LOOK_EVERY = 60_000;
/** Milliseconds until what failed is tried again. */
const AGAIN = 5_000;
/** Rows that are moved in one transaction. */
const BATCH = 100;

/** Jobs that could not be inserted into the table of jobs (DESIGN §4, rule 2). */
export interface MissedJobs {
  /** Keeps them in a table of their own, as part of the transaction of the write that they follow from. */
  add(payloads: readonly JobPayload[], trx: Knex.Transaction): Promise<void>;
  /** Something was missed and committed. `inMemory`: what could not even be kept in the table. */
  expect(inMemory: readonly JobPayload[]): void;
  /** Moves to the queue what was missed. Never throws: what is in the queue must go on meanwhile. */
  sweep(): Promise<void>;
}

export const createMissedJobs = ({ strapi }: { strapi: Core.Strapi }): MissedJobs => {
  const { config, queue } = getLinkbacks(strapi);
  const table = () => strapi.db.getConnection(MISSED_TABLE);
  const delay = config.send.settle;
  let inMemory: JobPayload[] = [];
  let nextLook = 0;

  const moveFromMemory = async (): Promise<void> => {
    const payloads = inMemory;
    inMemory = [];
    try {
      await queue.add(payloads, { delay });
    } catch (error) {
      inMemory = [...payloads, ...inMemory];
      throw error;
    }
  };

  const take = async (trx: Knex.Transaction): Promise<JobPayload[]> => {
    const rows: { id: number; payload: string }[] = await table()
      .select('id', 'payload')
      .orderBy('id')
      .limit(BATCH)
      .transacting(trx);
    const ids = rows.map(({ id }) => id);
    await table().whereIn('id', ids).del().transacting(trx);
    return rows.map(({ payload }) => JSON.parse(payload));
  };

  /** Once only, however many processes do it: under a lock, and deleted in the transaction that inserts the jobs. */
  const moveBatch = (): Promise<boolean> =>
    withLock(
      strapi,
      'missed',
      async () =>
        await strapi.db.transaction(async ({ trx }) => {
          const payloads = await take(trx);
          await queue.add(payloads, { delay, trx });
          return payloads.length === BATCH;
        })
    );

  const moveFromTable = async (): Promise<void> => {
    if (!(await table().first('id'))) return;
    while (await moveBatch());
  };

  return {
    async add(payloads, trx) {
      const rows = payloads.map((payload) => ({ payload: JSON.stringify(payload) }));
      await table().insert(rows).transacting(trx);
    },

    expect(more) {
      inMemory.push(...more);
      nextLook = 0;
    },

    async sweep() {
      const now = performance.now();
      if (now < nextLook) return;
      nextLook = now + LOOK_EVERY;
      try {
        if (inMemory.length > 0) await moveFromMemory();
        await moveFromTable();
      } catch (error) {
        nextLook = now + AGAIN;
        strapi.log.error(logLine(`what was missed could not be made good yet: ${String(error)}`));
      }
    },
  };
};
