import { toCompatibleForm } from '../text/marks';

/** Scripts that put no spaces between words: there a word is found wherever it stands. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const ONLY_LETTERS = /^[\p{L}\p{M} ]+$/u;
const PART_OF_WORD = /[\p{L}\p{M}\p{N}_]/u;

/**
 * The first word of the list that occurs in one of the texts, as the moderator wrote it; null when none does. Letter
 * case, compatibility forms, invisible characters and runs of white space make no difference. A word made of letters is
 * found only as a whole word ("cialis" is not in "specialist"); anything else ("casino.example", "$$$") anywhere.
 */
export const findBlockedWord = (texts: readonly string[], words: readonly string[]): string | null => {
  const folded = texts.map(foldText);
  return words.find((word) => folded.some((text) => contains(text, foldText(word)))) ?? null;
};

/** A text without what makes no difference to a reader. Upper case first, so that ß and SS, and all three Greek sigmas, meet. */
export const foldText = (text: string): string =>
  toCompatibleForm(text)
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .replace(/\s+/gu, ' ')
    .trim();

const contains = (text: string, word: string): boolean => {
  if (word === '') return false;
  if (!ONLY_LETTERS.test(word) || UNSPACED.test(word)) return text.includes(word);
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (standsAlone(text, at, word.length)) return true;
  }
  return false;
};

const standsAlone = (text: string, at: number, length: number): boolean => {
  const before = Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) ?? '';
  const [after = ''] = text.slice(at + length, at + length + 2);
  return !PART_OF_WORD.test(before) && !PART_OF_WORD.test(after);
};
