import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';
import sniffEncoding from 'html-encoding-sniffer';
import { parseMediaType } from './media-type';

/** Bytes that are gathered before they are decoded: enough to sniff, and few pieces when a peer sends single bytes. */
const PIECE = 4096;
/** The stretch in which HTML wants the encoding to be declared. */
const DECLARATIONS = 1024;
const UNDECLARED = 'undeclared';

/**
 * Decodes the bytes of a page as a browser would (WHATWG: byte order mark, Content-Type, `<meta>`), also the
 * XML declaration of old XHTML. Undeclared pages are UTF-8 when they are valid UTF-8, else windows-1252.
 */
export async function* decodePage(
  body: AsyncIterable<Uint8Array>,
  contentType: string | null
): AsyncGenerator<string, void, undefined> {
  let decode: ((bytes: Uint8Array) => string) | null = null;
  for await (const bytes of gather(body)) {
    decode ??= createDecoder(detectEncoding(bytes, contentType));
    const text = decode(bytes);
    if (text !== '') yield text;
  }
}

async function* gather(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of body) {
    waiting.push(bytes);
    size += bytes.byteLength;
    if (size < PIECE) continue;
    yield joined(waiting);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield joined(waiting);
}

const joined = (pieces: readonly Uint8Array[]): Uint8Array =>
  pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);

const detectEncoding = (bytes: Uint8Array, contentType: string | null): string => {
  const label = parseMediaType(contentType)?.charset ?? undefined;
  const sniffed = sniff(bytes, label);
  return sniffed === UNDECLARED ? (xmlDeclaration(bytes) ?? UNDECLARED) : sniffed;
};

const sniff = (bytes: Uint8Array, label: string | undefined): string => {
  try {
    return sniffEncoding(bytes, { transportLayerEncodingLabel: label, defaultEncoding: UNDECLARED });
  } catch {
    // Version 4 reads past the end of `<meta content="charset">` and throws.
    return UNDECLARED;
  }
};

const xmlDeclaration = (bytes: Uint8Array): string | null => {
  const start = Buffer.from(bytes.subarray(0, DECLARATIONS)).toString('latin1');
  return /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]{1,40})["']/iu.exec(start)?.[1] ?? null;
};

const createDecoder = (encoding: string): ((bytes: Uint8Array) => string) => {
  const declared = encoding === UNDECLARED ? null : openDecoder(encoding);
  let decoder = declared;
  return (bytes) => {
    if (decoder === null && isAscii(bytes)) return Buffer.from(bytes).toString('latin1');
    decoder ??= new TextDecoder(isUtf8Start(bytes) ? 'utf-8' : 'windows-1252');
    // Always as a stream: without it Node 20 decodes windows-1252 as if it were ISO-8859-1.
    return decoder.decode(bytes, { stream: true });
  };
};

/** A decoder for the encoding, or null when this Node cannot decode it. */
const openDecoder = (encoding: string): TextDecoder | null => {
  try {
    return new TextDecoder(encoding);
  } catch {
    return null;
  }
};

/** Whether the bytes are UTF-8, a character torn at their end allowed. */
const isUtf8Start = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
};
