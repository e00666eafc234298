import type { Knex } from 'knex';
import type { JobKind, JobPayload } from '../jobs';
import { entryKey, hashOf } from '../keys';
import type { Tables } from './tables';

/** How many jobs of one lane may run at a time: one, or as many as may go to one host. */
const PLACES: Readonly<Record<JobKind, 'one' | 'per-host'>> = {
  plan: 'one',
  live: 'one',
  ping: 'per-host',
  look: 'per-host',
  verify: 'one',
  recheck: 'one',
  notice: 'one',
  feedback: 'one',
  mention: 'one',
};

export const JOB_KINDS = Object.keys(PLACES) as readonly JobKind[];
const HOST_KINDS = JOB_KINDS.filter((kind) => PLACES[kind] === 'per-host');

/** Jobs of one lane wait for each other. */
export const laneOf = (payload: JobPayload): string => {
  if ('host' in payload) return laneOfHost(payload.kind, payload.host);
  return `${payload.kind}:${laneNameOf(payload)}`;
};

/** The lane of jobs that go to a host. */
export const laneOfHost = (kind: JobKind, host: string): string => `${kind}:${host.slice(0, 255)}`;

const laneNameOf = (payload: Exclude<JobPayload, { host: string }>): string => {
  if ('ref' in payload) return entryKey(payload.ref);
  return payload.url === null ? 'mail' : hashOf(payload.url);
};

/** How many jobs of one of the kind's lanes may run at a time. */
export const lanePlaces = (kind: JobKind, perHost: number): number =>
  PLACES[kind] === 'per-host' ? perHost : 1;

/** What nobody holds. */
export const free = (tables: Tables) => (jobs: Knex.QueryBuilder) =>
  void jobs.whereNull('lease_until').orWhere('lease_until', '<=', tables.now());

/** Lanes in which as many jobs run as may. */
export const fullLanes = (tables: Tables, perHost: number): Knex.QueryBuilder => {
  const kinds = HOST_KINDS.map(() => '?').join(', ');
  return tables
    .jobs()
    .select('lane')
    .where('lease_until', '>', tables.now())
    .groupBy('lane')
    .havingRaw(`count(*) >= max(case when kind in (${kinds}) then ? else 1 end)`, [...HOST_KINDS, perHost]);
};

/** Lanes whose host asked for a rest. */
export const restingLanes = (tables: Tables): Knex.QueryBuilder =>
  tables.hosts().select('lane').where('next_at', '>', tables.now());
