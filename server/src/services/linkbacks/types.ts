import type {
  LinkbackActionsRequest,
  LinkbackActionsResponse,
  LinkbackDetail,
  ListLinkbacksQuery,
  ListLinkbacksResponse,
} from '../../contracts/linkbacks';
import type { EntryRef } from '../../core/types';
import type { Crowd } from './room';

/** What moderators do with received linkbacks. */
export interface LinkbacksService {
  /** One page, and the counts of all statuses under the same filters but that of the status. */
  list(query: ListLinkbacksQuery): Promise<ListLinkbacksResponse>;
  findOne(id: string): Promise<LinkbackDetail | null>;
  /** One answer per id, in the order asked; `actor` is the moderator's name, for the reason. */
  act(request: LinkbackActionsRequest, actor: string): Promise<LinkbackActionsResponse>;
  /** How many wait and how many are shown for one entry. */
  counts(ref: EntryRef): Promise<{ pending: number; approved: number }>;
  /**
   * Erases all that came from a host and those below it, wherever it is; the traces keep it from coming back.
   *
   * @param host as a URL has it, without a port
   * @returns how many there were
   */
  eraseHost(host: string): Promise<number>;
  /**
   * Forgets what `receive.retention` says is old, and settings of entries never saved; some rows at a time.
   *
   * @param signal ends it early
   */
  purge(signal?: AbortSignal): Promise<void>;
  /** Drops what is beyond `receive.capacity` ({@link Room.make}). */
  makeRoom(crowds: readonly Crowd[], signal?: AbortSignal): Promise<void>;
}
