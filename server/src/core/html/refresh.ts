import { MAX_URL, parseUrl } from '../url/parse-url';

/** Seconds after which nobody calls it a redirect any more: visitors have read the page by then. */
const LONGEST_DELAY = 60;
/** UTF-16 units of a refresh that are read: its delay, its address, and what may stand around them. */
const MOST = MAX_URL + 256;

const TIME = /^[\t\n\f\r ]*(?:(\d+)[\d.]*|\.[\d.]*)/;
const BETWEEN = /^[\t\n\f\r ]*[;,]?[\t\n\f\r ]*/;
const NAME = /^url[\t\n\f\r ]*=[\t\n\f\r ]*/i;

/** Where a page sends its visitors by itself. */
export interface Refresh {
  readonly url: string;
  /** Seconds. */
  readonly delay: number;
}

/**
 * Returns where a page sends its visitors by itself, as it is written: the value of a `Refresh` header, or the content of
 * `<meta http-equiv="refresh">` (HTML, "shared declarative refresh steps"). Null for one that only loads the page again,
 * waits for more than a minute, or is none. Takes one pass over 2,304 units at most.
 */
export const refreshOf = (value: string): Refresh | null => {
  const text = value.slice(0, MOST);
  const time = TIME.exec(text);
  const delay = Number(time?.[1] ?? 0);
  if (!time || delay > LONGEST_DELAY) return null;
  const rest = text.slice(time[0].length);
  if (!/^[;,\t\n\f\r ]/.test(rest)) return null;
  const written = rest.replace(BETWEEN, '').replace(NAME, '');
  const [quote = ''] = written;
  const url = quote === '"' || quote === "'" ? (written.slice(1).split(quote, 1)[0] ?? '') : written;
  return url.trim() === '' ? null : { url: url.trim(), delay };
};

/** The refreshes of a page that count; null: there is none. */
export interface Refreshes {
  readonly first: Refresh | null;
  readonly quickest: Refresh | null;
}

export const NO_REFRESH: Refreshes = { first: null, quickest: null };

/**
 * Adds the next refresh of a page. The standard follows the first; some browsers follow the quickest, of several the last.
 */
export const withRefresh = ({ first, quickest }: Refreshes, next: Refresh | null): Refreshes =>
  next === null
    ? { first, quickest }
    : { first: first ?? next, quickest: quickest && quickest.delay < next.delay ? quickest : next };

/**
 * Returns where the visitors of a page end that has these refreshes: where some browser leaves its host, if one does.
 *
 * @param refreshes with absolute URLs
 */
export const destinationOf = ({ first, quickest }: Refreshes, page: string): string | null => {
  const host = parseUrl(page)?.host;
  const away = [quickest, first].find((one) => one !== null && parseUrl(one.url)?.host !== host);
  return withoutCredentials((away ?? quickest)?.url ?? null);
};

const withoutCredentials = (text: string | null): string | null => {
  const url = text === null ? null : parseUrl(text);
  if (url === null || url.username + url.password === '') return text;
  url.username = '';
  url.password = '';
  return url.href;
};
