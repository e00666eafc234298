import type {
  LinkbackActionsRequest,
  LinkbackActionsResponse,
  LinkbackDetail,
  ListLinkbacksQuery,
  ListLinkbacksResponse,
} from '../../contracts/linkbacks';
import type { EntryRef } from '../../core/types';

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
  /** Forgets what `receive.retention` says is old: addresses, spam and trash; and settings of entries never saved. */
  purge(): Promise<void>;
}
