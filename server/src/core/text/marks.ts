/** Combining marks that may follow each other: the Stream-Safe Text Format of UAX #15, section 13. */
export const MAX_MARKS = 30;

const TOO_MANY = new RegExp(`(\\p{M}{${MAX_MARKS}})\\p{M}+`, 'gu');

/**
 * Drops the combining marks beyond the 30th in a row. Normalising sorts each run of them, which takes the square of its
 * length: 200 kB of marks hold a process for 46 s.
 */
export const limitMarks = (text: string): string => text.replace(TOO_MANY, '$1');

/** Units that are normalised at a time. */
const PIECE = 16_384;

/**
 * Returns the compatibility form (NFKC) of a text that came from outside, in linear time.
 *
 * @param most units of the result; some letters become eighteen
 */
export const toCompatibleForm = (text: string, most = Infinity): string => {
  let form = '';
  for (let at = 0; at < text.length && form.length < most;) {
    const end = borderBefore(text, at + PIECE);
    form += limitMarks(text.slice(at, end)).normalize('NFKC');
    at = end;
  }
  return form.slice(0, most);
};

/** Where a text may be cut near a place, so that no letter is torn from its marks: behind a blank, if there is one. */
const borderBefore = (text: string, at: number): number => {
  if (at >= text.length) return text.length;
  for (let border = at; border > at - PIECE / 4; border -= 1) {
    if (text[border - 1] === ' ' || text[border - 1] === '\n') return border;
  }
  return at;
};
