/** Milliseconds for which a peer that took no connection is left alone: at first, and at most. */
const FIRST_PAUSE = 10_000;
const LONGEST_PAUSE = 300_000;

/** Peers (address and port) that did not take a connection. */
export interface SilentPeers {
  /**
   * Whether a peer may be tried: it was never silent, or it is its turn again. Who is told yes about a silent one tries
   * for all; the others are told no for as long as the peer's pause lasts.
   */
  mayTry(peer: string): boolean;
  /** It did not take a connection; each time it is left alone for twice as long. */
  noteSilent(peer: string): void;
  noteAlive(peer: string): void;
}

/**
 * Remembers who is silent, so that not everybody waits for it in turn. Only a connection that is not taken counts:
 * nobody can make an answering peer silent by asking it for a slow page.
 *
 * @param o.now milliseconds of a clock that never goes back
 * @param o.most peers that are remembered; those noted longest ago go first
 */
export const createSilentPeers = (o: { now: () => number; most?: number }): SilentPeers => {
  const { now, most = 10_000 } = o;
  const peers = new Map<string, { readonly pause: number; until: number }>();

  return {
    mayTry(peer) {
      const silent = peers.get(peer);
      if (!silent) return true;
      if (now() < silent.until) return false;
      silent.until = now() + silent.pause;
      return true;
    },
    noteSilent(peer) {
      const before = peers.get(peer)?.pause ?? FIRST_PAUSE / 2;
      const pause = Math.min(LONGEST_PAUSE, before * 2);
      peers.delete(peer);
      peers.set(peer, { pause, until: now() + pause });
      const [oldest] = peers.keys();
      if (peers.size > most && oldest !== undefined) peers.delete(oldest);
    },
    noteAlive: (peer) => void peers.delete(peer),
  };
};
