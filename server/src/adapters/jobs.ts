import type { Endpoint } from '../core/discovery';
import type { EntryRef, Protocol } from '../core/types';

/**
 * Due work. Only job rows cause anything to happen; they are written in the transaction of what they follow
 * from, and a process that dies leaves them to the next.
 */
export type JobPayload =
  /** Compare an entry's links with its pings. `remove`: it was unpublished or deleted. `send`: a person asked. */
  | { kind: 'plan'; ref: EntryRef; action: 'publish' | 'remove' | 'send' }
  /** Look at our own page for all pings of the entry that wait for it. */
  | { kind: 'live'; ref: EntryRef }
  /**
   * Deliver one ping. `host`: whom the next request goes to, the target's host or, once one is chosen, the
   * endpoint's. `notTaken`: protocols that certainly did not take it.
   */
  | { kind: 'ping'; pairKey: string; host: string; chosen?: ChosenEndpoint; notTaken?: readonly Protocol[] }
  /** Find out for a preview how a target wants to be told. */
  | { kind: 'look'; target: string; host: string }
  /** Verify a received ping whose source took longer than the inline budget. */
  | { kind: 'verify'; received: ReceivedPing; host: string; sender?: Sender; tries?: Tries }
  /** Verify a received webmention: new, changed, or one that takes its link back. */
  | {
      kind: 'mention';
      source: string;
      target: string;
      address: string | null;
      userAgent?: string | null;
      receivedAt: string;
      host: string;
      sender?: Sender;
      tries?: Tries;
    }
  /** Look at the source of a stored linkback again; `linkback` is its id, `by` the moderator who asked for it. */
  | { kind: 'recheck'; linkback: string; by: string | null; host: string; tries?: Tries }
  /** Tell Akismet what a moderator made of a linkback; `host`: Akismet's. */
  | { kind: 'feedback'; linkback: string; verdict: 'spam' | 'ham'; host: string }
  /** Tell what was noted: `url`, a hook; null, by e-mail. */
  | { kind: 'notice'; url: string | null };

/**
 * The endpoint that a ping goes to. `last`: the target certainly offers no other way. `attempts`: how many there were
 * before; after one more it is looked for anew, since it may have moved, or be for one time only.
 */
export type ChosenEndpoint = Endpoint & { readonly last: boolean; readonly attempts: number };

export type JobKind = JobPayload['kind'];

/** Jobs that fetch the source of a received ping. */
export type SourceJob = Extract<JobPayload, { kind: 'verify' | 'mention' | 'recheck' }>;

/** What was found out about fetching a source; nothing yet when left out. */
export interface Tries {
  /** How often in a row the job waited because too much went to its site. */
  readonly busy: number;
  /** The source took its time: it has to wait for one of the places of the slow ones. */
  readonly slow: boolean;
}

/** Under what the received pings that wait are counted, so that no sender takes the places of all. */
export interface Sender {
  /** The client's address or what stands for it (Client.key). */
  readonly key: string;
  /** Its network; null where that is not certain. */
  readonly network: string | null;
}

/** A received ping that is not believed yet. */
export interface ReceivedPing {
  readonly protocol: Protocol;
  readonly source: string;
  /** The entry's URL. */
  readonly target: string;
  /** The target as its sender wrote it: searched for blocked words and accepted as the link, never shown. */
  readonly written?: string | null;
  readonly ref: EntryRef;
  /** The sender's IP address. */
  readonly address: string | null;
  /** What the sender called itself, where a spam filter asks for it. */
  readonly userAgent?: string | null;
  /** ISO 8601. */
  readonly receivedAt: string;
  /** What a trackback says of itself: shown only where the source has it too. */
  readonly claim: {
    readonly title: string | null;
    readonly excerpt: string | null;
    readonly blogName: string | null;
  };
}

/** A job as its holder has it. */
export interface Job {
  readonly id: number;
  readonly payload: JobPayload;
  /** How often it was claimed since it last had a result. */
  readonly attempts: number;
  /** How many claims in a row ended with their process; the present one counts until it is settled. */
  readonly crashes: number;
  /** The holder's fencing token. */
  readonly token: string;
}

/** What became of a job. */
export type JobResult =
  /** `also`: what is written in the transaction that ends the job; gives what is to be done after its commit. */
  | { readonly kind: 'done'; readonly also?: () => Promise<() => void> }
  /** Not before `delay` seconds have passed. `payload`: what it knows by then; its lane and pair stay. */
  | { readonly kind: 'again'; readonly delay: number; readonly payload?: JobPayload }
  /** It goes on as another job, due now: the lane may be another one. */
  | { readonly kind: 'move'; readonly payload: JobPayload };
