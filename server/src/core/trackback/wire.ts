import { parse as parseQuery } from 'node:querystring';
import type { Refusal } from '../faults';
import { parseMediaType } from '../html/media-type';
import { MAX_SOUGHT } from '../html/words';
import { err, ok, type Result } from '../result';
import { escapeXml } from '../xml/chars';
import { decodeBytes } from '../xml/charset';

/**
 * A received trackback: the fields as sent, trimmed, null for '' and for texts too long to be looked for. Not yet plain
 * text, not yet believed.
 */
export interface TrackbackPing {
  readonly url: string;
  readonly title: string | null;
  readonly excerpt: string | null;
  readonly blogName: string | null;
}

export type TrackbackProblem = 'not-a-form' | 'charset' | 'url-missing' | 'url-ambiguous';

const FORM = 'application/x-www-form-urlencoded';
const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';

/**
 * Reads the form of a trackback (TrackBack 1.2, "Sending a TrackBack Ping"). Charset: the header's, else the field
 * `charset` that WordPress knows, else UTF-8 when valid, else windows-1252. The caller caps the size.
 */
export const parseTrackbackForm = (
  bytes: Uint8Array,
  contentType: string | null
): Result<TrackbackPing, TrackbackProblem> => {
  const type = parseMediaType(contentType);
  if (contentType !== null && type?.essence !== FORM) return err('not-a-form');

  const raw = rawFields(bytes);
  if (Object.keys(raw).some((name) => /^url\[/i.test(name)) || Array.isArray(raw['url'])) {
    return err('url-ambiguous');
  }

  const declared = [type?.charset || null, firstOf(raw['charset']) || null];
  const read = (name: string) => decodeBytes(Buffer.from(firstOf(raw[name]) ?? '', 'latin1'), declared);
  const [url, title, excerpt, blogName] = [read('url'), read('title'), read('excerpt'), read('blog_name')];
  if (!url.ok || !title.ok || !excerpt.ok || !blogName.ok) return err('charset');

  const target = textOf(url.value);
  if (target === null) return err('url-missing');
  return ok({
    url: target,
    title: claimOf(title.value),
    excerpt: claimOf(excerpt.value),
    blogName: claimOf(blogName.value),
  });
};

/** The refusal behind a form that cannot be used. */
export const trackbackRefusal = (problem: TrackbackProblem): Refusal => ({
  kind: 'parameters',
  detail: DETAILS[problem],
});

const DETAILS: Readonly<Record<TrackbackProblem, string>> = {
  'not-a-form': `send a POST of type ${FORM}.`,
  charset: 'the charset is not supported.',
  'url-missing': 'the field "url" is missing.',
  'url-ambiguous': 'the field "url" must be given once.',
};

/** The answer to a trackback; `error` null: it was taken (TrackBack 1.2; HTTP 200 in both cases). */
export const serializeTrackbackResponse = (error: string | null): string =>
  error === null
    ? `${DECLARATION}\n<response><error>0</error></response>`
    : `${DECLARATION}\n<response><error>1</error><message>${escapeXml(error)}</message></response>`;

/** The answer to `?__mode=rss` (TrackBack 1.1, "Retrieving TrackBack Pings"). */
export const trackbackRss = (o: {
  title: string;
  link: string;
  items: readonly { title: string; link: string; description: string | null }[];
}): string => {
  const items = o.items.map(
    (item) => `<item>${described({ ...item, description: item.description ?? '' })}</item>`
  );
  const channel = described({ title: o.title, link: o.link, description: o.title }) + items.join('');
  return `${DECLARATION}\n<response><error>0</error><rss version="0.91"><channel>${channel}</channel></rss></response>`;
};

const described = (o: { title: string; link: string; description: string }): string =>
  `<title>${escapeXml(o.title)}</title><link>${escapeXml(o.link)}</link><description>${escapeXml(o.description)}</description>`;

/** The fields with one character for each byte: URLSearchParams would decode them as UTF-8, whatever they are. */
const rawFields = (bytes: Uint8Array): ReturnType<typeof parseQuery> =>
  parseQuery(Buffer.from(bytes).toString('latin1').trim(), '&', '=', {
    decodeURIComponent: (text) =>
      text.replace(/%([\da-f]{2})/gi, (_escape, hex: string) => String.fromCharCode(parseInt(hex, 16))),
  });

const firstOf = (field: string | string[] | undefined): string | null =>
  (Array.isArray(field) ? field[0] : field) ?? null;

const textOf = (text: string): string | null => text.trim() || null;

/** What the source is not searched for is never shown: it need not wait in the queue for its verification either. */
const claimOf = (text: string): string | null => (text.length > MAX_SOUGHT ? null : textOf(text));
