import type { Core } from '@strapi/strapi';
import type { EntryPage } from '../../adapters/entries';
import type { ChosenEndpoint, JobResult } from '../../adapters/jobs';
import { entryColumns, entryKey, entryRefOf } from '../../adapters/keys';
import { PING_UID } from '../../constants';
import { SENDING_OFF_FOR_ENTRY } from '../../core/delivery/changes';
import type { DiscoveryFailure } from '../../core/discovery';
import { err, ok, type Result } from '../../core/result';
import type { EntryRef } from '../../core/types';
import { getLinkbacks, getService } from '../../get-service';
import { createLimit } from '../limit';
import { gathered, shared } from '../shared';
import type { JobHandler } from '../types';
import { CLOSED, NO_LONGER, UNPUBLISHED } from './closed';
import { askAnew, createOutcome, type Delivery } from './outcome';
import { createRecorder } from './record';
import type { Discoverer } from './discoverer';
import { findRoute, type Route } from './route';
import { OPEN_STATUSES, type PingRow } from './rows';
import { createTransmitter } from './transmit';
import { countingTrackbacks } from './trackbacks';

const DONE: JobResult = { kind: 'done' };
/** Seconds until a ping looks again whether the planner has finished with its entry. */
const PLANNER_WAIT = 1;
/** Seconds until it is asked again whether this environment sends at all. */
const BLOCKED_WAIT = 600;
/** Seconds until a ping that another job has in the air is looked at again. */
const AIR_WAIT = 5;
/** Milliseconds after which whatever was in the air has landed or was lost. */
const AIR_TIME = 600_000;

