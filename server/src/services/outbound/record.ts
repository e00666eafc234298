import type { Core } from '@strapi/strapi';
import type { Job, JobPayload, JobResult } from '../../adapters/jobs';
import { entryRefOf } from '../../adapters/keys';
import { PING_UID } from '../../constants';
import type { Delivered } from '../../core/delivery/types';
import { said, UNSAID, type Reason } from '../../core/reasons';
import type { Protocol } from '../../core/types';
import { getLinkbacks } from '../../get-service';
import { tellOf } from './events';
import { openState, type Closed, type PingColumns, type PingRow } from './rows';

/** Why an attempt failed; null: what stands there already is all that is known. */
export interface Failed {
  readonly why: Reason | null;
  readonly answer?: string;
}

/** Writes what became of a ping, and tells listeners about it. */
export interface Recorder {
  /**
   * Commits before the first byte leaves: after a crash we know that it may have arrived. Null: somebody
   * cancelled or forgot the ping meanwhile, or the job is no longer ours.
   */
  sending(
    row: PingRow,
    job: Job,
    o: { protocol: Protocol; endpoint: string; source: string }
  ): Promise<PingRow | null>;
  /** A ping whose process died while it was in the air is to be sent again. Null as for `sending`. */
  back(row: PingRow): Promise<PingRow | null>;
  /** The attempt, counted: also for one that ended before there was anything to send. */
  tried(row: PingRow): PingRow;
  /**
   * The end of a delivered ping and of its job, in one transaction.
   *
   * @param revision of the entry that the target knows of now
   */
  sent(row: PingRow, delivered: Delivered, revision: string | null): JobResult;
  /** The old address of our page was told; the present one is next. */
  moved(row: PingRow, o: { source: string; liveCheck: boolean }): Promise<void>;
  failed(row: PingRow, o: Failed): Promise<void>;
  /** Tried again after `delay` seconds. */
  later(row: PingRow, o: Failed & { delay: number }): Promise<void>;
  close(row: PingRow, o: Closed): Promise<void>;
}

/** How it was taken, and what the target was told if it was more than the link. */
const reasonOfSent = (purpose: PingRow['purpose'], outcome: Delivered['outcome']): Reason => {
  const why: Reason = { code: `ping.${outcome}` };
  return purpose === 'link' ? why : { code: `ping.told-${purpose}`, values: { why } };
};

/** What stands there already stays where nothing more is known. */
const sayAnew = (why: Reason | null) => (why === null ? {} : said(why));

const attempt = (row: PingRow) => {
  const now = new Date().toISOString();
  return { attempts: row.attempts + 1, firstAttemptAt: row.firstAttemptAt ?? now, lastAttemptAt: now };
};

export const createRecorder = ({ strapi }: { strapi: Core.Strapi }): Recorder => {
  const { queue, commit } = getLinkbacks(strapi);
  const rows = () => strapi.db.query(PING_UID);
  /** Null when the row is no longer as it was read: cancelled, forgotten, or taken over by another process. */
  const write = async (row: PingRow, data: PingColumns, also: object = {}): Promise<PingRow | null> => {
    const where = { id: row.id, status: row.status, ...also };
    const { count } = await rows().updateMany({ where, data });
    return count === 1 ? { ...row, ...data } : null;
  };
  const update = (row: PingRow, data: PingColumns): Promise<PingRow | null> => commit(() => write(row, data));

  return {
    sending(row, job, o) {
      const data = { ...attempt(row), ...o, status: 'sending', nextAttemptAt: null, ...UNSAID };
      return commit(async (trx) =>
        (await queue.renew(job, trx)) ? write(row, data, { attempts: row.attempts }) : null
      );
    },

    back: (row) => update(row, { status: 'queued' }),

    tried: (row) => ({ ...row, ...attempt(row) }),

    sent: (row, { outcome, answer, location }, revision) => ({
      kind: 'done',
      also: async () => {
        const sent = await write(row, {
          status: 'sent',
          cause: null,
          ...said(reasonOfSent(row.purpose, outcome)),
          answer,
          statusUrl: location ?? null,
          nextAttemptAt: null,
          toldAt: new Date().toISOString(),
          toldSource: row.source,
          revision,
        });
        return () => (sent ? tellOf(strapi, sent) : undefined);
      },
    }),

    async moved(row, { source, liveCheck }) {
      const state = openState({ purpose: 'change', source, liveCheck, asked: row.asked, now: new Date() });
      const job: JobPayload = liveCheck
        ? { kind: 'live', ref: entryRefOf(row) }
        : { kind: 'ping', pairKey: row.pairKey, host: row.targetHost };
      await commit(async (trx) => {
        const moved = await write(row, { ...state, toldSource: source, revision: null, pageHash: null });
        if (moved) await queue.add([job], { trx });
      });
    },

    async failed(row, { why, answer }) {
      const failed = await update(row, {
        status: 'failed',
        ...sayAnew(why),
        answer: answer ?? row.answer,
        nextAttemptAt: null,
      });
      if (failed) tellOf(strapi, failed);
    },

    async later(row, { why, answer, delay }) {
      const nextAttemptAt = new Date(Date.now() + delay * 1000).toISOString();
      const { attempts, firstAttemptAt, lastAttemptAt } = row;
      const state = { status: 'queued', ...sayAnew(why), answer: answer ?? row.answer, nextAttemptAt };
      await update(row, { ...state, attempts, firstAttemptAt, lastAttemptAt });
    },

    async close(row, { why, ...state }) {
      await update(row, {
        ...state,
        ...said(why),
        nextAttemptAt: null,
        lastAttemptAt: new Date().toISOString(),
      });
    },
  };
};
