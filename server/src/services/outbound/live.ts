import type { Core } from '@strapi/strapi';
import type { JobResult } from '../../adapters/jobs';
import { entryColumns } from '../../adapters/keys';
import { PING_UID } from '../../constants';
import { SENDING_OFF_FOR_ENTRY } from '../../core/delivery/changes';
import { judgeLive } from '../../core/delivery/live-check';
import type { EntryRef } from '../../core/types';
import { getLinkbacks, getService } from '../../get-service';
import type { JobHandler } from '../types';
import { UNPUBLISHED } from './closed';
import { createLiveWriter, type Looked } from './live-writer';
import { waitedBy, type PingRow } from './rows';

const DONE: JobResult = { kind: 'done' };
/** Seconds until it is asked again whether the plan of the entry was made. */
const PLANNER_WAIT = 1;
/** Seconds until it is asked again whether this environment sends at all. */
const BLOCKED_WAIT = 600;

/** Does the `live` jobs: one look at our own page for all pings of an entry that wait for it. */
export const createLiveCheck = ({ strapi }: { strapi: Core.Strapi }): JobHandler => {
  const { reader, entries, queue } = getLinkbacks(strapi);
  const write = createLiveWriter({ strapi });

  const waitingFor = (ref: EntryRef): Promise<PingRow[]> =>
    strapi.db.query(PING_UID).findMany({ where: { ...entryColumns(ref), status: 'waiting' } });

  const isPlanned = (ref: EntryRef): Promise<boolean> =>
    queue.hasAny({ kind: 'plan', ref, action: 'publish' });

  /** What the pages show that the pings are about, asked once each. */
  const look = async (ref: EntryRef, waiting: readonly PingRow[]): Promise<Looked[]> => {
    const entry = await entries.pageOf(ref);
    const byPage = new Map<string, PingRow[]>();
    for (const row of waiting) {
      const url = isAboutEntry(row) ? (entry?.url ?? null) : row.source;
      // The entry has gone without a word to us: there is nothing to wait for.
      if (url !== null) byPage.set(url, [...(byPage.get(url) ?? []), row]);
    }
    const looked = [...byPage].map(async ([url, rows]) => {
      const targets = rows.map(({ target }) => target);
      const page = await reader.ownPage({ url, privateHosts: entries.ownHosts, targets });
      return rows.map((row): Looked => {
        const verdict = judgeLive({ ping: asWaiting(row), url, page, revision: entry?.revision ?? null });
        return { row, url, verdict, hash: page.ok ? page.value.hash : null };
      });
    });
    return (await Promise.all(looked)).flat();
  };

  const judge = async (ref: EntryRef, waiting: readonly PingRow[]): Promise<JobResult> => {
    const { send, blocked } = await getService(strapi, 'entry-settings').sending(ref);
    if (blocked !== null) return { kind: 'again', delay: BLOCKED_WAIT };
    const held = send ? [] : waiting.filter(({ asked }) => !asked);
    const free = waiting.filter((row) => !held.includes(row));

    const before = await entries.pageOf(ref);
    const looked = await look(ref, free);
    // Published anew while we looked: what we saw says nothing of that version.
    const after = await entries.pageOf(ref);
    if (before?.revision !== after?.revision || (await isPlanned(ref)))
      return { kind: 'again', delay: PLANNER_WAIT };
    const seen = new Set(looked.map(({ row }) => row));
    const gone = free.filter((row) => !seen.has(row));
    await write.close(held, { status: 'skipped', cause: 'rule', why: SENDING_OFF_FOR_ENTRY });
    await write.close(gone, UNPUBLISHED);
    await write.release(looked.filter(({ verdict }) => verdict.live));
    const delay = await write.keepWaiting(looked);
    return delay === null ? DONE : { kind: 'again', delay };
  };

  return {
    async run(payload, job) {
      if (payload.kind !== 'live') return DONE;
      // The newer one looks for all pings that this one would.
      if (await queue.hasNewer(job)) return DONE;
      const { ref } = payload;
      if (await isPlanned(ref)) return { kind: 'again', delay: PLANNER_WAIT };
      const waiting = await waitingFor(ref);
      return waiting.length > 0 ? judge(ref, waiting) : DONE;
    },

    async giveUp(payload) {
      if (payload.kind !== 'live') return;
      await write.close(await waitingFor(payload.ref), {
        status: 'failed',
        cause: 'page',
        why: { code: 'ping.look-failed' },
      });
    },
  };
};

/** Links and changes are shown by the entry's present page; removals and moves by the one that the target knows. */
const isAboutEntry = ({ purpose }: PingRow): boolean => purpose === 'link' || purpose === 'change';

const asWaiting = (row: PingRow) => ({
  kind: row.kind,
  purpose: row.purpose,
  target: row.target,
  pageHash: row.pageHash,
  waited: waitedBy(row),
});
