import type { Core } from '@strapi/strapi';
import type { Job, JobPayload, JobResult } from '../../adapters/jobs';
import { entryRefOf } from '../../adapters/keys';
import { PING_UID } from '../../constants';
import type { Delivered } from '../../core/delivery/types';
import type { Protocol } from '../../core/types';
import { getLinkbacks } from '../../get-service';
import { tellOf } from './events';
import { openState, type PingRow } from './rows';

type Columns = Record<string, unknown>;

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
  failed(row: PingRow, o: { reason: string; answer?: string }): Promise<void>;
  /** Tried again after `delay` seconds. */
  later(row: PingRow, o: { reason: string; answer?: string; delay: number }): Promise<void>;
  close(row: PingRow, o: Pick<PingRow, 'status' | 'cause' | 'reason'>): Promise<void>;
}

const WORDS: Record<Delivered['outcome'], string> = {
  accepted: 'Accepted.',
  known: 'The site knew of this link already.',
  'answer-lost': 'Sent; the answer was lost, and a trackback is never sent twice.',
};

const ABOUT: Record<PingRow['purpose'], string> = {
  link: '',
  change: 'Told of the change of our page. ',
  removal: 'Told that the link has gone. ',
  move: 'Told of the new address of our page. ',
};

const attempt = (row: PingRow) => {
  const now = new Date().toISOString();
  return { attempts: row.attempts + 1, firstAttemptAt: row.firstAttemptAt ?? now, lastAttemptAt: now };
};

export const createRecorder = ({ strapi }: { strapi: Core.Strapi }): Recorder => {
  const { queue, commit } = getLinkbacks(strapi);
  const rows = () => strapi.db.query(PING_UID);
  /** Null when the row is no longer as it was read: cancelled, forgotten, or taken over by another process. */
  const write = async (row: PingRow, data: Columns, also: Columns = {}): Promise<PingRow | null> => {
    const where = { id: row.id, status: row.status, ...also };
    const { count } = await rows().updateMany({ where, data });
    return count === 1 ? { ...row, ...data } : null;
  };
  const update = (row: PingRow, data: Columns): Promise<PingRow | null> => commit(() => write(row, data));

  return {
    sending(row, job, o) {
      const data = { ...attempt(row), ...o, status: 'sending', nextAttemptAt: null, reason: null };
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
          reason: `${ABOUT[row.purpose]}${WORDS[outcome]}`,
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

    async failed(row, { reason, answer }) {
      const failed = await update(row, {
        status: 'failed',
        reason,
        answer: answer ?? row.answer,
        nextAttemptAt: null,
      });
      if (failed) tellOf(strapi, failed);
    },

    async later(row, { reason, answer, delay }) {
      const nextAttemptAt = new Date(Date.now() + delay * 1000).toISOString();
      const { attempts, firstAttemptAt, lastAttemptAt } = row;
      const state = { status: 'queued', reason, answer: answer ?? row.answer, nextAttemptAt };
      await update(row, { ...state, attempts, firstAttemptAt, lastAttemptAt });
    },

    async close(row, state) {
      await update(row, { ...state, nextAttemptAt: null, lastAttemptAt: new Date().toISOString() });
    },
  };
};
