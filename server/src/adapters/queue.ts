import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { databaseNow } from './database-time';
import type { Job, JobKind, JobPayload } from './jobs';
import { createClaim, type ClaimLimits } from './queue/claim';
import { patiently } from './deadlock';
import { free, laneOf } from './queue/lanes';
import { createNextDue } from './queue/next-due';
import { createCountReceived, type CountReceived } from './queue/received';
import { createTables, type NewJob } from './queue/tables';
import { waitingKeyOf } from './queue/waiting-key';
import { isHostOrBelow } from '../core/url/host';

export { laneOf };

/** Seconds for which the distance that a host asked for is remembered. */
const GAP_MEMORY = 3_600;
/** Milliseconds for which it is remembered whether any host asked for one; far less than a host is paused for. */
const DISTANCE_MEMORY = 1_000;

/** Rows of one INSERT: SQLite limits the number of its variables. */
const BATCH = 100;

/** Seconds; the plugin's own follows from the time that a request may take. */
const DEFAULT_LEASE = 30;

/** Due work. All engines pass tests/contract/queue.ts. */
export interface Queue {
  /** Seconds after which the work of a process that went silent is taken over. */
  readonly lease: number;
  /** Leaves jobs that are due in `delay` seconds; in `trx` when given. */
  add(payloads: readonly JobPayload[], o?: { delay?: number; trx?: Knex.Transaction }): Promise<void>;
  /**
   * Takes due jobs, one of a lane at a call: the kinds take turns, and of each the oldest come first. Nobody else gets
   * them while the lease lasts. A claim raises `attempts` before the work begins.
   */
  claim(limits: ClaimLimits): Promise<Job[]>;
  /**
   * False when the lease was lost meanwhile: whatever the holder found out no longer counts. As all that has a `trx`:
   * counts once that commits.
   */
  finish(job: Job, trx?: Knex.Transaction): Promise<boolean>;
  /**
   * `counts`: the claim had no result, and counts towards giving the job up. `crashes`: those that go on counting; none
   * when left out. `payload`: what the job knows from now on, in the same lane.
   */
  postpone(
    job: Job,
    o: { delay: number; counts?: boolean; crashes?: number; payload?: JobPayload },
    trx?: Knex.Transaction
  ): Promise<boolean>;
  renew(job: Job, trx?: Knex.Transaction): Promise<boolean>;
  /** The job goes on as `payload`, due now, without a claim counted against it. False as for `finish`. */
  move(job: Job, payload: JobPayload, trx?: Knex.Transaction): Promise<boolean>;
  /** Makes what was postponed of these kinds due now; what runs, and what hosts asked for, stays as it is. */
  hurry(kinds: readonly JobKind[]): Promise<void>;
  /** Keeps a lane quiet for `pause` seconds, and `gap` seconds between its jobs from then on. */
  slowDown(payload: JobPayload, o: { pause: number; gap: number }): Promise<void>;
  /** The lane's host was contacted: it rests for the distance that it asked for, if it did. */
  keepDistance(payload: JobPayload): Promise<void>;
  /** Forgets the distances that were last kept an hour ago. */
  forgetGaps(): Promise<void>;
  /**
   * Seconds until a claim with these limits gives something, at the latest when a lease ends; null when nothing is
   * left. A lane can get free earlier: whoever ends a job looks again.
   */
  nextDue(limits: Omit<ClaimLimits, 'limit'>): Promise<number | null>;
  /**
   * Takes out the jobs of these kinds that go to a host or one below it, unless they are under way.
   *
   * @param before is told of each before it is taken out
   */
  drop(
    kinds: readonly JobKind[],
    host: string,
    before?: (payload: JobPayload) => Promise<void>
  ): Promise<void>;
  /** Whether a job of the same lane was left after this one. */
  hasNewer(job: Job): Promise<boolean>;
  /** Whether any job of the payload's lane is there. */
  hasAny(payload: JobPayload): Promise<boolean>;
  /**
   * Whether a job is there whose outcome is the payload's too: the same ping of the same sender. With `within`, one that nobody
   * holds yet and that is due in so many seconds.
   */
  hasSame(payload: JobPayload, o?: { within?: number }): Promise<boolean>;
  /** Counts the received pings that wait to be verified: all, or those of a sender. */
  readonly countReceived: CountReceived;
}

/**
 * The queue in Strapi's database.
 *
 * @param o.lease seconds that a claim lasts unless it is renewed: longer than any request
 */
