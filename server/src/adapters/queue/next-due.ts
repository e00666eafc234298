import type { Knex } from 'knex';
import type { ClaimLimits } from './claim';
import { free, fullLanes, JOB_KINDS, restingLanes } from './lanes';
import type { Tables } from './tables';

/** Seconds until a claim with the same limits gives something, unless a lane gets free earlier; null: nothing is left. */
export const createNextDue =
  (tables: Tables) =>
  async ({ perHost, places = {} }: Omit<ClaimLimits, 'limit'>): Promise<number | null> => {
    const kinds = JOB_KINDS.filter((kind) => (places[kind] ?? 1) > 0);
    const jobs = (): Knex.QueryBuilder => tables.jobs().whereIn('kind', kinds);
    const open = (): Knex.QueryBuilder =>
      jobs().where(free(tables)).whereNotIn('lane', fullLanes(tables, perHost));

    const waiting = open().min({ at: 'due_at' }).whereNotIn('lane', restingLanes(tables));
    const rest = tables.hosts().select({ host: 'lane' }, 'next_at').where('next_at', '>', tables.now());
    const resting = open()
      .join(rest.as('rest'), 'lane', 'host')
      .select(tables.raw('min(case when next_at > due_at then next_at else due_at end) as at'));
    // The holder may have died: then its job is free when the lease ends.
    const held = jobs().min({ at: 'lease_until' }).where('lease_until', '>', tables.now());

    const [row] = await tables.over(waiting, resting, held).min({ at: 'at' }).select({ now: tables.now() });
    return row?.at == null ? null : Math.max(0, Number(row.at) - Number(row.now)) / 1000;
  };
