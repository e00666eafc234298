import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { patiently } from '../../adapters/deadlock';
import type { JobPayload } from '../../adapters/jobs';
import type { LinkedType } from '../../config/content-types';
import { PING_UID } from '../../constants';
import type { PingChange } from '../../core/delivery/changes';
import type { PlannedPing } from '../../core/delivery/plan';
import { mapInTurns } from '../../core/in-turns';
import { said, type Reason } from '../../core/reasons';
import type { EntryRef, PingStatus } from '../../core/types';
import { getLinkbacks } from '../../get-service';
import { forBatches } from './batches';
import { newPing, openState, skippedState, type PingColumns, type PingRow } from './rows';

export interface PlannedChange {
  readonly row: PingRow;
  readonly change: PingChange;
}

/** A plan as it is to be written. */
export interface Plan {
  readonly ref: EntryRef;
  readonly entry: { readonly url: string } | null;
  /** Undefined when the type no longer takes part. */
  readonly type: LinkedType | undefined;
  readonly everything: boolean;
  readonly changes: readonly PlannedChange[];
  /** By pair key. */
  readonly fresh: ReadonlyMap<string, PlannedPing>;
}

/** Rows that are to become alike. */
interface Update {
  readonly status: PingStatus;
  readonly data: PingColumns;
  readonly ids: number[];
}

/** Writes a plan and the jobs that follow from it in one transaction. */
export const createPlanWriter = ({ strapi }: { strapi: Core.Strapi }) => {
  const { queue } = getLinkbacks(strapi);
  const rows = () => strapi.db.query(PING_UID);

  return async (plan: Plan): Promise<void> => {
    const { ref, fresh, changes } = plan;
    const state = stateIn(plan, new Date());
    await nextTurn();
    const created = await mapInTurns([...fresh], ([pairKey, ping]) => ({
      ...newPing({ ref, kind: ping.kind, target: ping.target, pairKey }),
      ...state.opened(ping.skip),
    }));
    const changed = changes.flatMap(({ row, change }) => {
      const data = state.changed(row, change);
      return data === null ? [] : [{ row, data }];
    });
    const jobs = jobsOf(ref, [...created, ...changed.map(({ row, data }) => ({ ...row, ...data }))]);

    await nextTurn();
    await patiently(() =>
      strapi.db.transaction(async ({ trx }) => {
        await forBatches(created, (data) => rows().createMany({ data: [...data] }));
        for (const { status, data, ids } of alike(changed))
          await forBatches(ids, (batch) =>
            rows().updateMany({ where: { id: { $in: [...batch] }, status }, data })
          );
        await queue.add(jobs, { trx });
      })
    );
  };
};

/** The columns that changes come to. */
const stateIn = ({ entry, type, everything }: Plan, now: Date) => {
  const liveCheck = type?.liveCheck ?? true;
  const open = (purpose: PingRow['purpose'], source: string) =>
    openState({ purpose, source, liveCheck, asked: everything, now });
  const opened = (skip: Reason | null) => {
    const source = entry?.url ?? '';
    return skip === null ? open('link', source) : skippedState({ source, why: skip });
  };

  const changed = (row: PingRow, change: PingChange): PingColumns | null => {
    switch (change.kind) {
      case 'open':
        return opened(change.skip);
      case 'tell': {
        const known = row.toldSource ?? row.source;
        return open(change.purpose, change.purpose === 'change' ? (entry?.url ?? known) : known);
      }
      case 'close': {
        const { status, cause, why } = change;
        return { status, cause, ...said(why), nextAttemptAt: null };
      }
      default:
        return null;
    }
  };
  return { opened, changed };
};

/** One look at our page serves all pings that wait for it. */
const jobsOf = (
  ref: EntryRef,
  pings: readonly { status?: unknown; pairKey: string; targetHost: string }[]
): JobPayload[] => {
  const waits = pings.some(({ status }) => status === 'waiting');
  const queued = pings.filter(({ status }) => status === 'queued');
  return [
    ...(waits ? [{ kind: 'live' as const, ref }] : []),
    ...queued.map(({ pairKey, targetHost: host }) => ({ kind: 'ping' as const, pairKey, host })),
  ];
};

const alike = (changed: readonly { row: PingRow; data: PingColumns }[]): Update[] => {
  const groups = new Map<string, Update>();
  for (const { row, data } of changed) {
    const key = JSON.stringify([row.status, data]);
    const group = groups.get(key) ?? { status: row.status, data, ids: [] };
    group.ids.push(row.id);
    groups.set(key, group);
  }
  return [...groups.values()];
};