export const createQueue = (o: { strapi: Pick<Core.Strapi, 'db'>; lease?: number }): Queue => {
  const lease = o.lease ?? DEFAULT_LEASE;
  const knex = o.strapi.db.connection;
  const tables = createTables(o.strapi);
  const { jobs, hosts, now, inSeconds } = tables;

  /** The job, as long as its holder's token stands. */
  const held = ({ id, token }: Job) => jobs().where({ id, token });
  const lane = (payload: JobPayload) => jobs().where({ kind: payload.kind, lane: laneOf(payload) });
  /** What makes a job free. */
  const released = { token: null, lease_until: null };
  /** Alone, or as a part of a transaction, whose maker tries again. */
  const run = async <T>(statement: () => Knex.QueryBuilder, trx?: Knex.Transaction): Promise<T> =>
    trx ? statement().transacting(trx) : patiently(statement);
  const write = async (job: Job, change: Record<string, unknown>, trx?: Knex.Transaction) =>
    (await run(() => held(job).update(change), trx)) === 1;

  /**
   * Whether any host asked for a distance; mostly none did. What another process learns is seen in time: it also pauses
   * the host, for longer than this is remembered.
   */
  let distances = { some: false, until: 0 };
  const mayKeepDistance = async (): Promise<boolean> => {
    if (performance.now() < distances.until) return distances.some;
    const until = performance.now() + DISTANCE_MEMORY;
    distances = { some: Boolean(await hosts().first('id')), until };
    return distances.some;
  };

  return {
    lease,

    async add(payloads, { delay = 0, trx } = {}) {
      for (let at = 0; at < payloads.length; at += BATCH) {
        // SQLite answers at once, and others want a turn too.
        if (at > 0) await nextTurn();
        const { sql, bindings } = tables.insertJobs(payloads.slice(at, at + BATCH).map(columnsOf), delay);
        await (trx ?? knex).raw(sql, bindings);
      }
    },

    claim: createClaim({ tables, lease }),

    finish: async (job, trx) => (await run(() => held(job).del(), trx)) === 1,

    postpone: (job, { delay, counts = false, crashes = 0, payload }, trx) =>
      write(
        job,
        {
          ...released,
          due_at: inSeconds(delay),
          crashes,
          ...(counts ? {} : { attempts: 0 }),
          ...(payload && { payload: JSON.stringify(payload) }),
        },
        trx
      ),

    renew: (job, trx) => write(job, { lease_until: inSeconds(lease) }, trx),

    move: (job, payload, trx) =>
      write(job, { ...columnsOf(payload), ...released, due_at: now(), attempts: 0, crashes: 0 }, trx),

    async hurry(kinds) {
      await patiently(() =>
        jobs()
          .whereIn('kind', kinds)
          .where('due_at', '>', now())
          .where(free(tables))
          .update({ due_at: now() })
      );
    },

    async slowDown(payload, { pause, gap }) {
      const rule = { next_at: inSeconds(pause), gap: Math.round(gap * 1000) };
      const row = { lane: laneOf(payload), ...rule };
      await patiently(() => hosts().insert(row).onConflict('lane').merge(rule));
      distances = { some: true, until: performance.now() + DISTANCE_MEMORY };
    },

    async keepDistance(payload) {
      if (!(await mayKeepDistance())) return;
      const next = knex.raw(`${databaseNow(knex)} + gap`);
      const host = () => hosts().where('lane', laneOf(payload)).where('next_at', '<', next);
      await patiently(() => host().update({ next_at: next }));
    },

    async forgetGaps() {
      await patiently(() => hosts().where('next_at', '<', inSeconds(-GAP_MEMORY)).del());
    },

    nextDue: createNextDue(tables),

    async drop(kinds, host, before) {
      // LIKE knows wildcards that may stand in a name: what it finds is looked at once more.
      const likely: { id: number; payload: string }[] = await jobs()
        .select('id', 'payload')
        .whereIn('kind', kinds)
        .where('lane', 'like', `%${host}%`)
        .orderBy('id')
        .where(free(tables));
      for (const { id, payload } of likely) {
        const job = JSON.parse(payload) as JobPayload;
        if (!('host' in job) || !isHostOrBelow(job.host, host)) continue;
        await before?.(job);
        await patiently(() => jobs().where({ id }).where(free(tables)).del());
      }
    },

    hasNewer: async (job) => Boolean(await lane(job.payload).where('id', '>', job.id).first('id')),

    hasAny: async (payload) => Boolean(await lane(payload).first('id')),

    async hasSame(payload, { within } = {}) {
      const same = jobs().where({ pair: waitingKeyOf(payload), kind: payload.kind });
      if (within !== undefined) void same.whereNull('token').where('due_at', '<=', inSeconds(within));
      return Boolean(await same.first('id'));
    },

    countReceived: createCountReceived(tables),
  };
};

const columnsOf = (payload: JobPayload): NewJob => {
  const sender = 'sender' in payload ? payload.sender : undefined;
  return {
    kind: payload.kind,
    lane: laneOf(payload),
    pair: waitingKeyOf(payload),
    client: sender?.key ?? null,
    network: sender?.network ?? null,
    payload: JSON.stringify(payload),
  };
};
