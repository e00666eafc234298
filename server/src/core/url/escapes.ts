/** One character in UTF-8 (RFC 3629), by the length that its first byte tells. */
const CHARACTER =
  /%[0-7][\da-f]|%[cd][\da-f]%[89ab][\da-f]|%e[\da-f](?:%[89ab][\da-f]){2}|%f[0-7](?:%[89ab][\da-f]){3}/gi;

const ESCAPES = new RegExp(`${CHARACTER.source}|%[\\da-f]{2}`, 'gi');

/** Decodes percent escapes, each character by itself; bytes that are no UTF-8 become U+FFFD, and hide nothing of the rest. */
export const decodeEscapes = (text: string): string =>
  text.replace(ESCAPES, (escapes) => decodeOne(escapes) ?? '\ufffd');

/** What a decoded path must not hold: delimiters would move its ends, and what nobody sees would hide in it. */
const KEPT = /[/?#%\\\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;

/**
 * Decodes the percent escapes of a part of a URL, in a form of which there is one: delimiters and what is not seen stay
 * escaped, and so does what is no UTF-8. Done twice it changes nothing more.
 */
export const decodePart = (text: string): string =>
  text
    // What follows this sign is decoded: both together would be an escape that nobody wrote.
    .replace(/%(?=[\da-f]?%)/gi, '%25')
    .replace(CHARACTER, (escapes) => {
      const character = decodeOne(escapes);
      return character === null || KEPT.test(character) ? escapes.toLowerCase() : character;
    });

/** Null for what is no UTF-8: surrogates, too many bytes for a character. */
const decodeOne = (escapes: string): string | null => {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return null;
  }
};
