import type { PageReader } from '../../core/reading/page-reader';
import type { Result } from '../../core/result';
import { parseUrl } from '../../core/url/parse-url';

/** The readings that were ended because they took too much time or memory, as far as this process knows. */
export interface TooLong {
  /** Since the process started. */
  readonly count: number;
  /** The last one: the host that was asked (of an entry's texts: of its page), and when, in ISO 8601. */
  readonly last: { readonly host: string; readonly at: string } | null;
}

export interface TooLongLog {
  /** Notes a reading that was ended. */
  note(url: string): void;
  get(): TooLong;
}

/**
 * Counts readings that were ended, in memory.
 *
 * @param o.say logs a text now and then
 * @param o.now milliseconds
 */
export const createTooLongLog = (o: { say: (text: string) => void; now?: () => number }): TooLongLog => {
  const { say, now = Date.now } = o;
  let known: TooLong = { count: 0, last: null };
  return {
    note(url) {
      const last = { host: parseUrl(url)?.hostname ?? '', at: new Date(now()).toISOString() };
      known = { count: known.count + 1, last };
      say(`a page of ${last.host} took too long to read, number ${String(known.count)} since the start`);
    },
    get: () => known,
  };
};

/** Returns the reader that tells the log of each reading that took too long, whichever thread it was in. */
export const counting = (reader: PageReader, log: TooLongLog): PageReader => {
  const watched = async <T, E>(url: string, reading: Promise<Result<T, E>>): Promise<Result<T, E>> => {
    const result = await reading;
    if (!result.ok && tookTooLong(result.error)) log.note(url);
    return result;
  };
  return {
    verify: (request, calls) => watched(request.source, reader.verify(request, calls)),
    discover: (target, options, calls) => watched(target, reader.discover(target, options, calls)),
    ownPage: (request, calls) => watched(request.url, reader.ownPage(request, calls)),
    links: (parts, baseUrl) => watched(baseUrl, reader.links(parts, baseUrl)),
    close: () => reader.close(),
  };
};

/** Failures of what is fetched are objects with a code; those of texts are the code alone. */
const tookTooLong = (failure: unknown): boolean => {
  const code = typeof failure === 'object' && failure !== null && 'code' in failure ? failure.code : failure;
  return code === 'reading-too-long';
};
