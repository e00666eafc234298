import { dropUnseen } from './unseen';
import { createVisibleReader } from './visible';

/** Folds runs of white space, no-break spaces included, into one space and trims. */
export const foldSpace = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/**
 * Text that came from outside, fit to be stored and shown: without what nobody sees (see `unseen.ts`), white space folded.
 * Markup is not touched: `<b>` in it is just text.
 */
export const cleanText = (text: string): string => foldSpace(dropUnseen(text));

/** {@link cleanText} of a name; '' when nothing of it is a sign that readers can see. */
export const cleanName = (text: string): string => {
  const name = cleanText(text);
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(name) ? name : '';
};

/**
 * The words of text that may carry markup, as peers send in trackbacks and answers: tags and hidden elements
 * removed, entities decoded once, then as {@link cleanText}.
 */
export const toPlainText = (text: string): string => {
  let words = '';
  const reader = createVisibleReader({
    text: (piece) => {
      words += piece;
    },
    boundary: () => {
      words += ' ';
    },
  });
  reader.write(text);
  reader.end();
  return cleanText(words);
};

/**
 * At most `maxCodePoints` code points of `text`, the sign "…" for what was cut off included; cut at a word border
 * unless that would lose more than half (scripts without spaces, endless words).
 */
export const cutText = (text: string, maxCodePoints: number): string => {
  // A code point has at most two units: what lies beyond cannot matter.
  const points = Array.from(text.slice(0, (maxCodePoints + 1) * 2));
  if (points.length <= maxCodePoints) return text;
  const room = Math.max(maxCodePoints - 1, 0);
  const border = wordBorderBefore(points, room);
  return `${points.slice(0, border).join('').trimEnd()}…`;
};

/** The same from the end: the last `maxCodePoints` code points of `text`, with "…" in front when cut. */
export const cutTextStart = (text: string, maxCodePoints: number): string => {
  const reversed = Array.from(text.slice(-(maxCodePoints + 1) * 2)).reverse();
  if (reversed.length <= maxCodePoints) return text;
  const border = wordBorderBefore(reversed, Math.max(maxCodePoints - 1, 0));
  return `…${reversed.slice(0, border).reverse().join('').trimStart()}`;
};

/** Where to cut at or before `at`, so that no word is torn; `at` itself when the nearest border is too far. */
const wordBorderBefore = (points: readonly string[], at: number): number => {
  const isSpace = (point: string | undefined): boolean => point !== undefined && /\s/u.test(point);
  for (let border = at; border > at / 2; border -= 1) {
    if (isSpace(points[border])) return border;
  }
  return at;
};
