import type { Core } from '@strapi/strapi';
import { patiently } from '../../adapters/deadlock';
import { PING_UID } from '../../constants';
import { nextLook } from '../../core/delivery/live-wait';
import type { LiveVerdict } from '../../core/delivery/live-check';
import { said, UNSAID, type Reason } from '../../core/reasons';
import { getLinkbacks } from '../../get-service';
import { forBatches } from './batches';
import { tellOf } from './events';
import { waitedBy, type Closed, type PingColumns, type PingRow } from './rows';

/** What a look at our page says about a ping that waits for it. */
export interface Looked {
  readonly row: PingRow;
  /** The page that was looked at. */
  readonly url: string;
  readonly verdict: LiveVerdict;
  readonly hash: string | null;
}

/** Writes what the live check found; only to pings that still wait, for the same. */
export const createLiveWriter = ({ strapi }: { strapi: Core.Strapi }) => {
  const { queue } = getLinkbacks(strapi);

  const update = (rows: readonly PingRow[], data: PingColumns): Promise<void> =>
    forBatches(rows, (batch) =>
      strapi.db
        .query(PING_UID)
        .updateMany({ where: { id: { $in: batch.map(({ id }) => id) }, status: 'waiting' }, data })
    );

  /** Pings that become alike, in one statement each. */
  const updateAlike = async <T extends Pick<Looked, 'row'>>(
    pings: readonly T[],
    dataOf: (one: T) => PingColumns
  ): Promise<void> => {
    const groups = new Map<string, { data: PingColumns; rows: PingRow[] }>();
    for (const one of pings) {
      const data = dataOf(one);
      const key = JSON.stringify([one.row.purpose, data]);
      const group = groups.get(key) ?? { data, rows: [] };
      group.rows.push(one.row);
      groups.set(key, group);
    }
    for (const { data, rows } of groups.values()) await update(rows, data);
  };

  const close = async (rows: readonly PingRow[], { why, ...end }: Closed): Promise<void> => {
    if (rows.length === 0) return;
    const state = { ...end, ...said(why) };
    await update(rows, { ...state, nextAttemptAt: null });
    if (state.status === 'failed') rows.forEach((row) => tellOf(strapi, { ...row, ...state }));
  };

  return {
    close,

    /** Our page shows it: the pings are due, each with a job of its own. */
    async release(looked: readonly Looked[]): Promise<void> {
      if (looked.length === 0) return;
      const nextAttemptAt = new Date().toISOString();
      await patiently(() =>
        strapi.db.transaction(async ({ trx }) => {
          await updateAlike(looked, ({ url, hash }) => ({
            status: 'queued',
            ...UNSAID,
            source: url,
            pageHash: hash,
            nextAttemptAt,
          }));
          const jobs = looked.map(({ row }) => ({
            kind: 'ping' as const,
            pairKey: row.pairKey,
            host: row.targetHost,
          }));
          await queue.add(jobs, { trx });
        })
      );
    },

    /**
     * Those that our page does not show wait on, or are given up after two days. Seconds until the next look; null: none
     * waits.
     */
    async keepWaiting(looked: readonly Looked[]): Promise<number | null> {
      const waits = looked.flatMap(({ row, url, verdict }) =>
        verdict.live ? [] : [{ row, values: { page: url, why: verdict.why }, delay: nextLook(waitedBy(row)) }]
      );
      for (const { row, values, delay } of waits) if (delay === null) await close([row], givenUp(values));

      const again = waits.filter(({ delay }) => delay !== null);
      if (again.length === 0) return null;
      const delay = Math.min(...again.flatMap((one) => one.delay ?? []));
      const nextAttemptAt = new Date(Date.now() + delay * 1000).toISOString();
      await updateAlike(again, ({ values }) => ({
        ...said({ code: 'ping.waiting', values }),
        nextAttemptAt,
      }));
      return delay;
    },
  };
};

const givenUp = (values: { page: string; why: Reason }): Closed => ({
  status: 'failed',
  cause: 'page',
  why: { code: 'ping.never-live', values },
});
