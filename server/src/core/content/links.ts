import { createPageBase, type PageBase } from '../html/base';
import { foldSpace } from '../html/text';
import { normaliseUrl, parseHttpUrl } from '../url/normalise';
import { MAX_URL } from '../url/parse-url';
import { isCutBlocks, readBlocks } from './blocks';
import { readHtml } from './html';
import { MAX_FIELD } from './limits';
import { readMarkdown } from './markdown';
import type { ContentPart, ContentReader } from './parts';

export { MAX_FIELD } from './limits';
export type { ContentPart } from './parts';

/** A link of an entry's text. */
export interface FoundLink {
  /** Absolute: as the author wrote it; re-serialised only when it is relative or no valid URL as it stands (P4). */
  readonly url: string;
  /** The normal form: two links with one key are one target. */
  readonly key: string;
}

const MAX_LINKS = 2000;
/** Addresses that are looked at, whether they are links or not; each costs the parsing of a URL. */
const MAX_SEEN = 20_000;

/**
 * The http(s) links of an entry's texts in document order, one per target, at most 2,000, each field as far as
 * {@link MAX_FIELD} goes. Only what becomes a link in the page: no images, no code, no bare addresses, no links within
 * the page. `baseUrl` is the entry's page.
 */
export const extractLinks = (parts: readonly ContentPart[], baseUrl: string): FoundLink[] => {
  const found = new Map<string, FoundLink>();
  const base = createPageBase(baseUrl);
  let seen = 0;
  readParts(parts, {
    link: (href) => {
      if (found.size >= MAX_LINKS || seen >= MAX_SEEN) return;
      seen += 1;
      const url = absoluteUrl(href, base);
      const key = url === null ? null : normaliseUrl(url);
      if (url !== null && key !== null && !found.has(key)) found.set(key, { url, key });
    },
  });
  return [...found.values()];
};

/** The words of the texts, white space folded; without code blocks and images, and of each field to {@link MAX_FIELD}. */
export const plainText = (parts: readonly ContentPart[]): string => {
  const words: string[] = [];
  readParts(parts, {
    text: (text) => words.push(text),
    boundary: () => words.push(' '),
  });
  return foldSpace(words.join(''));
};

/** Whether a text is longer than what is read of it: links and words behind {@link MAX_FIELD} are not found. */
export const isCut = (part: ContentPart): boolean =>
  part.kind === 'blocks' ? isCutBlocks(part.value) : part.value.length > MAX_FIELD;

const readParts = (parts: readonly ContentPart[], reader: ContentReader): void => {
  for (const part of parts) {
    reader.boundary?.();
    if (part.kind === 'blocks') readBlocks(part.value, reader);
    else if (part.kind === 'markdown') readMarkdown(part.value.slice(0, MAX_FIELD), reader);
    else if (part.kind === 'hrefs') part.value.forEach((href) => reader.link?.(href));
    else readHtml(part.value.slice(0, MAX_FIELD), reader);
  }
};

const absoluteUrl = (href: string, base: PageBase): string | null => {
  const written = href.trim();
  if (written === '' || written.startsWith('#') || written.length > MAX_URL) return null;
  if (/^https?:/iu.test(written) && parseHttpUrl(written).ok) return written;
  // Relative, or with characters that may not stand in a URL and that browsers mend (blanks, line breaks).
  if (/^(?!https?:\/\/)[a-z][a-z0-9+.-]*:/iu.test(written)) return null;
  const resolved = base.resolve(written);
  return resolved !== null && parseHttpUrl(resolved).ok ? resolved : null;
};
