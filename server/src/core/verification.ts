import type { LinkMark } from './html/excerpt';
import { resolveHttp } from './html/base';
import { firstHeader } from './html/headers';
import { decodePage } from './html/charset';
import { cutText, cutTextStart, cleanText } from './html/text';
import { sourceKind } from './html/media-type';
import { linkInJson, linkInText } from './html/other-sources';
import type { EntryFacts } from './html/microformats';
import { readPage } from './html/page';
import { destinationOf, NO_REFRESH, refreshOf, withRefresh, type Refreshes } from './html/refresh';
import type { HttpClient, HttpFailureCode, HttpGuard, HttpResponse } from './ports';
import { err, ok } from './result';
import type { Result } from './result';
import type { OwnSoftware } from './url/own-software';

export interface VerifyOptions {
  readonly source: string;
  /** Whether an absolute http(s) URL is the target. */
  isTarget(url: string): boolean;
  /** The target as its sender wrote it, where one of the links must be that (Webmention §3.2.2). */
  isRequired?(url: string): boolean;
  /** Whether a source that turns out to be there is the target's own page; `isTarget` when left out. */
  isItself?(url: string): boolean;
  /** Beside the client's own and `accept`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds for the whole; the client's default when left out. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  /** As in a request. */
  readonly guard?: HttpGuard;
  /** As in a request: URLs that are not asked for, also not on the way. */
  readonly refuses?: OwnSoftware;
  /** Hosts that may be private: for the live check of our own pages only. */
  readonly privateHosts?: ReadonlySet<string>;
  /** Keep the page's text for `words`, which else only knows title, site name and excerpt. */
  readonly keepText?: boolean;
  /** Read to the end and count the links to other sites. */
  readonly countLinks?: boolean;
  /** JSON and plain text count too, as for webmentions (Webmention §3.2.2). */
  readonly otherTypes?: boolean;
}

/** A source that really links to its target. Texts are plain, cleaned and cut. */
export interface VerifiedSource {
  /** Where the source was found, after redirects. */
  readonly finalUrl: string;
  /** What redirected there, in its order. */
  readonly hops: readonly string[];
  /** The link as an absolute URL. */
  readonly link: string;
  readonly title: string | null;
  readonly siteName: string | null;
  /** The words around the link. */
  readonly excerpt: string | null;
  /** Where in the excerpt the link's own text stands. */
  readonly excerptMark: LinkMark | null;
  /** `<meta name="linkbacks-revision">`, as our own pages carry it. */
  readonly revision: string | null;
  readonly author: EntryFacts['author'];
  readonly type: EntryFacts['type'];
  /** ISO 8601, as it says itself. */
  readonly published: string | null;
  /** The text of a reply or the like whose link stands beside it. */
  readonly content: string | null;
  /** Links to other sites; null: they were not counted. */
  readonly otherSites: number | null;
  /** Where it says that it is at home, on whatever host. */
  readonly canonical: string | null;
  /** Where it sends its visitors by itself, after a moment (`Refresh`, `<meta http-equiv="refresh">`). */
  readonly refresh: string | null;
  /** Where the h-entry around the link says that it is at home (`u-url`), on whatever host. */
  readonly permalink: string | null;
  /** Whether the page shows this text (DESIGN, rule 4). */
  words(text: string): boolean;
}

export type VerificationFailure =
  | { readonly kind: 'unreachable'; readonly code: HttpFailureCode }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'not-a-page'; readonly contentType: string }
  | { readonly kind: 'no-link' };

const ACCEPT = 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1';
/** Code points to each side of a link in a plain text. */
const SIDE = 100;

/**
 * Fetches a source and checks that it is a live page with a real link to the target (PROTOCOLS §4). Only 2xx counts,
 * redirects are followed by the client, links are seen from the final URL. A source that turns out to be the target
 * itself has no link: every page links to itself somewhere.
 */
