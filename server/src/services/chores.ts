import type { Core } from '@strapi/strapi';
import { takeTurn } from '../adapters/turn';
import { getLinkbacks, getService } from '../get-service';
import { createLooks } from './outbound/looks';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What is done now and then, beside the jobs: nobody waits for it. */
export interface Chores {
  /** Begins what is due, unless some of it is still under way. Never throws. */
  begin(): void;
  /** Breaks off what is under way; resolves when that has ended. */
  stop(): Promise<void>;
}

/** @param o.complain is told what goes wrong; the next time tries again */
export const createChores = (o: { strapi: Core.Strapi; complain(error: unknown): void }): Chores => {
  const { strapi, complain } = o;
  const ending = new AbortController();
  const { signal } = ending;
  const begunAt = new Map<string, number>();
  let underWay: Promise<void> | null = null;

  /** Once in `every` milliseconds, by one process for all. */
  const isTurn = async (name: string, every: number): Promise<boolean> => {
    const last = begunAt.get(name);
    if (signal.aborted || (last !== undefined && Date.now() - last < every)) return false;
    begunAt.set(name, Date.now());
    return takeTurn(strapi, name, every);
  };

  const work = async (): Promise<void> => {
    if (await isTurn('reverification', MINUTE)) await getService(strapi, 'inbound').leaveDue();
    if (await isTurn('crowds', MINUTE))
      await getService(strapi, 'linkbacks').makeRoom(['pending', 'spam'], signal);
    if (!(await isTurn('housekeeping', HOUR))) return;
    await getService(strapi, 'linkbacks').purge(signal);
    await getService(strapi, 'linkbacks').makeRoom(['gone'], signal);
    await getService(strapi, 'inbound').purge(signal);
    await createLooks({ strapi }).purge(signal);
    await getLinkbacks(strapi).queue.forgetGaps();
  };

  return {
    begin() {
      if (signal.aborted) return;
      underWay ??= work()
        .catch(complain)
        .finally(() => {
          underWay = null;
        });
    },
    async stop() {
      ending.abort();
      await underWay;
    },
  };
};
