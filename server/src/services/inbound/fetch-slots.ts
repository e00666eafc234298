import type { HttpGuard, HttpHop } from '../../core/ports';
import {
  createFetchBudgets,
  isSameDomain,
  partiesOf,
  partiesOfHop,
  type FetchLimits,
  type Party,
} from './fetch-budgets';
import type { LimitedLog } from './limited';
import { createSilentPeers } from './silent-peers';

/** Milliseconds after which a source is slow: from then on it needs one of the few places of the slow ones. */
export const SLOW_AFTER = 1_000;
/** Milliseconds after which a connection that was not taken is a silence, and not just given up. */
const SILENT_AFTER = 400;
/** Of each limit, what redirects from elsewhere may use up: the rest is left for those who name the site themselves. */
const SHARE_OF_REDIRECTS = 0.5;

/** The right to fetch one source; whoever has it gives it back with `leave`. */
export interface FetchSlot extends HttpGuard {
  /** Ends the fetch: who asked for it gave it up, or it was slow, and no place of the slow ones was free. */
  readonly signal: AbortSignal;
  /** Whether it is, or was, one of the slow ones. */
  isSlow(): boolean;
  /** Whether it was ended because it was slow. */
  isEvicted(): boolean;
  leave(): void;
}

export interface FetchSlots {
  /**
   * Null when as many fetches as may be are under way, or the source's site has been asked often enough. Nobody waits here.
   *
   * @param o.slow the source was slow before: it begins as one of the slow ones
   * @param o.signal of who asks for the fetch
   */
  enter(source: URL, o?: { slow?: boolean; signal?: AbortSignal }): FetchSlot | null;
}

export interface SlotsClock {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Does something in so many milliseconds, unless what it gives is called before. */
  after(milliseconds: number, act: () => void): () => void;
}

const CLOCK: SlotsClock = {
  now: () => performance.now(),
  after(milliseconds, act) {
    const timer = setTimeout(act, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};

/** A connection as it is counted. */
interface Connection {
  readonly peer: string;
  readonly since: number;
  /** Whether the peer took it. */
  taken: boolean;
}

const peerOf = ({ url, address }: HttpHop): string => {
  const { protocol, port } = new URL(url);
  return `${address} ${protocol}${port}`;
};

/**
 * The limits of `receive.fetches`, for this process: whatever arrives, and under however many names or by whichever
 * redirects, no site is asked more often or for more bytes (Pingback erratum of 2007; PROTOCOLS §6). Slow sources share a
 * quarter of the places, so that fast ones always find one.
 *
 * @param o.triesSilent peers that took no connection are asked all the same: whoever asks waits longer each time itself
 */
export const createFetchSlots = (o: {
  limits: FetchLimits;
  limited: LimitedLog;
  triesSilent?: boolean;
  clock?: SlotsClock;
}): FetchSlots => {
  const { limits, limited, triesSilent = false, clock = CLOCK } = o;
  const budgets = createFetchBudgets({ limits, limited, now: clock.now });
  const silent = createSilentPeers({ now: clock.now });
  const mostSlow = Math.max(1, Math.floor(limits.total / 4));
  const taken = { total: 0, slow: 0 };

  const hasPlace = (slow: boolean): boolean => {
    const free = taken.total < limits.total && (!slow || taken.slow < mostSlow);
    if (!free) limited.note('fetch', '');
    return free;
  };

  return {
    enter(source, { slow: wasSlow = false, signal } = {}) {
      const ofSource = partiesOf(source);
      if (!hasPlace(wasSlow) || !budgets.hasRoom(ofSource, { share: 1 })) return null;

      const abort = new AbortController();
      const giveUp = (): void => abort.abort();
      if (signal?.aborted) giveUp();
      signal?.addEventListener('abort', giveUp, { once: true });
      let slow = wasSlow;
      let evicted = false;
      let left = false;
      let connection: Connection | null = null;
      let burdened: readonly Party[] = ofSource;
      budgets.begin(burdened);
      taken.total += 1;
      if (slow) taken.slow += 1;

      /** Its time among the fast ones is over. */
      const slowDown = (): void => {
        if (slow || left) return;
        slow = true;
        if (taken.slow < mostSlow) {
          taken.slow += 1;
          return;
        }
        evicted = true;
        limited.note('fetch', '');
        giveUp();
      };
      const stopTimer = wasSlow ? () => undefined : clock.after(SLOW_AFTER, slowDown);

      /** The connection before, or the wait for the first one, is over. */
      const release = (): void => {
        budgets.end(burdened);
        burdened = [];
        if (connection && !connection.taken && clock.now() - connection.since >= SILENT_AFTER)
          silent.noteSilent(connection.peer);
        connection = null;
      };
      const shareOf = (url: URL): number => (isSameDomain(url, source) ? 1 : SHARE_OF_REDIRECTS);

      return {
        signal: abort.signal,
        isSlow: () => slow,
        isEvicted: () => evicted,

        admit(hop: HttpHop) {
          // A name server may answer long after the fetch was given up: what is taken then, nobody gives back.
          if (left) return false;
          release();
          const parties = partiesOfHop(hop);
          const url = new URL(hop.url);
          const peer = peerOf(hop);
          if (!budgets.hasRoom(parties, { share: shareOf(url) })) return false;
          if (!triesSilent && !silent.mayTry(peer)) return false;
          budgets.begin(parties);
          budgets.countRequest(parties);
          burdened = parties;
          connection = { peer, since: clock.now(), taken: false };
          return true;
        },

        spent(hop, bytes) {
          budgets.countBytes(partiesOfHop(hop), bytes);
          if (connection?.peer !== peerOf(hop) || left) return;
          connection.taken = true;
          silent.noteAlive(connection.peer);
        },

        leave() {
          if (left) return;
          left = true;
          release();
          stopTimer();
          signal?.removeEventListener('abort', giveUp);
          taken.total -= 1;
          if (slow && !evicted) taken.slow -= 1;
        },
      };
    },
  };
};
