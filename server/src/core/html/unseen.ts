/** Signs that follow one letter at most (UAX #15 allows 30; no orthography that people read needs more than a handful). */
const MOST_MARKS = 5;

/** Controls and the blank of Braille take the place of a space: a line break is a control. */
const AS_SPACE = String.raw`\p{Cc}\u2800`;

/** Drawn as nothing, drawn as a blank, or turning text around: fillers of Hangul, tags, joiners, variation selectors. */
const NOT_SEEN = String.raw`\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Bidi_Control}\u{16fe4}\ufff9-\ufffc\u{13441}\u{13442}\u{1d159}`;

/** Whether a text may hold anything of what is dropped below, or marks that may be too many: most texts do not. */
const UNUSUAL = new RegExp(`[${AS_SPACE}${NOT_SEEN}\\p{M}]`, 'u');
const SPACES = new RegExp(`[${AS_SPACE}]`, 'gu');
const UNSEEN = new RegExp(`[${NOT_SEEN}]`, 'gu');

/** Letters of scripts whose letters join, or are told apart by how they join. */
const JOINING =
  /[\p{scx=Arabic}\p{scx=Syriac}\p{scx=Mongolian}\p{scx=Nko}\p{scx=Devanagari}\p{scx=Bengali}\p{scx=Gurmukhi}\p{scx=Gujarati}\p{scx=Oriya}\p{scx=Tamil}\p{scx=Telugu}\p{scx=Kannada}\p{scx=Malayalam}\p{scx=Sinhala}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]/u;
const LETTER = /\p{L}/u;
const LETTER_OR_MARK = /[\p{L}\p{M}]/u;
const UNSEEN_SIGN = /\p{Default_Ignorable_Code_Point}/u;
const PICTURE = /\p{Extended_Pictographic}/u;
/** What a picture may be followed by before it is joined to the next: its style, the colour of a skin. */
const AFTER_PICTURE = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u;

/**
 * Drops what readers do not see, in linear time: controls, lone surrogates, bidirectional controls, blank letters, default-ignorable
 * characters (Unicode, DerivedCoreProperties), and all but the first few combining marks of a letter. Joiners and variation
 * selectors stay where they mean something, one at a time: in emoji, in scripts that join, behind Han characters.
 */
export const dropUnseen = (text: string): string => {
  if (!UNUSUAL.test(text)) return text;
  const spaced = text.replace(SPACES, ' ');
  const seen = spaced.replace(UNSEEN, (sign, at: number) => (means(sign, spaced, at) ? sign : ''));
  return withoutPiles(seen);
};

/** Whether an unseen character changes what is seen around it. */
const means = (sign: string, text: string, at: number): boolean => {
  const before = pointBefore(text, at);
  const joins = JOINING.test(before) && LETTER_OR_MARK.test(before) && !UNSEEN_SIGN.test(before);
  const after = String.fromCodePoint(text.codePointAt(at + sign.length) ?? 0);
  switch (sign) {
    case '\u200c':
      return joins;
    case '\u200d':
      return joins || (AFTER_PICTURE.test(before) && PICTURE.test(after));
    case '\ufe0e':
    case '\ufe0f':
      return PICTURE.test(before) || (/[\d#*]/.test(before) && after === '\u20e3');
    default:
      return isVariant(sign, before);
  }
};

/** Variants of Han characters (Ideographic Variation Database) and of Mongolian letters. */
const isVariant = (sign: string, before: string): boolean => {
  if (!LETTER.test(before)) return false;
  if (/[\ufe00-\ufe02\u{e0100}-\u{e01ef}]/u.test(sign)) return /\p{Script=Han}/u.test(before);
  return /[\u180b-\u180d\u180f]/u.test(sign) && /\p{Script=Mongolian}/u.test(before);
};

/** The code point that ends before `at`; '' at the start. */
const pointBefore = (text: string, at: number): string => {
  const low = text.charCodeAt(at - 1);
  const pair = low >= 0xdc00 && low <= 0xdfff ? text.slice(at - 2, at) : '';
  return /^[\ud800-\udbff]/.test(pair) ? pair : text.slice(Math.max(0, at - 1), at);
};

const PILE = new RegExp(
  String.raw`(^|\s)(?:\p{M}[\u200c\u200d]?)+|((?:\p{M}[\u200c\u200d]?){${MOST_MARKS}})(?:\p{M}[\u200c\u200d]?)+`,
  'gu'
);

/** Marks that stand on nothing would stand on what is shown before the text. */
const withoutPiles = (text: string): string =>
  text.replace(PILE, (_pile, lead: string | undefined, kept: string | undefined) => lead ?? kept ?? '');
