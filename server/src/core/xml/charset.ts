import { err, ok, type Result } from '../result';

/**
 * Decodes text that came from outside. A byte order mark decides; then the first declared label that the bytes do
 * not contradict; then UTF-8. Bytes that are not valid UTF-8 are read as windows-1252, whether UTF-8 was declared or
 * nothing was: senders that do so are legacy ones of Western Europe, and a wrong guess does no harm, since nothing is
 * believed before the source has been fetched.
 *
 * @param declared labels in order of authority, null where none was given
 * @returns 'encoding' when a label is unknown or one that browsers refuse (utf-7, hz-gb-2312 …)
 */
export const decodeBytes = (
  bytes: Uint8Array,
  declared: readonly (string | null)[]
): Result<string, 'encoding'> => {
  const mark = byteOrderMark(bytes);
  if (mark !== null) return ok(decode(bytes, mark));

  const encodings: string[] = [];
  for (const label of declared) {
    if (label === null) continue;
    const encoding = encodingOf(label);
    if (encoding === null) return err('encoding');
    if (!contradicts(bytes, label, encoding)) encodings.push(encoding);
  }

  for (const encoding of [...encodings, 'utf-8']) {
    const text = decodeValid(bytes, encoding);
    if (text !== null) return ok(text);
  }
  const guess = encodings.find((encoding) => encoding !== 'utf-8') ?? 'windows-1252';
  return ok(decode(bytes, guess));
};

/** UTF-16 without a byte order mark, known by the NUL beside the first ASCII character (XML 1.0, appendix F). */
export const guessUtf16 = (bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null => {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return null;
  if (first !== 0 && second === 0) return 'utf-16le';
  return first === 0 && second !== 0 ? 'utf-16be' : null;
};

const byteOrderMark = (bytes: Uint8Array): string | null => {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
};

const encodingOf = (label: string): string | null => {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
};

/** "utf-16" is often declared over UTF-8 bytes, "us-ascii" over anything: such a label says nothing. */
const contradicts = (bytes: Uint8Array, label: string, encoding: string): boolean => {
  if (encoding.startsWith('utf-16')) return !bytes.includes(0);
  return /^(us-)?ascii$/i.test(label);
};

const decodeValid = (bytes: Uint8Array, encoding: string): string | null => {
  try {
    return decode(bytes, encoding, { fatal: true });
  } catch {
    return null;
  }
};

/** As a stream: without it Node 20 decodes windows-1252 as if it were ISO-8859-1. */
const decode = (bytes: Uint8Array, encoding: string, options: { fatal?: boolean } = {}): string => {
  const decoder = new TextDecoder(encoding, options);
  return decoder.decode(bytes, { stream: true }) + decoder.decode();
};
