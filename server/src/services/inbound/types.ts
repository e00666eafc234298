import type { EntryHead } from '../../adapters/entries';
import type { Client } from '../../adapters/client';
import type { ReceivedPing, Sender } from '../../adapters/jobs';
import type { Limited } from '../../contracts/status';
import type { Refusal } from '../../core/faults';
import type { Result } from '../../core/result';
import type { Reason } from '../../core/reasons';
import type { Protocol } from '../../core/types';
import type { MentionStatus } from './mention-states';
import type { JobHandler } from '../types';

export type { Sender };

/** A ping as its route and wire parser hand it in: nothing of it is checked yet. */
export interface InboundPing {
  readonly protocol: Protocol;
  readonly source: string;
  readonly target: InboundTarget;
  /** The sender's IP address, as Strapi's proxy settings say. */
  readonly address: string | null;
  /** What it is counted under while it waits; default: its address. */
  readonly sender?: Sender;
  /** What the sender calls itself. */
  readonly userAgent?: string | null;
  /** What a trackback says of itself. */
  readonly claim?: ReceivedPing['claim'];
}

/** A webmention as its form has it. */
export interface InboundMention {
  readonly source: string;
  readonly target: string;
  readonly address: string | null;
  readonly sender?: Sender;
  readonly userAgent?: string | null;
}

/** A pingback names a URL, a trackback's URL names the entry. */
export type InboundTarget =
  | { readonly kind: 'url'; readonly url: string }
  | {
      readonly kind: 'entry';
      /** Plural API name of the content type. */
      readonly contentType: string;
      readonly documentId: string;
      readonly locale: string | null;
    };

/** A target that accepts pings. */
export interface OpenTarget {
  readonly entry: EntryHead;
  /** The entry's own URL: what is stored and shown. */
  readonly url: string;
  /** The target as its sender wrote it, which the source may link to in its place; null: none was written. */
  readonly written: string | null;
}

/** Receives pings (DESIGN §5, "In"). */
export interface InboundService {
  /** Counts a request before its body is read; `limited` when its sender comes too often. */
  knock(client: Client): Promise<Result<void, Refusal>>;
  /**
   * Checks, verifies and stores one ping; takes at most about `receive.inlineBudget`. 'accepted' is said only after
   * the linkback, or the job that will verify it, is committed. Pingback 1.0 section 3; DESIGN §3.2 for the order.
   */
  receive(ping: InboundPing): Promise<Result<'accepted', Refusal>>;
  /**
   * Takes a webmention without looking at its source or its entry. Gives the token of its status resource, after commit
   * (Webmention §3.2).
   */
  mention(mention: InboundMention): Promise<Result<string, Refusal>>;
  /** What became of a webmention; null for tokens that nobody was given. */
  mentionStatus(token: string): Promise<MentionStatus | null>;
  /** Leaves jobs for stored linkbacks whose sources are due to be looked at again; resolves to how many. */
  leaveDue(): Promise<number>;
  /**
   * Drops the pings from a host and those below it that wait to be verified; whoever asks what became of one hears that it
   * was refused.
   *
   * @param host as a URL has it, without a port
   */
  dropWaiting(host: string): Promise<void>;
  /** Forgets what senders are told no longer, some rows at a time. */
  purge(signal?: AbortSignal): Promise<void>;
  /** Lists what limits refused or delayed lately. */
  limited(): Limited[];
  /** Notices whether a request came through a proxy that Strapi does not trust. */
  seeProxy(client: Client): void;
  /** Returns the warning about such a proxy, once a request came through one; else null. */
  proxyWarning(): Reason | null;
  /** Verifies what could not be verified within the budget. */
  readonly verifyJob: JobHandler;
  /** Verifies a webmention. */
  readonly mentionJob: JobHandler;
  /** Looks at the source of a stored linkback again. */
  readonly recheckJob: JobHandler;
  /** Tells the spam filter what a moderator decided. */
  readonly feedbackJob: JobHandler;
}
