import { MAX_URL } from '../url/parse-url';

/** Seconds after which nobody calls it a redirect any more: visitors have read the page by then. */
const LONGEST_DELAY = 60;
/** UTF-16 units of a refresh that are read: its delay, its address, and what may stand around them. */
const MOST = MAX_URL + 256;

const TIME = /^[\t\n\f\r ]*(?:(\d+)[\d.]*|\.[\d.]*)/;
const BETWEEN = /^[\t\n\f\r ]*[;,]?[\t\n\f\r ]*/;
const NAME = /^url[\t\n\f\r ]*=[\t\n\f\r ]*/i;

/**
 * Returns the address that a page sends its visitors to by itself, as it is written: the value of a `Refresh` header, or the
 * content of `<meta http-equiv="refresh">` (HTML, "shared declarative refresh steps"). Null for one that only loads the page
 * again, waits for more than a minute, or is none. Takes one pass over 2,304 units at most.
 */
export const refreshOf = (value: string): string | null => {
  const text = value.slice(0, MOST);
  const time = TIME.exec(text);
  if (!time || Number(time[1] ?? 0) > LONGEST_DELAY) return null;
  const rest = text.slice(time[0].length);
  if (!/^[;,\t\n\f\r ]/.test(rest)) return null;
  const written = rest.replace(BETWEEN, '').replace(NAME, '');
  const [quote = ''] = written;
  const url = quote === '"' || quote === "'" ? (written.slice(1).split(quote, 1)[0] ?? '') : written;
  return url.trim() === '' ? null : url.trim();
};
