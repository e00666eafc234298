import type { JobKind } from '../adapters/jobs';

export type Places = Readonly<Record<JobKind, number>>;

/**
 * How many jobs of each kind a process holds at a time. Each kind has places of its own: whatever a thousand due pings,
 * or senders who never answer, hold up, an entry is planned at once.
 */
export interface WorkerPlaces {
  readonly total: number;
  /** The places that are left when jobs of these kinds run. */
  without(running: Iterable<JobKind>): Places;
}

/** For jobs that only ask the database and our own pages. */
const OWN = 8;

/** Sources of received pings that are fetched at a time at most, however many fetches may be under way. */
const MOST_SOURCES = 64;

/**
 * @param concurrency pings that may be found out about, and as many that may be sent, at a time
 * @param fetches sources that may be fetched at a time: slow ones hold a part of them only
 */
export const createPlaces = (concurrency: number, fetches: number): WorkerPlaces => {
  const sources = Math.min(MOST_SOURCES, fetches);
  const all: Places = {
    plan: OWN,
    live: OWN,
    verify: sources,
    mention: sources,
    // Nobody waits for these.
    recheck: OWN,
    notice: OWN,
    feedback: OWN,
    look: concurrency,
    // While one is being found out about, another can be sent.
    ping: 2 * concurrency,
  };
  return {
    total: Object.values(all).reduce((sum, count) => sum + count, 0),
    without(running) {
      const left: Record<JobKind, number> = { ...all };
      for (const kind of running) left[kind] -= 1;
      return left;
    },
  };
};
