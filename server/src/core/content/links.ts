import { resolveHttp } from '../html/base';
import { foldSpace } from '../html/text';
import { normaliseUrl, parseHttpUrl } from '../url/normalise';
import { readBlocks } from './blocks';
import { readHtml } from './html';
import { readMarkdown } from './markdown';
import type { ContentPart, ContentReader } from './parts';

export type { ContentPart } from './parts';

/** A link of an entry's text. */
export interface FoundLink {
  /** Absolute: as the author wrote it; re-serialised only when it is relative or no valid URL as it stands (P4). */
  readonly url: string;
  /** The normal form: two links with one key are one target. */
  readonly key: string;
}

const MAX_LINKS = 2000;

/**
 * The http(s) links of an entry's texts in document order, one per target, at most 2,000. Only what becomes a link
 * in the page: no images, no code, no bare addresses, no links within the page. `baseUrl` is the entry's page.
 */
export const extractLinks = (parts: readonly ContentPart[], baseUrl: string): FoundLink[] => {
  const found = new Map<string, FoundLink>();
  readParts(parts, {
    link: (href) => {
      if (found.size >= MAX_LINKS) return;
      const url = absoluteUrl(href, baseUrl);
      const key = url === null ? null : normaliseUrl(url);
      if (url !== null && key !== null && !found.has(key)) found.set(key, { url, key });
    },
  });
  return [...found.values()];
};

/** The words of the texts, white space folded; without code blocks and images. */
export const plainText = (parts: readonly ContentPart[]): string => {
  const words: string[] = [];
  readParts(parts, {
    text: (text) => words.push(text),
    boundary: () => words.push(' '),
  });
  return foldSpace(words.join(''));
};

const readParts = (parts: readonly ContentPart[], reader: ContentReader): void => {
  for (const part of parts) {
    reader.boundary?.();
    if (part.kind === 'blocks') readBlocks(part.value, reader);
    else if (part.kind === 'markdown') readMarkdown(part.value, reader);
    else if (part.kind === 'hrefs') part.value.forEach((href) => reader.link?.(href));
    else readHtml(part.value, reader);
  }
};

const absoluteUrl = (href: string, baseUrl: string): string | null => {
  const written = href.trim();
  if (written === '' || written.startsWith('#')) return null;
  if (parseHttpUrl(written).ok) return written;
  // Relative, or with characters that may not stand in a URL and that browsers mend (blanks, line breaks).
  if (/^(?!https?:\/\/)[a-z][a-z0-9+.-]*:/iu.test(written)) return null;
  const resolved = resolveHttp(written, baseUrl);
  return resolved !== null && parseHttpUrl(resolved).ok ? resolved : null;
};