/** Does the `ping` jobs: discovery, one protocol's send, and the record of it. */
export const createDeliverer = ({
  strapi,
  discoverer,
}: {
  strapi: Core.Strapi;
  discoverer: Discoverer;
}): JobHandler => {
  const { config, entries, queue } = getLinkbacks(strapi);
  const record = createRecorder({ strapi });
  const makeReady = createTransmitter({ strapi });
  const { conclude, failure } = createOutcome({ strapi, record });
  /** Finding out takes no place from sending. */
  const finding = createLimit(config.send.concurrency);
  const sending = createLimit(config.send.concurrency);
  const rows = () => strapi.db.query(PING_UID);
  const find = gathered(async (keys): Promise<Map<string, PingRow>> => {
    const found: PingRow[] = await rows().findMany({ where: { pairKey: { $in: keys } } });
    return new Map(found.map((row) => [row.pairKey, row]));
  });
  // The pings of one entry come together, and ask the same of it.
  const ofEntry = <A>(ask: (ref: EntryRef) => Promise<A>) => {
    const answer = shared({ keyOf: entryKey, ask });
    return (row: PingRow): Promise<A> => answer(entryRefOf(row));
  };
  const hasPlan = (ref: EntryRef) => queue.hasAny({ kind: 'plan', ref, action: 'publish' });
  const isPlanned = ofEntry(hasPlan);
  // The page first, so that what is noted as told is not newer than what was sent.
  const present = ofEntry(async (ref) => ({ page: await entries.pageOf(ref), planned: await hasPlan(ref) }));
  const trackbacksOf = ofEntry((ref): Promise<PingRow[]> =>
    rows().findMany({ where: { ...entryColumns(ref), kind: 'trackback' } })
  );

  /** Whether the entry, the settings and the environment still want the ping; else what becomes of its job. */
  const mayGo = async (row: PingRow): Promise<Result<null, JobResult>> => {
    const { send, blocked } = await getService(strapi, 'entry-settings').sending(entryRefOf(row));
    if (blocked !== null) return err({ kind: 'again', delay: BLOCKED_WAIT });
    if (await isPlanned(row)) return err({ kind: 'again', delay: PLANNER_WAIT });
    if (send || row.asked) return ok(null);
    await record.close(row, { status: 'skipped', cause: 'rule', why: SENDING_OFF_FOR_ENTRY });
    return err(DONE);
  };

  const deliver = async (delivery: Delivery): Promise<JobResult> => {
    const { row, payload } = delivery;
    const allowed = await mayGo(row);
    if (!allowed.ok) return allowed.error;
    if (payload.chosen) return sendChosen(delivery, payload.chosen);

    const route = await routeOf(delivery);
    if (!route.ok) return failure(delivery, route.error);
    if (route.value.kind !== 'send') return close(delivery, route.value.kind);
    const { chosen } = route.value;
    const { host } = new URL(chosen.endpoint);
    // The pings to one endpoint wait for each other, whichever sites they are about.
    return host === payload.host
      ? send(delivery, chosen)
      : { kind: 'move', payload: { ...payload, host, chosen } };
  };

  const routeOf = async ({ row, payload }: Delivery): Promise<Result<Route, DiscoveryFailure>> => {
    const { protocols } = (await getService(strapi, 'settings').get()).send;
    const trackbacks = row.kind === 'link' ? await trackbacksOf(row) : [];
    return finding(() =>
      findRoute({
        reader: discoverer,
        ping: row,
        allowed: protocols,
        trackbackUrls: countingTrackbacks(trackbacks),
        notTaken: new Set(payload.notTaken),
      })
    );
  };

  const close = async ({ row }: Delivery, kind: Exclude<Route['kind'], 'send'>): Promise<JobResult> => {
    // What the last protocol answered says more than that there is no other.
    if (kind === 'exhausted') await record.failed(row, { why: null });
    else await record.close(row, row.purpose === 'link' ? CLOSED[kind] : NO_LONGER);
    return DONE;
  };

  /** After an attempt the endpoint is looked for anew: it may have moved, or be for one time only. */
  const sendChosen = async (delivery: Delivery, chosen: ChosenEndpoint): Promise<JobResult> => {
    const { row, payload } = delivery;
    if (chosen.attempts === row.attempts) return send(delivery, chosen);
    return { kind: 'move', payload: askAnew(row, payload) };
  };

  const send = (delivery: Delivery, chosen: ChosenEndpoint): Promise<JobResult> =>
    sending(() => sendNow(delivery, chosen));

  const sendNow = async ({ row, payload, job }: Delivery, chosen: ChosenEndpoint): Promise<JobResult> => {
    // Discovery and the queue before it took their time: the entry, and who holds the job, may have changed.
    const page = await currentPage(row);
    if (!page.ok) return page.error;
    const { protocol, endpoint } = chosen;
    const source = page.value?.url ?? row.source;
    const transmit = await makeReady({ row, protocol, endpoint, source });
    const leaving = await record.sending(row, job, { protocol, endpoint, source });
    // Cancelled, forgotten or no longer ours: whoever has the job next sees which.
    if (!leaving) return { kind: 'again', delay: 0 };

    const result = await transmit();
    const distance = queue.keepDistance(job.payload);
    const delivery = { row: leaving, payload, job };
    const [outcome] = await Promise.all([conclude(delivery, { result, chosen, page: page.value }), distance]);
    return outcome;
  };

  /** The page that a link or a change is sent for; null for what is sent about an old one. */
  const currentPage = async (row: PingRow): Promise<Result<EntryPage | null, JobResult>> => {
    const { page, planned } = await present(row);
    if (planned) return err({ kind: 'again', delay: PLANNER_WAIT });
    if (row.purpose === 'removal' || row.purpose === 'move') return ok(null);
    if (page) return ok(page);
    await record.close(row, UNPUBLISHED);
    return err(DONE);
  };

  return {
    async run(payload, job) {
      if (payload.kind !== 'ping') return DONE;
      const row = await find(payload.pairKey);
      // What waits for our page is the live check's.
      if (!row || !OPEN_STATUSES.includes(row.status) || row.status === 'waiting') return DONE;
      if (row.status !== 'sending') return deliver({ row, payload, job });
      // Another job of this ping has it in the air.
      if (job.attempts <= 1 && isRecent(row)) return { kind: 'again', delay: AIR_WAIT };
      // The process that sent it has died.
      if (row.protocol === 'trackback') return record.sent(row, { outcome: 'answer-lost', answer: '' }, null);
      const queued = await record.back(row);
      return queued ? deliver({ row: queued, payload, job }) : { kind: 'again', delay: 0 };
    },

    async giveUp(payload) {
      const row = payload.kind === 'ping' ? await find(payload.pairKey) : null;
      if (!row || !OPEN_STATUSES.includes(row.status)) return;
      await record.failed(row, { why: { code: 'ping.poison' } });
    },
  };
};

const isRecent = ({ lastAttemptAt }: PingRow): boolean =>
  lastAttemptAt !== null && Date.now() - Date.parse(lastAttemptAt) < AIR_TIME;
