/** UTF-16 units of a URL, or of a reference that is resolved: longer ones name no page that anybody wrote down. */
export const MAX_URL = 2_048;

/**
 * The longest authority (host and port) that is parsed, in UTF-16 units: a host name has 253 letters at most (RFC 1035,
 * section 3.1). One with letters that are no ASCII, or escapes, is converted, which takes the square of its length.
 */
const MAX_AUTHORITY = 261;
const MAX_CONVERTED = 128;

/** The authority, behind a scheme or two slashes of any kind. */
const AUTHORITY = new RegExp(
  `^[\\0-\\x20]*(?:[a-z][\\w+.\\t\\n\\r-]*:|[\\\\/][\\t\\n\\r]*[\\\\/])[\\\\/\\t\\n\\r]*([^\\\\/?#]{0,${MAX_AUTHORITY + 1}})`,
  'iu'
);
/** More than any language puts on one letter. */
const MARKS = /\p{M}{5}/u;

/**
 * Returns the URL that a text is, or null. Texts over 2,048 units are refused unread, and so are authorities over 261, or
 * over 128 if they have to be converted.
 *
 * Not by `URL.canParse`, which on Node 20, once it was called a few thousand times, says no to what has letters of Latin-1
 * (`https://example.com/bücher`); `URL.parse` came with Node 22.
 *
 * @param base trusted not to be longer itself
 */
export const parseUrl = (text: string, base?: string | URL): URL | null => {
  if (text.length > MAX_URL || !isPlainAuthority(AUTHORITY.exec(text)?.[1] ?? '')) return null;
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
};

const isPlainAuthority = (authority: string): boolean => {
  if (authority.length > MAX_AUTHORITY) return false;
  if (/^[\0-$&-\x7f]*$/u.test(authority) && !/xn--/iu.test(authority)) return true;
  return authority.length <= MAX_CONVERTED && !MARKS.test(authority);
};
