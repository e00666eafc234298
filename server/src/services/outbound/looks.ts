import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { databaseNow } from '../../adapters/database-time';
import type { JobPayload, JobResult } from '../../adapters/jobs';
import { hashOf } from '../../adapters/keys';
import { patiently } from '../../adapters/deadlock';
import { deleteInTurns } from '../../adapters/delete-in-turns';
import { LOOK_TABLE } from '../../constants';
import { reasonOfFailure } from '../../core/delivery/reasons';
import { PREFERENCE, type Discovery } from '../../core/discovery';
import type { Reason } from '../../core/reasons';
import { normaliseUrl } from '../../core/url/normalise';
import { getLinkbacks, getService } from '../../get-service';
import type { JobHandler } from '../types';
import { forBatches } from './batches';
import type { Discoverer } from './discoverer';

/** What is known of a target, or why nothing is. */
export type Look =
  | { readonly kind: 'found'; readonly endpoints: Discovery['endpoints'] }
  | { readonly kind: 'failed'; readonly why: Reason };

/** How targets want to be told, as far as a preview has asked: internal, forgotten after an hour. */
export interface Looks {
  /** By target; what is not there is unknown, or being found out. */
  read(targets: readonly string[]): Promise<ReadonlyMap<string, Look>>;
  /** Leaves one job for each target that is unknown and that no job is finding out. Resolves to how many it left. */
  ask(targets: readonly string[]): Promise<number>;
  write(target: string, look: Look): Promise<void>;
  forget(target: string): Promise<void>;
  /** Drops what is older than a day. */
  purge(signal?: AbortSignal): Promise<void>;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DONE: JobResult = { kind: 'done' };
/** Seconds until a target is asked for which there was no room. */
const BUSY_WAIT = 10;

const keyOf = (target: string): string => hashOf(normaliseUrl(target) ?? target);

export const createLooks = ({ strapi }: { strapi: Core.Strapi }): Looks => {
  const { queue } = getLinkbacks(strapi);
  const knex = strapi.db.connection;
  const looks = () => strapi.db.getConnection(LOOK_TABLE);
  const now = () => knex.raw(databaseNow(knex));
  const ago = (milliseconds: number) => knex.raw(`${databaseNow(knex)} - ?`, [milliseconds]);

  /** What another preview has asked meanwhile is not ours: one job for each target. */
  const askFor = async (byKey: ReadonlyMap<string, string>, keys: readonly string[]): Promise<number> =>
    await strapi.db.transaction(async ({ trx }) => {
      const mine = { answer: null, asker: randomUUID(), checked_at: now() };
      await looks()
        .whereIn('target_hash', keys)
        .where('checked_at', '<', ago(HOUR))
        .update(mine)
        .transacting(trx);
      await looks()
        .insert(keys.map((key) => ({ target_hash: key, ...mine })))
        .onConflict('target_hash')
        .ignore()
        .transacting(trx);
      const taken = await looks().where('asker', mine.asker).select('target_hash').transacting(trx);
      const jobs = taken.flatMap((row: { target_hash?: unknown }): JobPayload[] => {
        const target = byKey.get(String(row.target_hash));
        return target === undefined ? [] : [{ kind: 'look', target, host: new URL(target).host }];
      });
      await queue.add(jobs, { trx });
      return jobs.length;
    });

  return {
    async read(targets) {
      const byKey = new Map(targets.map((target) => [keyOf(target), target]));
      const known = new Map<string, Look>();
      await forBatches([...byKey.keys()], async (keys) => {
        const rows = await looks()
          .select('target_hash', 'answer')
          .whereIn('target_hash', keys)
          .whereNotNull('answer')
          .where('checked_at', '>=', ago(HOUR));
        for (const { target_hash: key, answer } of rows) known.set(byKey.get(key) ?? '', JSON.parse(answer));
      });
      return known;
    },

    async ask(targets) {
      const byKey = new Map(targets.map((target) => [keyOf(target), target]));
      let left = 0;
      // In one order: two previews that ask for the same targets must not wait for each other.
      await forBatches([...byKey.keys()].sort(), async (keys) => {
        left += await patiently(() => askFor(byKey, keys));
      });
      return left;
    },

    async write(target, look) {
      const answer = JSON.stringify(look);
      const row = { target_hash: keyOf(target), answer, asker: null, checked_at: now() };
      await patiently(() => looks().insert(row).onConflict('target_hash').merge());
    },

    async forget(target) {
      await patiently(() => looks().where('target_hash', keyOf(target)).del());
    },

    purge: (signal) => deleteInTurns(looks, (old) => void old.where('checked_at', '<', ago(DAY)), signal),
  };
};

/** Does the `look` jobs: asks a target how it wants to be told, for a preview. */
export const createLooker = ({
  strapi,
  discoverer,
}: {
  strapi: Core.Strapi;
  discoverer: Discoverer;
}): JobHandler => {
  const looks = createLooks({ strapi });
  let purgedAt = 0;

  const purge = async (): Promise<void> => {
    if (Date.now() - purgedAt < HOUR) return;
    purgedAt = Date.now();
    await looks.purge();
  };

  return {
    async run(payload) {
      if (payload.kind !== 'look') return DONE;
      const { target } = payload;
      await purge();
      if (await getService(strapi, 'environment').blocked()) {
        await looks.forget(target);
        return DONE;
      }
      const discovered = await discoverer.discover(target, { wanted: PREFERENCE, whole: true });
      if (discovered.ok) {
        await looks.write(target, { kind: 'found', endpoints: discovered.value.endpoints });
        return DONE;
      }
      const { error } = discovered;
      // The process is ending: the next one asks.
      if (error.kind === 'unreachable' && error.code === 'aborted') return { kind: 'again', delay: 0 };
      if (error.kind === 'unreachable' && error.code === 'busy') return { kind: 'again', delay: BUSY_WAIT };
      await looks.write(target, { kind: 'failed', why: reasonOfFailure(error) });
      return DONE;
    },

    async giveUp(payload) {
      if (payload.kind !== 'look') return;
      await looks.write(payload.target, {
        kind: 'failed',
        why: { code: 'preview.look-failed' },
      });
    },
  };
};
