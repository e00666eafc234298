import type { Endpoints } from '../adapters/endpoints';
import type { Entries, EntryHead } from '../adapters/entries';
import type { Grants } from '../adapters/grants';
import type { GroupCommit } from '../adapters/group-commit';
import type { JobPayload, JobResult, Job } from '../adapters/jobs';
import type { Queue } from '../adapters/queue';
import type { TooLongLog } from '../adapters/reading/too-long';
import type { LinkbacksConfig } from '../config/resolve';
import type { EntrySettings } from '../contracts/entry-settings';
import type { ActionsResponse } from '../contracts/linkbacks';
import type { PreviewResponse } from '../contracts/preview';
import type { ListPingsQuery, ListPingsResponse, PingAction } from '../contracts/pings';
import type { Settings } from '../contracts/settings';
import type { Limited } from '../contracts/status';
import type { HttpClient } from '../core/ports';
import type { PageReader } from '../core/reading/page-reader';
import type { Reason } from '../core/reasons';
import type { Result } from '../core/result';
import type { EntryRef } from '../core/types';
import type { Ability } from './entry-access';

/** What all services share: made once in `register`, found under `strapi.get('linkbacks')`. */
export interface Linkbacks {
  readonly config: LinkbacksConfig;
  /** Sends pings, calls hooks, asks spam filters. */
  readonly http: HttpClient;
  /** Fetches and reads pages, and reads the texts of entries: in other threads. */
  readonly reader: PageReader;
  /** Its readings that took too long. */
  readonly tooLong: TooLongLog;
  readonly entries: Entries;
  readonly endpoints: Endpoints;
  readonly queue: Queue;
  readonly commit: GroupCommit;
  readonly grants: Grants;
}

/** The settings that moderators change (one row in Strapi's core store). */
export interface SettingsService {
  get(): Promise<Settings>;
  /**
   * Takes any subset, or a function that makes one of the present settings: nobody else changes them meanwhile. The
   * error names the key, what was found and what is allowed.
   */
  update(patch: unknown): Promise<Result<Settings, Reason>>;
  /** Nobody else changes them while `work` goes on; what it changes of them is committed with all that it writes, or not at all. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Moves secrets that still lie in the core store, which exports carry, to where they belong. */
  partSecrets(): Promise<void>;
}

export interface EntrySettingsService {
  get(ref: EntryRef): Promise<EntrySettings>;
  /** Takes any subset; the error names the key, what was found and what is allowed. */
  update(ref: EntryRef, patch: unknown): Promise<Result<EntrySettings, Reason>>;
  /** Whether the published entry accepts pings: its own toggle, the default, and its age. */
  isOpen(entry: EntryHead): Promise<boolean>;
  /** The same as its own toggle would have it that says `default`; null: it is not published. */
  isOpenByDefault(entry: EntryHead | null): Promise<boolean>;
  /** Whether it sends, and why it does not where this environment is what keeps it. */
  sending(ref: EntryRef): Promise<{ send: boolean; blocked: Reason | null }>;
}

/** The delivery log. */
export interface PingsService {
  list(query: ListPingsQuery): Promise<ListPingsResponse>;
  act(action: PingAction, ids: readonly string[]): Promise<ActionsResponse>;
  counts(ref: EntryRef): Promise<{ sent: number; failed: number; open: number }>;
  /** Plans and sends the published version now. */
  send(ref: EntryRef): Promise<void>;
}

/** Does the jobs of one kind. */
export interface JobHandler {
  run(payload: JobPayload, job: Job): Promise<JobResult>;
  /** The job was claimed five times and never came to an end: nothing is lost, and nothing is tried again. */
  giveUp(payload: JobPayload): Promise<void>;
}

export interface WorkerService {
  start(): void;
  stop(): Promise<void>;
  /** Something was left in the queue: look now. Never throws. */
  wake(): void;
  /** The sites that editors' links may not be asked for so often; the latest first. */
  limited(): Limited[];
}

/** Why this environment sends nothing at all, for editors and administrators alike. */
export interface SendingBlock {
  readonly code: 'sending-off' | 'public-url-changed';
  readonly why: Reason;
}

/** Where this Strapi stands: the guard against copies of a database that would send (DESIGN §5, First run). */
export interface EnvironmentService {
  /** The public URL as configured, without a slash at the end. */
  readonly presentUrl: string;
  /** The one under which this database sends; null before it first did. */
  publicUrl(): Promise<string | null>;
  /** Asked before anything is sent, and cheap: null when this environment may send. */
  blocked(): Promise<SendingBlock | null>;
  /** Whether the database belongs to another public URL: a copy, or a project that moved. */
  isElsewhere(): Promise<boolean>;
  /** What the settings' `publicUrl` asks for; the error says why not. undefined and null: nothing. */
  judge(url: unknown): Promise<Result<'keep' | 'confirm', Reason>>;
  /** The database belongs here: sending goes on. */
  confirm(): Promise<void>;
}

export interface PreviewService {
  /**
   * What would be sent if the draft were published now, for the fields that the user may read. Sends nothing and waits for
   * no network.
   */
  of(ref: EntryRef, ability: Ability): Promise<PreviewResponse>;
}
