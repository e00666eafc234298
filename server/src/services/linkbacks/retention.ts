import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { LINKBACK_UID } from '../../constants';
import type { LinkbackStatus } from '../../core/types';
import { getLinkbacks } from '../../get-service';
import { createDrop } from './drop';
import type { Erase } from './erase';
import { isExpendable, type Droppable } from './expendable';
import type { LinkbackRow } from './rows';
import { createSenders } from './senders';
import { windowsOf, type WindowRow } from './windows';

const DAY = 86_400_000;
/** Rows that are read in one turn of the event loop. */
const WINDOW = 100;
/** Rows that are changed in one transaction. */
const BATCH = 25;

type Row = WindowRow & { readonly moved_at: unknown; readonly next_verification_at: unknown };

/** Forgets what `receive.retention` says is old, some rows at a time. */
export interface Retention {
  /** @param signal ends it early; the next time goes on */
  purge(signal?: AbortSignal): Promise<void>;
}

export const createRetention = (o: { strapi: Core.Strapi; erase: Erase['rows'] }): Retention => {
  const { strapi, erase } = o;
  const { retention } = getLinkbacks(strapi).config.receive;
  const rows = () => strapi.db.query(LINKBACK_UID);
  const drop = createDrop({ strapi });
  const senders = createSenders({ strapi });

  const read = (ids: readonly number[]): Promise<LinkbackRow[]> =>
    rows().findMany({ where: { id: { $in: [...ids] } } });

  /** The linkbacks that have been in a status since before then, some at a time. */
  async function* since(status: LinkbackStatus, before: number, signal?: AbortSignal) {
    const where = (query: Knex.QueryBuilder): void => void query.where({ status });
    const columns = ['moved_at', 'next_verification_at'];
    for await (const window of windowsOf<Row>(strapi, {
      where,
      columns,
      order: 'asc',
      size: WINDOW,
      signal,
    })) {
      const old = window.filter(({ moved_at }) => moved_at !== null && timeOf(moved_at) < before);
      for (let at = 0; at < old.length; at += BATCH) yield old.slice(at, at + BATCH);
    }
  }

  const isSince = (row: Droppable, status: LinkbackStatus, before: number): boolean =>
    row.status === status && row.movedAt !== null && Date.parse(row.movedAt) < before;

  /** What a moderator, a word or a host put away goes for good, with a trace. */
  const eraseOld = async (status: 'spam' | 'trash', before: number, signal?: AbortSignal): Promise<void> => {
    for await (const old of since(status, before, signal))
      await erase(await read(old.map(({ id }) => id)), (now) => isSince(now, status, before));
  };

  const dropOld = async (status: 'pending' | 'gone', before: number, signal?: AbortSignal): Promise<void> => {
    for await (const old of since(status, before, signal)) {
      const ids = old.map(({ id }) => id);
      await drop(ids, (now) => isExpendable(now, status) && isSince(now, status, before));
      if (status === 'gone') await retire(old);
    }
  };

  /** What was shown and is gone stays, so that it can come back when somebody pings for it; nobody looks for it any more. */
  const retire = async (old: readonly Row[]): Promise<void> => {
    const ids = old.filter((row) => row.next_verification_at !== null).map(({ id }) => id);
    if (ids.length === 0) return;
    await rows().updateMany({
      where: { id: { $in: ids }, status: 'gone' },
      data: { nextVerificationAt: null, decided: null },
    });
  };

  return {
    async purge(signal) {
      const before = (days: number): number => Date.now() - days * DAY;
      await senders.forgetBefore(before(retention.addresses), signal);
      await eraseOld('spam', before(retention.spam), signal);
      await eraseOld('trash', before(retention.trash), signal);
      await dropOld('pending', before(retention.pending), signal);
      await dropOld('gone', before(retention.gone), signal);
    },
  };
};

/** Milliseconds since 1970 of a time as the database gives it. */
const timeOf = (value: unknown): number => new Date(value as string | number | Date).getTime();
