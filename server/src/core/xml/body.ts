import { parseMediaType } from '../html/media-type';
import { ok, type Result } from '../result';
import { decodeBytes, guessUtf16 } from './charset';

/**
 * The text of an XML body, without blanks and byte order mark before it. Authority, as in RFC 7303: byte order mark,
 * Content-Type, XML declaration; then as `decodeBytes` says.
 *
 * @returns 'encoding' for charsets that nobody reads
 */
export const decodeXmlBody = (bytes: Uint8Array, contentType: string | null): Result<string, 'encoding'> => {
  const utf16 = guessUtf16(bytes);
  const header = parseMediaType(contentType)?.charset ?? null;
  const declared = utf16 === null ? [header, declaredEncoding(bytes)] : [utf16];
  const decoded = decodeBytes(bytes, declared);
  return decoded.ok ? ok(decoded.value.trimStart()) : decoded;
};

const declaredEncoding = (bytes: Uint8Array): string | null => {
  const start = Buffer.from(bytes.subarray(0, 2_048)).toString('latin1');
  return /<\?xml\s[^>]*?\bencoding\s*=\s*["']\s*([^"'\s]+)/i.exec(start)?.[1] ?? null;
};
