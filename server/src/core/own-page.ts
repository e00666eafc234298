import { createHash } from 'node:crypto';
import { createPageBase } from './html/base';
import { decodePage } from './html/charset';
import { LINK_ATTRIBUTES } from './html/elements';
import { firstHeader } from './html/headers';
import { isPage, isXhtml } from './html/media-type';
import { createMetaReader } from './html/meta';
import type { Attributes } from './html/tokens';
import { createVisibleReader } from './html/visible';
import type { HttpClient, HttpFailureCode, HttpResponse } from './ports';
import { err, type Result } from './result';
import { normaliseUrl, samePage } from './url/normalise';

/** What our own public page answers, as far as pings wait for it. */
export interface OwnPage {
  readonly status: number;
  /** Where it was found, after redirects. */
  readonly finalUrl: string;
  /** Whether it was read as HTML: 2xx, and of a type that is. */
  readonly isPage: boolean;
  /** The real links of the page (PROTOCOLS §4), normalised: all, or those that were asked for. */
  readonly links: ReadonlySet<string>;
  /** `<meta name="linkbacks-revision">`. */
  readonly revision: string | null;
  /** SHA-256 in hex of what was read, up to the client's byte cap; null when nothing was. */
  readonly hash: string | null;
}

export interface OwnPageRequest {
  readonly url: string;
  /** Hosts of our own pages, whose addresses may be private (PROTOCOLS §7). */
  readonly privateHosts: ReadonlySet<string>;
  /** The links that are of interest; all of them when left out. */
  readonly targets?: readonly string[];
}

export interface OwnPageFailure {
  readonly kind: 'unreachable';
  readonly code: HttpFailureCode;
}

const ACCEPT = 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1';
/** Links that are noted at most; each costs the parsing of a URL. */
const MAX_LINKS = 20_000;

/** Whether a page has a real link to the target. A page that is the target itself has none, as for receivers. */
export const shows = (page: OwnPage, target: string): boolean => {
  const key = normaliseUrl(target);
  return key !== null && page.links.has(key) && !samePage(page.finalUrl, target);
};

/**
 * Reads our own page once for all pings that wait for it: its status, its links and which revision of the entry it
 * shows.
 */
export const readOwnPage = async (
  http: HttpClient,
  o: OwnPageRequest & { readonly signal?: AbortSignal }
): Promise<Result<OwnPage, OwnPageFailure>> => {
  const { url, privateHosts, signal } = o;
  const request = { url, privateHosts, own: true, headers: { accept: ACCEPT }, ...(signal && { signal }) };
  const targets = o.targets && new Set(o.targets.map(normaliseUrl));
  const answer = await http.request(request, (response) => readResponse(response, targets));
  return answer.ok ? answer : err({ kind: 'unreachable', code: answer.error.code });
};

const readResponse = async (
  { status, headers, url, body }: HttpResponse,
  targets: ReadonlySet<string | null> | undefined
): Promise<OwnPage> => {
  const nothing = { status, finalUrl: url, isPage: false, links: new Set<string>(), revision: null };
  if (status < 200 || status > 299) return { ...nothing, hash: null };
  const contentType = firstHeader(headers, 'content-type');
  const hash = createHash('sha256');
  const hashed = hashing(body, hash.update.bind(hash));
  if (!isPage(contentType)) {
    await drain(hashed);
    return { ...nothing, hash: hash.digest('hex') };
  }
  const collector = createLinkCollector(url, targets);
  const reader = createVisibleReader({ open: collector.open }, { xhtml: isXhtml(contentType) });
  for await (const text of decodePage(hashed, contentType)) reader.write(text);
  reader.end();
  return { ...nothing, ...collector.found(), isPage: true, hash: hash.digest('hex') };
};

async function* hashing(
  body: AsyncIterable<Uint8Array>,
  update: (bytes: Uint8Array) => unknown
): AsyncGenerator<Uint8Array> {
  for await (const bytes of body) {
    update(bytes);
    yield bytes;
  }
}

const drain = async (body: AsyncGenerator<unknown>): Promise<void> => {
  while (!(await body.next()).done);
};

const createLinkCollector = (url: string, targets: ReadonlySet<string | null> | undefined) => {
  const base = createPageBase(url);
  const meta = createMetaReader();
  const links = new Set<string>();
  let seen = 0;

  return {
    open: (name: string, attributes: Attributes): void => {
      if (name === 'base') base.see(attributes);
      if (name === 'meta') meta.see(attributes);
      const written = attributes.get(LINK_ATTRIBUTES.get(name) ?? '');
      if (written === undefined || seen >= MAX_LINKS) return;
      seen += 1;
      const href = base.resolve(written);
      const key = href === null ? null : normaliseUrl(href);
      if (key !== null && targets?.has(key) !== false) links.add(key);
    },
    found: () => ({ links, revision: meta.get('linkbacks-revision')?.trim() ?? null }),
  };
};
