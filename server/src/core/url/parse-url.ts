/**
 * The URL that a text is, or null. Not by `URL.canParse`, which on Node 20, once it was called a few thousand times, says
 * no to what has letters of Latin-1 (`https://example.com/bücher`); `URL.parse` came with Node 22.
 */
export const parseUrl = (text: string, base?: string | URL): URL | null => {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
};
