/** UTF-16 units of a URL, or of a reference that is resolved: longer ones name no page that anybody wrote down. */
export const MAX_URL = 2_048;

/**
 * The longest authority (host and port) that is parsed, in UTF-16 units. A host name has 253 letters at most (RFC 1035,
 * section 3.1); the rest is room for an IDN written in percent-escapes.
 */
const MAX_AUTHORITY = 512;

/** After a scheme or two slashes of any kind: more than {@link MAX_AUTHORITY} units without an end of the authority. */
const LONG_AUTHORITY = new RegExp(
  `^[\\0-\\x20]*(?:[a-z][\\w+.\\t\\n\\r-]*:|[\\\\/][\\t\\n\\r]*[\\\\/])[\\\\/\\t\\n\\r]*[^\\\\/?#]{${MAX_AUTHORITY + 1}}`,
  'iu'
);

/**
 * Returns the URL that a text is, or null. Texts over 2,048 units and authorities over 512 are refused unread: converting
 * and checking a host takes the square of its length.
 *
 * Not by `URL.canParse`, which on Node 20, once it was called a few thousand times, says no to what has letters of Latin-1
 * (`https://example.com/bücher`); `URL.parse` came with Node 22.
 *
 * @param base trusted not to be longer itself
 */
export const parseUrl = (text: string, base?: string | URL): URL | null => {
  if (text.length > MAX_URL || LONG_AUTHORITY.test(text)) return null;
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
};
