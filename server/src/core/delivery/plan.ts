import { mapInTurns } from '../in-turns';
import type { Reason } from '../reasons';
import { normaliseUrl, parseHttpUrl } from '../url/normalise';
import { parseUrl } from '../url/parse-url';

/** A link as `extractLinks` finds it: `key` is the comparison key of `url`. */
export interface PlannedLink {
  readonly url: string;
  readonly key: string;
}

export interface PlannedPing {
  readonly kind: 'link' | 'trackback';
  /** The link as written, or the explicit trackback URL. */
  readonly target: string;
  readonly key: string;
  /** For the editor when nothing is to be sent; null otherwise. */
  readonly skip: Reason | null;
}

export interface PlanRequest {
  /** The entry's public page. */
  readonly entryUrl: string;
  readonly links: readonly PlannedLink[];
  /** The trackback URLs that the editor named. */
  readonly trackbackUrls: readonly string[];
  /** Pings that there are already, whatever became of them. */
  readonly existing: readonly { readonly kind: 'link' | 'trackback'; readonly key: string }[];
  /** Hosts of our own pages, as in `URL.host`. */
  readonly ownHosts: ReadonlySet<string>;
  /** Whether links to our own pages are pinged. */
  readonly internalLinks: boolean;
  /** Whether a URL leads to the entry itself. */
  isSelf(url: string): boolean;
}

/**
 * The pings that an entry needs and does not have: explicit trackback URLs first, then its links in document order.
 * Rule 3 of the design is followed as far as that is possible without asking the linked page: a trackback URL stands for
 * the link whose URL plus `/trackback` it is, else for the entry's only link on that host.
 *
 * There may be thousands of links: everybody else has a turn of the event loop in between.
 */
export const planPings = async (o: PlanRequest): Promise<PlannedPing[]> => {
  const links = uniqueByKey(o.links);
  const trackbacks = uniqueByKey(
    o.trackbackUrls.map((url) => ({ url, key: normaliseUrl(url) ?? url.trim() }))
  );
  const explicit = trackbacks.map(({ url, key }) => ping('trackback', url, key, skipTrackback(o, url)));

  const selves = new Set<string>();
  await mapInTurns(links, ({ url }) => void (o.isSelf(url) && selves.add(url)));
  const telling = explicit.filter(({ skip }) => skip === null);
  const others = links.filter(({ url }) => telling.length > 0 && !selves.has(url));
  const pages = await mapInTurns(others, pageOf);
  const told = new Map(
    telling.flatMap(({ target, key }) => linksOf(key, pages).map((link) => [link, target]))
  );
  const own = new Set([...o.ownHosts, hostOf(o.entryUrl)]);
  const existing = new Set(o.existing.map(keyOf));

  const planned = [
    ...explicit,
    ...(await mapInTurns(links, ({ url, key }) => {
      const isSelf = selves.has(url);
      return ping('link', url, key, skipLink(o, { url, own, isSelf, toldBy: told.get(key) }));
    })),
  ];
  return planned.filter((one) => !existing.has(keyOf(one)));
};

const ping = (kind: PlannedPing['kind'], target: string, key: string, skip: Reason | null): PlannedPing => ({
  kind,
  target,
  key,
  skip,
});

const skipTrackback = (o: PlanRequest, url: string): Reason | null => {
  if (!parseHttpUrl(url).ok) return { code: 'skip.no-url' };
  return o.isSelf(url) ? { code: 'skip.self-trackback' } : null;
};

const skipLink = (
  o: PlanRequest,
  link: { url: string; own: ReadonlySet<string>; isSelf: boolean; toldBy: string | undefined }
): Reason | null => {
  const { url, own, isSelf, toldBy } = link;
  if (isSelf) return { code: 'skip.self' };
  if (toldBy !== undefined) return { code: 'skip.trackback', values: { url: toldBy } };
  if (!o.internalLinks && own.has(hostOf(url))) return { code: 'skip.own-site' };
  return null;
};

/** A link with what trackback URLs are compared with: there may be thousands of links for each of them. */
interface LinkedPage {
  readonly key: string;
  readonly address: string;
  readonly host: string;
}

const pageOf = ({ key }: PlannedLink): LinkedPage => ({ key, address: withoutSlash(key), host: hostOf(key) });

/** The keys of the links that a trackback URL stands for: its page, and itself where the entry links to it. */
const linksOf = (trackbackKey: string, links: readonly LinkedPage[]): string[] => {
  const trackback = withoutSlash(trackbackKey);
  const pages = links.filter(({ address }) => address !== trackback);
  const itself = links.filter(({ address }) => address === trackback);
  return [...itself, ...pagesOf(trackback, pages)].map(({ key }) => key);
};

const pagesOf = (trackback: string, links: readonly LinkedPage[]): LinkedPage[] => {
  const page = /^(.*)\/trackback$/u.exec(trackback)?.[1];
  const above = links.filter(({ address }) => address === page);
  if (above.length > 0) return above;
  const host = hostOf(trackback);
  const onHost = links.filter((link) => link.host === host);
  return host !== '' && onHost.length === 1 ? onHost : [];
};

const withoutSlash = (url: string): string => (url.endsWith('/') ? url.slice(0, -1) : url);

const hostOf = (url: string): string => parseUrl(url)?.host ?? '';

const keyOf = ({ kind, key }: { readonly kind: string; readonly key: string }): string => `${kind} ${key}`;

const uniqueByKey = (links: readonly PlannedLink[]): PlannedLink[] => {
  const byKey = new Map<string, PlannedLink>();
  for (const link of links) if (!byKey.has(link.key)) byKey.set(link.key, link);
  return [...byKey.values()];
};
