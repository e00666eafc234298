import { toCompatibleForm } from '../text/marks';
import { cleanText, toPlainText } from './text';

/** Units of text kept of one page. */
const MAX_KEPT = 1_048_576;
/** Longer texts are not searched for: nothing that is shown is as long. */
export const MAX_SOUGHT = 4000;

export interface WordsReader {
  text(text: string): void;
  boundary(): void;
  /** Whether the page shows this text; see {@link createWordsReader}. */
  has(sought: string): boolean;
}

/**
 * Keeps the text of a page to look up whether words that a peer claims for it really occur there (DESIGN, rule 4).
 * Compared without regard to letter case, white space (also where only a tag separates words), compatibility forms
 * of characters, and the ellipsis with which excerpts end.
 */
export const createWordsReader = (): WordsReader => {
  const pieces: string[] = [];
  let size = 0;
  let index: readonly string[] | null = null;

  const keep = (piece: string): void => {
    if (size >= MAX_KEPT) return;
    pieces.push(piece);
    size += piece.length;
    index = null;
  };

  return {
    // Line breaks in the page are mere white space: this frees the line feed to mark boundaries.
    text: (text) => keep(text.replace(/\s/gu, ' ')),
    boundary: () => {
      if (pieces.at(-1) !== '\n') keep('\n');
    },
    has: (sought) => {
      if (sought.length > MAX_SOUGHT) return false;
      const words = withoutEllipses(comparable(toPlainText(sought)));
      if (words === '') return false;
      index ??= indexOf(pieces.join('').slice(0, MAX_KEPT));
      return index.some((text) => text.includes(words));
    },
  };
};

/** Boundaries read as a space, and as nothing: who strips the tags of `<li>a</li><li>b</li>` gets "ab". */
const indexOf = (text: string): string[] => {
  const form = toCompatibleForm(text, MAX_KEPT).toLowerCase();
  return [cleanText(form.replaceAll('\n', ' ')), cleanText(form.replaceAll('\n', ''))];
};

/** Compatibility forms make "…" three dots and a no-break space a space. */
const comparable = (text: string): string => cleanText(toCompatibleForm(text).toLowerCase());

/** Excerpts end (WordPress: "[…]"), sometimes begin, with a sign that something was left out. */
const withoutEllipses = (text: string): string =>
  text
    .replace(/^[[(]?\.{3,}[\])]?/u, '')
    .replace(/[[(]?\.{3,}[\])]?$/u, '')
    .trim();
