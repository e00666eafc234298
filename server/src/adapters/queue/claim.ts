import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, JobKind } from '../jobs';
import { patiently } from '../deadlock';
import { free, fullLanes, JOB_KINDS, lanePlaces, restingLanes } from './lanes';
import type { Tables } from './tables';

/** How many jobs may be taken. */
export interface ClaimLimits {
  /** In all. */
  readonly limit: number;
  /** Running at a time for one host. */
  readonly perHost: number;
  /** Of a kind, where it has a limit of its own: 0 for none. */
  readonly places?: Readonly<Partial<Record<JobKind, number>>>;
}

/** Milliseconds at most before a lane that several took at once is looked at again. */
const LONGEST_STEP_BACK = 40;

interface Candidate {
  readonly id: number;
  readonly kind: JobKind;
  readonly lane: string;
  /** Which of its kind's lanes it stands in, the one with the oldest job being 1. */
  readonly place: number;
}

interface Held extends Omit<Candidate, 'place'> {
  readonly token: string;
  readonly attempts: number;
  readonly crashes: number;
  readonly payload: string;
}

/** Takes due jobs, one of a lane: the kinds take turns, and of each kind the lanes whose jobs have waited longest. */
export const createClaim = (o: { tables: Tables; lease: number }) => {
  const { tables } = o;

  const candidates = async ({ limit, perHost, places = {} }: ClaimLimits): Promise<Candidate[]> => {
    const placesOf = (kind: JobKind): number => Math.min(limit, places[kind] ?? limit);
    const kinds = JOB_KINDS.filter((kind) => placesOf(kind) > 0);
    if (kinds.length === 0) return [];
    const lanes = tables
      .jobs()
      .select('kind', 'lane')
      .min({ id: 'id', due: 'due_at' })
      .select(tables.raw('row_number() over (partition by kind order by min(due_at), min(id)) as place'))
      .whereIn('kind', kinds)
      .where('due_at', '<=', tables.now())
      .where(free(tables))
      .whereNotIn('lane', fullLanes(tables, perHost))
      .whereNotIn('lane', restingLanes(tables))
      .groupBy('kind', 'lane');
    const rows: Candidate[] = await tables
      .over(lanes)
      .select('id', 'kind', 'lane', 'place')
      .where('place', '<=', Math.max(...kinds.map(placesOf)))
      .orderBy(['place', 'due', 'id']);
    return rows
      .map((row) => ({ ...row, id: Number(row.id), place: Number(row.place) }))
      .filter(({ kind, place }) => place <= placesOf(kind))
      .slice(0, limit);
  };

  /** @returns how many were taken: some may be another's meanwhile */
  const take = (wanted: readonly Candidate[], token: string): Promise<number> =>
    patiently(() =>
      tables
        .jobs()
        .whereIn('id', idsOf(wanted))
        .where('due_at', '<=', tables.now())
        .where(free(tables))
        .update({
          token,
          lease_until: tables.inSeconds(o.lease),
          attempts: tables.raw('attempts + 1'),
          crashes: tables.raw('crashes + 1'),
        })
    );

  /** All that runs in the lanes, ours and others'. */
  const runningIn = (wanted: readonly Candidate[]): Promise<Held[]> =>
    tables
      .jobs()
      .select('id', 'kind', 'lane', 'token', 'attempts', 'crashes', 'payload')
      .whereIn('kind', [...new Set(wanted.map(({ kind }) => kind))])
      .whereIn('lane', [...new Set(wanted.map(({ lane }) => lane))])
      .where('lease_until', '>', tables.now());

  const giveBack = (jobs: readonly Held[], token: string): Promise<number> =>
    patiently(() =>
      tables
        .jobs()
        .whereIn('id', idsOf(jobs))
        .where({ token })
        .update({
          token: null,
          lease_until: null,
          attempts: tables.raw('attempts - 1'),
          crashes: tables.raw('crashes - 1'),
        })
    );

  return async (limits: ClaimLimits): Promise<Job[]> => {
    const wanted = await candidates(limits);
    const token = randomUUID();
    if (wanted.length === 0 || (await take(wanted, token)) === 0) return [];

    // Whoever commits last sees all others here, so of those who took too much at least one gives back.
    const { kept, tooMany } = judge(await runningIn(wanted), token, limits.perHost);
    if (tooMany.length > 0) {
      await giveBack(tooMany, token);
      // Two who saw each other would meet again at the same pace.
      await sleep(Math.random() * LONGEST_STEP_BACK);
    }
    return kept.map(toJob);
  };
};

const idsOf = (rows: readonly { readonly id: number }[]): number[] => rows.map(({ id }) => id);

/** Which of our jobs run beside those of the others in their lanes, and which are too many. */
const judge = (running: readonly Held[], token: string, perHost: number) => {
  const inLane = new Map<string, number>();
  for (const { lane } of running) inLane.set(lane, (inLane.get(lane) ?? 0) + 1);
  const kept: Held[] = [];
  const tooMany: Held[] = [];
  for (const job of running) {
    if (job.token !== token) continue;
    const fits = (inLane.get(job.lane) ?? 0) <= lanePlaces(job.kind, perHost);
    (fits ? kept : tooMany).push(job);
  }
  return { kept, tooMany };
};

const toJob = ({ id, token, attempts, crashes, payload }: Held): Job => ({
  id: Number(id),
  token,
  attempts: Number(attempts),
  crashes: Number(crashes),
  payload: JSON.parse(payload),
});