export const verifySource = async (
  http: HttpClient,
  options: VerifyOptions
): Promise<Result<VerifiedSource, VerificationFailure>> => {
  const { source, headers, timeout, signal, guard, privateHosts } = options;
  const answer = await http.request(
    {
      url: source,
      headers: { accept: ACCEPT, ...headers },
      ...(timeout !== undefined && { timeout }),
      ...(signal && { signal }),
      ...(guard && { guard }),
      ...(options.refuses && { refuses: options.refuses }),
      ...(privateHosts && { privateHosts }),
    },
    (response) => readSource(response, options)
  );
  return answer.ok ? answer.value : err({ kind: 'unreachable', code: answer.error.code });
};

const readSource = async (
  response: HttpResponse,
  options: VerifyOptions
): Promise<Result<VerifiedSource, VerificationFailure>> => {
  const { status, headers, url, hops = [], body } = response;
  if (status < 200 || status > 299) return err({ kind: 'status', status });
  const contentType = firstHeader(headers, 'content-type');
  const kind = sourceKind(contentType);
  if (kind === null || (kind !== 'page' && !options.otherTypes)) {
    return err({ kind: 'not-a-page', contentType: contentType ?? '' });
  }
  if ((options.isItself ?? options.isTarget)(url)) return err({ kind: 'no-link' });
  if (kind !== 'page') return readOther(response, kind, options);

  const { isTarget, isRequired, keepText = false, countLinks = false } = options;
  const { link, gone, refreshes, ...page } = await readPage(body, {
    contentType,
    url,
    isTarget,
    keepText,
    countLinks,
    ...(isRequired && { isRequired }),
  });
  if (gone) return err({ kind: 'status', status: 410 });
  if (!link) return err({ kind: 'no-link' });
  const { href, excerpt, mark: excerptMark } = link;
  const both = [refreshes.first, refreshes.quickest].reduce(withRefresh, refreshHeader(response));
  const refresh = destinationOf(both, url);
  return ok({ ...page, refresh, hops, finalUrl: url, link: href, excerpt, excerptMark });
};

/** JSON and plain text say nothing about themselves. */
const readOther = async (
  response: HttpResponse,
  kind: 'json' | 'text',
  options: VerifyOptions
): Promise<Result<VerifiedSource, VerificationFailure>> => {
  const { url, hops = [], headers, body } = response;
  const isTarget = options.isRequired ?? options.isTarget;
  // RFC 8259, section 8.1: JSON is UTF-8.
  const contentType = kind === 'json' ? 'text/plain; charset=utf-8' : firstHeader(headers, 'content-type');
  let text = '';
  for await (const piece of decodePage(body, contentType)) text += piece;
  const found = kind === 'text' ? linkInText(text, isTarget) : null;
  const link = found?.href ?? (kind === 'json' ? linkInJson(text, isTarget) : null);
  if (link === null) return err({ kind: 'no-link' });
  const excerpt = found && wordsAround(text, found);
  const nothing = { ...SILENT, refresh: destinationOf(refreshHeader(response), url), words: () => false };
  return ok({ ...nothing, hops, finalUrl: url, link, excerpt, excerptMark: null });
};

const refreshHeader = ({ headers, url }: HttpResponse): Refreshes => {
  const refresh = refreshOf(firstHeader(headers, 'refresh') ?? '');
  const target = refresh && resolveHttp(refresh.url, url);
  return withRefresh(NO_REFRESH, refresh && target ? { ...refresh, url: target } : null);
};

const SILENT = {
  otherSites: null,
  title: null,
  siteName: null,
  revision: null,
  canonical: null,
  permalink: null,
  author: { name: null, url: null, photo: null },
  type: 'mention',
  published: null,
  content: null,
} as const;

const wordsAround = (text: string, { start, end }: { start: number; end: number }): string => {
  const before = cutTextStart(cleanText(text.slice(Math.max(0, start - 4 * SIDE), start)), SIDE);
  const behind = cutText(cleanText(text.slice(end, end + 4 * SIDE)), SIDE);
  return cleanText(`${before} ${text.slice(start, end)} ${behind}`);
};
