import { MIMEType } from 'node:util';

export interface MediaType {
  /** `type/subtype`, lower-case. */
  readonly essence: string;
  readonly charset: string | null;
}

/** UTF-16 units of a Content-Type header that is read. */
const MAX_HEADER = 1_024;

/** Reads a Content-Type header (RFC 9110 §8.3.1); null when it is missing, unreadable or over 1,024 units long. */
export const parseMediaType = (header: string | null): MediaType | null => {
  if (header === null || header.length > MAX_HEADER) return null;
  try {
    const type = new MIMEType(header);
    return { essence: type.essence, charset: type.params.get('charset') };
  } catch {
    return null;
  }
};

const PAGES: ReadonlySet<string> = new Set(['text/html', 'application/xhtml+xml']);

/** Whether a response of this Content-Type is read as a page. A missing or senseless header does not rule it out. */
export const isPage = (header: string | null): boolean => {
  const type = parseMediaType(header);
  return type === null || PAGES.has(type.essence);
};

/** What kind of document a response of this Content-Type is; null for what nobody links from. */
export const sourceKind = (header: string | null): 'page' | 'json' | 'text' | null => {
  if (isPage(header)) return 'page';
  const essence = parseMediaType(header)?.essence ?? '';
  if (essence === 'text/plain') return 'text';
  return /^(application|text)\/([\w.-]+\+)?json$/.test(essence) ? 'json' : null;
};

/** Whether the page is XML, where `<x/>` is a whole element. */
export const isXhtml = (header: string | null): boolean =>
  parseMediaType(header)?.essence === 'application/xhtml+xml';
