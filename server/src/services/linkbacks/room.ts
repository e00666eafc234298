import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { getDomain } from 'tldts';
import { takeTurn } from '../../adapters/turn';
import { clientKey } from '../../adapters/client';
import { LINKBACK_UID } from '../../constants';
import { siteOf, withoutQuery } from '../../core/moderation/sites';
import { getLinkbacks } from '../../get-service';
import { logLine } from '../../log-line';
import { createKnownSites } from '../inbound/known-sites';
import { orderOfLeaving, type Crowded } from './crowd';
import { createDrop } from './drop';
import { createDropped } from './dropped';
import { DROPPABLE_COLUMNS, isExpendable, type Droppable } from './expendable';
import type { LinkbackRow } from './rows';
import { createSenders, NO_SENDER } from './senders';
import { windowsOf, type WindowRow } from './windows';

/** Rows that are read in one turn of the event loop, and dropped in one transaction. */
const WINDOW = 250;
const BATCH = 50;
/** Milliseconds between two times that room is made, in all processes together. */
const APART = 5_000;

/** Statuses that strangers fill. */
export type Crowd = 'pending' | 'spam' | 'gone';

type Row = WindowRow & {
  readonly source: string;
  readonly previous_status: string | null;
};

type Candidate = Droppable & Pick<LinkbackRow, 'source'>;

/** Keeps the linkbacks that nobody decided about to `receive.capacity`. */
export interface Room {
  /**
   * Drops what is too much of some statuses: of the sites and senders that have the most, the oldest first. What was approved
   * before, what a moderator did anything with, and pending ones of sites that are known stay; the latter as long as others
   * will do. Only one process does it at a time, and not all the time.
   */
  make(crowds: readonly Crowd[], signal?: AbortSignal): Promise<void>;
}

export const createRoom = ({ strapi }: { strapi: Core.Strapi }): Room => {
  const { config } = getLinkbacks(strapi);
  const { sharedHosts } = config.spam;
  const rows = () => strapi.db.query(LINKBACK_UID);
  const knownSites = createKnownSites({ strapi, sharedHosts });
  const drop = createDrop({ strapi });
  const senders = createSenders({ strapi });
  const dropped = createDropped({ strapi });

  /** One owner: the hosts of a domain, and each user on a host of many. */
  const ownerOf = (source: string): string => {
    const site = siteOf(withoutQuery(source), sharedHosts);
    return site.includes('/') ? site : (getDomain(source, { allowPrivateDomains: true }) ?? site);
  };

  /** All of a status that was not approved before, newest first. */
  const readCrowd = async (status: Crowd, signal?: AbortSignal): Promise<Crowded[]> => {
    const crowd: Crowded[] = [];
    const where = (query: Knex.QueryBuilder): void => void query.where({ status });
    const columns = ['source', 'previous_status'];
    for await (const window of windowsOf<Row>(strapi, {
      where,
      columns,
      order: 'desc',
      size: WINDOW,
      signal,
    })) {
      const sentBy = await senders.of(window.map(({ id }) => id));
      for (const { id, source, previous_status: previous } of window) {
        if (previous === 'approved') continue;
        const { address } = sentBy.get(id) ?? NO_SENDER;
        crowd.push({ id, site: ownerOf(source), sender: address && clientKey(address) });
      }
    }
    return crowd;
  };

  const known = new Map<string, boolean>();
  const isKnown = async ({ source }: Candidate): Promise<boolean> => {
    const site = siteOf(source, sharedHosts);
    const before = known.get(site) ?? (await knownSites.areKnown({ source, finalUrl: source }));
    known.set(site, before);
    return before;
  };

  /** Drops `surplus` of these, in this order; resolves to how many, and which were spared. */
  const leave = async (
    ids: readonly number[],
    o: {
      status: Crowd;
      surplus: number;
      spares: (row: Candidate) => Promise<boolean>;
      signal?: AbortSignal | undefined;
    }
  ): Promise<{ count: number; spared: number[] }> => {
    const spared: number[] = [];
    let count = 0;
    for (let at = 0; at < ids.length && count < o.surplus && !o.signal?.aborted; at += BATCH) {
      const batch = ids.slice(at, at + BATCH);
      const found: Candidate[] = await rows().findMany({
        select: [...DROPPABLE_COLUMNS, 'source'],
        where: { id: { $in: batch } },
      });
      const byId = new Map(found.map((row) => [row.id, row]));
      const leaving: number[] = [];
      for (const id of batch) {
        const row = byId.get(id);
        if (!row || leaving.length >= o.surplus - count || !isExpendable(row, o.status)) continue;
        if (await o.spares(row)) spared.push(id);
        else leaving.push(id);
      }
      count += await drop(leaving, (now) => isExpendable(now, o.status));
      await nextTurn();
    }
    return { count, spared };
  };

  const makeOf = async (status: Crowd, signal?: AbortSignal): Promise<void> => {
    const most = config.receive.capacity[status];
    if ((await rows().count({ where: { status } })) <= most) return;
    const crowd = await readCrowd(status, signal);
    const surplus = crowd.length - most;
    if (surplus <= 0 || signal?.aborted) return;
    const ids = orderOfLeaving(crowd);
    const spares = status === 'pending' ? isKnown : async () => false;
    const first = await leave(ids, { status, surplus, spares, signal });
    const rest = { status, surplus: surplus - first.count, spares: async () => false, signal };
    const second = await leave(first.spared, rest);
    const count = first.count + second.count;
    if (count === 0) return;
    await dropped.note(status, count);
    strapi.log.warn(
      logLine(
        `more than ${most} linkbacks are ${status} (receive.capacity): the ${count} oldest of those who sent most were dropped`
      )
    );
  };

  return {
    async make(crowds, signal) {
      if (!(await takeTurn(strapi, 'room', APART))) return;
      known.clear();
      for (const status of crowds) await makeOf(status, signal);
    },
  };
};
