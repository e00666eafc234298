/** Combining marks that may follow each other: the Stream-Safe Text Format of UAX #15, section 13. */
export const MAX_MARKS = 30;

const TOO_MANY = new RegExp(`(\\p{M}{${MAX_MARKS}})\\p{M}+`, 'gu');

/**
 * Drops the combining marks beyond the 30th in a row. Normalising sorts each run of them, which takes the square of its
 * length: 200 kB of marks hold a process for 46 s.
 */
export const limitMarks = (text: string): string => text.replace(TOO_MANY, '$1');

/** Returns the compatibility form (NFKC) of a text that came from outside, in linear time. */
export const toCompatibleForm = (text: string): string => limitMarks(text).normalize('NFKC');
