/**
 * Whether the URL parser takes a text. In place of `URL.canParse`, which on Node 20, once it was called a few thousand
 * times, says no to what has letters of Latin-1 (`https://example.com/bücher`).
 */
export const canParse = (text: string, base?: string): boolean => {
  try {
    new URL(text, base);
    return true;
  } catch {
    return false;
  }
};
