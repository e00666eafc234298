import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { contentParts } from '../../adapters/entry-content';
import type { PublishedEntry } from '../../adapters/entries';
import { entryColumns } from '../../adapters/keys';
import type { Job, JobPayload, JobResult } from '../../adapters/jobs';
import { PING_UID } from '../../constants';
import { changeOf, type PingChange } from '../../core/delivery/changes';
import { planPings, type PlannedPing } from '../../core/delivery/plan';
import { mapInTurns } from '../../core/in-turns';
import type { UnreadContent } from '../../core/reading/page-reader';
import { sentenceOf } from '../../core/reasons';
import { ok, type Result } from '../../core/result';
import type { EntryRef } from '../../core/types';
import { getLinkbacks, getService } from '../../get-service';
import type { JobHandler } from '../types';
import { createPlanWriter, type PlannedChange } from './plan-writer';
import { pairKeyOf, toPresent, type PingRow } from './rows';
import { selfLinks } from './self-links';
import { namedTrackbacks } from './trackbacks';
import { logLine } from '../../log-line';

/** Seconds until a plan is tried again while the links from before the plugin are still being read. */
const FIRST_RUN_WAIT = 2;
/** Seconds until it is tried again while a ping that it must know the end of is in the air. */
const AIR_WAIT = 2;
/** Seconds until the links of an entry are read for which there was no room. */
const BUSY_WAIT = 10;
/** Seconds until it is asked again whether sending is paused. */
const BLOCKED_WAIT = 600;

const DONE: JobResult = { kind: 'done' };

/** What a plan is made for. */
interface PlanRequest {
  readonly ref: EntryRef;
  /** Null: it is not published, or has no page. */
  readonly entry: (PublishedEntry & { readonly url: string }) | null;
  /** A person asked: also what was known before the plugin came, and what failed. */
  readonly everything: boolean;
}

/**
 * Does the `plan` jobs: compares the links of the published entry with the pings that it has, and leaves the jobs that
 * follow. Running it twice changes nothing.
 */
export const createPlanner = ({ strapi }: { strapi: Core.Strapi }): JobHandler => {
  const { config, entries, queue, reader } = getLinkbacks(strapi);
  const write = createPlanWriter({ strapi });
  const rows = () => strapi.db.query(PING_UID);

  /** The pings that the published entry wants, with the rule against each; by pair key. */
  const wantedPings = async (
    { ref, entry }: PlanRequest,
    existing: readonly PingRow[]
  ): Promise<Result<Map<string, PlannedPing>, UnreadContent>> => {
    if (entry === null) return ok(new Map());
    const { trackbackUrls } = await getService(strapi, 'entry-settings').get(ref);
    const read = await reader.links(contentParts(strapi, entry), entry.url);
    if (!read.ok) return read;
    const links = read.value;
    const isSelf = await selfLinks(entries, {
      ref,
      url: entry.url,
      links: config.send.internalLinks ? links.map(({ url }) => url) : [],
    });
    const planned = await planPings({
      entryUrl: entry.url,
      links,
      trackbackUrls: namedTrackbacks(trackbackUrls, existing),
      existing: [],
      ownHosts: entries.ownHosts,
      internalLinks: config.send.internalLinks,
      isSelf,
    });
    return ok(
      new Map(await mapInTurns(planned, (ping) => [pairKeyOf(ref, ping.kind, ping.key), ping] as const))
    );
  };

  const plan = async (o: PlanRequest): Promise<JobResult> => {
    const existing: PingRow[] = await rows().findMany({ where: entryColumns(o.ref) });
    const wishes = await wantedPings(o, existing);
    if (!wishes.ok) return unread(o.ref, wishes.error);
    const wanted = wishes.value;
    await nextTurn();
    const { send, blocked } = await getService(strapi, 'entry-settings').sending(o.ref);
    const maySend = blocked === null && (send || o.everything);

    const changes = await mapInTurns(existing, (row): PlannedChange => {
      const ping = toPresent(row);
      const wish = wanted.get(row.pairKey) ?? null;
      const { entry, everything } = o;
      return {
        row,
        change: changeOf({ ping, entry, wanted: wish, send: maySend, everything, now: Date.now() }),
      };
    });
    await write({
      ...o,
      type: entries.typeOf(o.ref.uid),
      changes,
      fresh: maySend ? await freshPings(o, wanted, existing) : new Map(),
    });
    return changes.some(({ change }) => isLater(change)) ? { kind: 'again', delay: AIR_WAIT } : DONE;
  };

  /** Without the links of an entry nothing is known of its pings: they stay as they are. */
  const unread = (ref: EntryRef, why: UnreadContent): JobResult => {
    if (why === 'busy') return { kind: 'again', delay: BUSY_WAIT };
    const reason = {
      code: 'trouble.unread-entry',
      values: { entry: `${ref.uid} ${ref.documentId}` },
    } as const;
    strapi.log.error(logLine(sentenceOf(reason)));
    void getService(strapi, 'troubles').note(reason);
    return DONE;
  };

  /** What is wanted, has no ping yet and was not there before the plugin came. */
  const freshPings = async (
    { ref, everything }: PlanRequest,
    wanted: ReadonlyMap<string, PlannedPing>,
    existing: readonly PingRow[]
  ): Promise<Map<string, PlannedPing>> => {
    const known = everything ? [] : await getService(strapi, 'first-run').knownLinks(ref);
    const present = new Set([...known, ...existing.map(({ pairKey }) => pairKey)]);
    return new Map([...wanted].filter(([pairKey]) => !present.has(pairKey)));
  };

  return {
    async run(payload: JobPayload, job: Job) {
      // A type that no longer takes part has nothing to plan.
      if (payload.kind !== 'plan' || !entries.typeOf(payload.ref.uid)) return DONE;
      // The newer one sees all that this one would; a person's "send now" asks for more.
      if (payload.action !== 'send' && (await queue.hasNewer(job))) return DONE;
      if (!(await getService(strapi, 'first-run').isReady(payload.ref.uid)))
        return { kind: 'again', delay: FIRST_RUN_WAIT };
      // What is published meanwhile is sent when somebody has confirmed the new address.
      const block = await getService(strapi, 'environment').blocked();
      if (block?.code === 'public-url-changed') return { kind: 'again', delay: BLOCKED_WAIT };

      const entry = await entries.readPublished(payload.ref);
      return plan({
        ref: payload.ref,
        entry: entry?.url ? { ...entry, url: entry.url } : null,
        everything: payload.action === 'send',
      });
    },

    async giveUp(payload) {
      strapi.log.error(
        logLine(`an entry could not be planned, "Send pings now" tries again: ${JSON.stringify(payload)}`)
      );
    },
  };
};

const isLater = (change: PingChange): boolean => change.kind === 'later';
