import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { HOST_TABLE, JOB_TABLE } from '../../constants';
import { databaseNow } from '../database-time';

/** The columns of a job that follow from its payload. */
export interface NewJob {
  readonly kind: string;
  readonly lane: string;
  readonly pair: string | null;
  readonly client: string | null;
  readonly network: string | null;
  readonly payload: string;
}

/** The queue's tables, and times by the database's clock. */
export interface Tables {
  jobs(): Knex.QueryBuilder;
  hosts(): Knex.QueryBuilder;
  /**
   * An INSERT of jobs that are due in `delay` seconds. Written out, since it is part of every publish: knex takes half as
   * long again to build it.
   */
  insertJobs(rows: readonly NewJob[], delay: number): { sql: string; bindings: Knex.RawBinding[] };
  /** A query over other queries. */
  over(...queries: Knex.QueryBuilder[]): Knex.QueryBuilder;
  raw(sql: string, bindings?: readonly Knex.RawBinding[]): Knex.Raw;
  /** Milliseconds since 1970. */
  now(): Knex.Raw;
  inSeconds(seconds: number): Knex.Raw;
}

export const createTables = ({ db }: Pick<Core.Strapi, 'db'>): Tables => {
  const knex = db.connection;
  const clock = databaseNow(knex);
  const schema = db.getSchemaName();
  const jobTable = schema ? `${schema}.${JOB_TABLE}` : JOB_TABLE;
  return {
    insertJobs: (rows, delay) => ({
      sql: `insert into ?? (kind, lane, pair, client, network, payload, due_at, attempts, crashes) values ${rows
        .map(() => `(?, ?, ?, ?, ?, ?, ${clock} + ?, 0, 0)`)
        .join(', ')}`,
      bindings: [
        jobTable,
        ...rows.flatMap(({ kind, lane, pair, client, network, payload }) => [
          kind,
          lane,
          pair,
          client,
          network,
          payload,
          Math.round(delay * 1000),
        ]),
      ],
    }),
    jobs: () => db.getConnection(JOB_TABLE),
    hosts: () => db.getConnection(HOST_TABLE),
    over: (first, ...others) => {
      const all = others.length > 0 ? first.unionAll(others) : first;
      return knex.queryBuilder().from(all.as('parts'));
    },
    raw: (sql, bindings = []) => knex.raw(sql, bindings),
    now: () => knex.raw(clock),
    inSeconds: (seconds) => knex.raw(`${clock} + ?`, [Math.round(seconds * 1000)]),
  };
};
