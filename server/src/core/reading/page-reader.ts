import { extractLinks, type ContentPart, type FoundLink } from '../content/links';
import { discover, type Discovery, type DiscoveryFailure, type DiscoverOptions } from '../discovery';
import { readOwnPage, type OwnPage, type OwnPageFailure, type OwnPageRequest } from '../own-page';
import type { HttpGuard, HttpClient } from '../ports';
import { err, ok, type Result } from '../result';
import type { OwnSoftware } from '../url/own-software';
import { targetTest, type TargetRule } from '../url/target-rule';
import { verifySource, type VerificationFailure, type VerifiedSource } from '../verification';
import { metered, TookTooLong, type Meter } from './meter';

/** What is asked about a source. Plain data: it can be sent to a thread. */
export interface SourceRequest {
  readonly source: string;
  /** The page that a link must lead to. */
  readonly target: TargetRule;
  /** The target as its sender wrote it, where one of the links must be that; null: any link to the target will do. */
  readonly required: TargetRule | null;
  /** The target's own page: it does not link to itself. */
  readonly itself: TargetRule;
  /** Where this Strapi is reached: it is never asked. */
  readonly ownSoftware: OwnSoftware;
  readonly headers: Readonly<Record<string, string>>;
  /** Texts that a peer claims for the source: `shown` names those that really occur in it (DESIGN rule 4). */
  readonly sought: readonly string[];
  readonly countLinks: boolean;
  /** JSON and plain text count too (Webmention §3.2.2). */
  readonly otherTypes: boolean;
}

/** A source that links to its target. Plain data. */
export interface SourceReading extends Omit<VerifiedSource, 'words'> {
  /** Those of the texts that were sought which the source shows. */
  readonly shown: readonly string[];
}

/** Why an entry's texts were not read: they took all of their time, or too much else is being read. */
export type UnreadContent = 'reading-too-long' | 'busy';

/** What the caller of a request keeps in its own hands. */
export interface ReadingCalls {
  /** Asked before each connection, and told what came over it. */
  readonly guard?: HttpGuard;
  /** Ends the work early. */
  readonly signal?: AbortSignal;
}

/**
 * Reads what strangers and editors wrote. All requests and answers are plain data, so that the work may be done in
 * another thread; whoever implements this passes tests/contract/page-reader.ts.
 */
export interface PageReader {
  /** Fetches a source and looks for its link to the target ({@link verifySource}). */
  verify(request: SourceRequest, calls?: ReadingCalls): Promise<Result<SourceReading, VerificationFailure>>;
  /** Asks a target for its endpoints ({@link discover}). */
  discover(
    target: string,
    options: DiscoverOptions,
    calls?: ReadingCalls
  ): Promise<Result<Discovery, DiscoveryFailure>>;
  /** Reads a page of our own ({@link readOwnPage}). */
  ownPage(request: OwnPageRequest, calls?: ReadingCalls): Promise<Result<OwnPage, OwnPageFailure>>;
  /** Finds the links of an entry's texts ({@link extractLinks}). */
  links(parts: readonly ContentPart[], baseUrl: string): Promise<Result<FoundLink[], UnreadContent>>;
  close(): Promise<void>;
}

/**
 * Reads in the thread that asks.
 *
 * @param o.newMeter makes the meter of one document
 */
export const createPageReader = (o: { http: HttpClient; newMeter(): Meter }): PageReader => {
  /** A reading that was ended is an ordinary failure. */
  const bounded = async <T, E>(
    read: (http: HttpClient, meter: Meter) => Promise<Result<T, E>>
  ): Promise<Result<T, E | TooLong>> => {
    try {
      const meter = o.newMeter();
      return await read(metered(o.http, meter), meter);
    } catch (error) {
      if (error instanceof TookTooLong) return err(TOO_LONG);
      throw error;
    }
  };

  /** What is read in one stretch: only a watcher outside could end it. */
  const atOnce = async <T>(read: () => T): Promise<Result<T, never>> => ok(stretch(o.newMeter(), read));

  return {
    verify: (request, calls = {}) =>
      bounded(async (http, meter) => {
        const { source, headers, sought, countLinks, otherTypes } = request;
        const verified = await verifySource(http, {
          source,
          headers,
          countLinks,
          otherTypes,
          isTarget: targetTest(request.target),
          ...(request.required && { isRequired: targetTest(request.required) }),
          isItself: targetTest(request.itself),
          refuses: request.ownSoftware,
          keepText: sought.length > 0,
          ...calls,
        });
        if (!verified.ok) return verified;
        const { words, ...reading } = verified.value;
        return ok({ ...reading, shown: stretch(meter, () => sought.filter(words)) });
      }),

    discover: (target, options, calls = {}) =>
      bounded((http) => discover(http, target, { ...options, ...calls })),

    ownPage: (request, { signal } = {}) =>
      bounded((http) => readOwnPage(http, { ...request, ...(signal && { signal }) })),

    links: (parts, baseUrl) => atOnce(() => extractLinks(parts, baseUrl)),
    close: () => o.http.close(),
  };
};

/** Reads something in one stretch. */
const stretch = <T>(meter: Meter, read: () => T): T => {
  meter.resume();
  try {
    return read();
  } finally {
    meter.stop();
  }
};

/** The same failure for all that is fetched. */
export const TOO_LONG = { kind: 'unreachable', code: 'reading-too-long' } as const;
type TooLong = typeof TOO_LONG;
