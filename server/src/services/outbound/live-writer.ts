import type { Core } from '@strapi/strapi';
import { patiently } from '../../adapters/deadlock';
import { PING_UID } from '../../constants';
import { nextLook } from '../../core/delivery/live-wait';
import type { LiveVerdict } from '../../core/delivery/live-check';
import { getLinkbacks } from '../../get-service';
import { inBatches } from './batches';
import { tellOf } from './events';
import { waitedBy, type PingRow } from './rows';

/** What a look at our page says about a ping that waits for it. */
export interface Looked {
  readonly row: PingRow;
  /** The page that was looked at. */
  readonly url: string;
  readonly verdict: LiveVerdict;
  readonly hash: string | null;
}

type Columns = Record<string, unknown>;

/** Writes what the live check found; only to pings that still wait, for the same. */
export const createLiveWriter = ({ strapi }: { strapi: Core.Strapi }) => {
  const { queue } = getLinkbacks(strapi);

  const update = async (rows: readonly PingRow[], data: Columns): Promise<void> => {
    for (const ids of inBatches(rows.map(({ id }) => id)))
      await strapi.db.query(PING_UID).updateMany({ where: { id: { $in: ids }, status: 'waiting' }, data });
  };

  /** Pings that become alike, in one statement each. */
  const updateAlike = async (looked: readonly Looked[], dataOf: (one: Looked) => Columns): Promise<void> => {
    const groups = new Map<string, { data: Columns; rows: PingRow[] }>();
    for (const one of looked) {
      const data = dataOf(one);
      const key = JSON.stringify([one.row.purpose, data]);
      const group = groups.get(key) ?? { data, rows: [] };
      group.rows.push(one.row);
      groups.set(key, group);
    }
    for (const { data, rows } of groups.values()) await update(rows, data);
  };

  const close = async (
    rows: readonly PingRow[],
    state: Pick<PingRow, 'status' | 'cause' | 'reason'>
  ): Promise<void> => {
    if (rows.length === 0) return;
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
            reason: null,
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

    /** They wait on, or are given up after two days. Seconds until the next look; null: none waits. */
    async keepWaiting(looked: readonly Looked[]): Promise<number | null> {
      const waits = looked.map((one) => ({ one, delay: nextLook(waitedBy(one.row)) }));
      for (const { one, delay } of waits) if (delay === null) await close([one.row], givenUp(one));

      const again = waits.flatMap(({ delay }) => delay ?? []);
      if (again.length === 0) return null;
      const delay = Math.min(...again);
      const nextAttemptAt = new Date(Date.now() + delay * 1000).toISOString();
      await updateAlike(
        waits.flatMap(({ one, delay }) => (delay === null ? [] : [one])),
        (one) => ({ reason: `Waiting for our page ${missing(one)}`, nextAttemptAt })
      );
      return delay;
    },
  };
};

const givenUp = (one: Looked) => ({
  status: 'failed' as const,
  cause: 'page' as const,
  reason: `Given up after two days of waiting for our page ${missing(one)}`,
});

const missing = ({ url, verdict }: Looked): string => (verdict.live ? url : `${url}: ${verdict.reason}`);
