import type { Reason } from './reasons';

/** GET /linkbacks/status */
export interface StatusResponse {
  /**
   * `enabled`: by configuration. `blocked`: why nothing is sent although the settings may say so (off in this
   * environment, or paused because the public URL changed); null when sending is on. `why`: the same for machines.
   */
  sending: { enabled: boolean; blocked: string | null; why: Reason | null };
  /**
   * `oldestSeconds`: how long the oldest job has been due; 0 when none is yet, null when there is none. `waiting`: pings
   * that wait until our page is live.
   */
  queue: { jobs: number; oldestSeconds: number | null; waiting: number };
  /** The job, look for work or notice that failed last, by a fault of ours or of a hook; null when none did yet. */
  lastError: { at: string; message: string; why: Reason | null } | null;
  /**
   * Pages and texts that took too long to read, or too much memory, since the process that answers started. `host`: that was
   * asked for the last one; of an entry's texts, that of its page.
   */
  tooLong: { count: number; last: { host: string; at: string } | null };
  /** What limits refused or delayed lately, as far as the process that answers knows; the latest first. */
  limited: Limited[];
  /** Linkbacks that made room for newer ones, because more than `receive.capacity` were there; the latest first. */
  dropped: DroppedLinkbacks[];
}

export interface DroppedLinkbacks {
  /** The status that was full. */
  status: 'pending' | 'spam' | 'gone';
  /** All of them together. */
  count: number;
  /** ISO 8601. */
  last: string;
}

export interface Limited {
  /**
   * The limits of `receive.rateLimit`; `fetch`: of the sources that are fetched at a time; `waiting`: of the pings that wait
   * to be verified.
   */
  kind: 'client' | 'sourceHost' | 'target' | 'total' | 'fetch' | 'waiting';
  /**
   * What was counted: the address (IPv6: its /64), the host, the target; '' for `total`. Of `waiting` the sender's. Behind a
   * proxy that Strapi does not trust, the proxy's address with a hash of what it says of the sender.
   */
  key: string;
  /** `refused`: the sender was told to come back later. `delayed`: the ping waits for the worker. */
  result: 'refused' | 'delayed';
  /** How often since the process started, or since this one was last forgotten. */
  count: number;
  /** ISO 8601. */
  last: string;
}

/** GET /linkbacks/resolve?url= */
export interface ResolveResponse {
  /** `unpublished`: a URL pattern matches, but there is no published entry. */
  kind: 'entry' | 'unpublished' | 'not-ours';
  entry: {
    uid: string;
    documentId: string;
    locale: string;
    title: string;
    kind: 'collectionType' | 'singleType';
  } | null;
}
