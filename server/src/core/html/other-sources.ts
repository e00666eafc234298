import { withoutTrailing } from '../text/trailing';

/** Strings or addresses that are compared with the target at most; each costs the parsing of a URL. */
const MAX_SEEN = 20_000;

/**
 * The first string of a JSON document that is exactly the target (Webmention §3.2.2); keys are no values. Null when
 * there is none, and for what is no JSON.
 */
export const linkInJson = (text: string, isTarget: (url: string) => boolean): string | null => {
  const document = parse(text);
  // A list in place of recursion: documents may nest deeper than a stack.
  const waiting: unknown[] = [document];
  let seen = 0;
  while (waiting.length > 0 && seen < MAX_SEEN) {
    const value = waiting.pop();
    if (typeof value === 'object' && value !== null) {
      for (const member of Object.values(value)) waiting.push(member);
    } else if (typeof value === 'string' && /^https?:/i.test(value)) {
      seen += 1;
      if (isTarget(value)) return value;
    }
  }
  return null;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** What may follow an address in a sentence. */
const PUNCTUATION = '.,;:!?)]}\u2026';

/** The target in a plain text, and what stands around it. */
export interface TextLink {
  readonly href: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The first address in a plain text that is the target. An address ends at white space, quotes and angle brackets; the
 * punctuation of the sentence around it may follow it. A longer address is another one.
 */
export const linkInText = (text: string, isTarget: (url: string) => boolean): TextLink | null => {
  let seen = 0;
  for (const match of text.matchAll(
    /\bhttps?:\/\/[^\s<>"'`\u201c\u201d\u2018\u2019\u00ab\u00bb]{1,2048}/giu
  )) {
    if (seen >= MAX_SEEN) return null;
    seen += 1;
    const [written] = match;
    const bare = withoutTrailing(written, PUNCTUATION);
    const href = [written, ...(bare === written ? [] : [bare])].find((form) => isTarget(form));
    if (href !== undefined) return { href, start: match.index, end: match.index + href.length };
  }
  return null;
};
