import { firstHeader } from '../html/headers';
import { cutText, toPlainText } from '../html/text';
import type { HttpClient, HttpFailure, HttpRequest, HttpResponse } from '../ports';
import { err, ok, type Result } from '../result';
import { decodeXmlBody } from '../xml/body';
import { retryAfterOf } from './retry-after';

/** An honest answer has a few hundred bytes; what lies beyond is not read. */
const MAX_BYTES = 65_536;
/** Code points of a peer's words that we keep. */
const MAX_WORDS = 500;

/** What a peer answered to a ping. */
export interface PeerAnswer {
  readonly status: number;
  /** Where it came from, after redirects. */
  readonly url: string;
  readonly headers: HttpResponse['headers'];
  /** Seconds. */
  readonly retryAfter: number | null;
  readonly text: string;
  /** False when the body broke off or the time ended. */
  readonly whole: boolean;
}

/**
 * Sends one request and has its answer judged, as far as that came. An answer that says all before it breaks off is as
 * good as a whole one.
 *
 * @param o.endTag where an answer ends, in lower case: whoever keeps the connection open after it is not waited for;
 *   null: where the body does
 * @param o.judge null when an answer that is not whole does not tell enough
 */
export const exchange = async <T>(
  http: HttpClient,
  o: {
    request: HttpRequest;
    endTag: string | null;
    judge(answer: PeerAnswer): Promise<T | null>;
  }
): Promise<Result<T, HttpFailure>> => {
  const verdict: { value: T | null } = { value: null };
  const sent = await http.request(o.request, async (response) => {
    const { bytes, broken } = await readUpTo(o.endTag, response.body);
    verdict.value = await o.judge(answerOf(response, bytes, broken === null));
    if (broken !== null) throw broken.cause;
  });
  if (verdict.value !== null) return ok(verdict.value);
  if (!sent.ok) return err(sent.error);
  throw new Error('a whole answer was not judged');
};

/** Whether the status says that the request was taken (RFC 9110 §15.3). */
export const isSuccess = (status: number): boolean => status >= 200 && status <= 299;

/** A peer's words as they are kept and shown: plain text, at most 500 code points. */
export const peerWords = (text: string): string => cutText(toPlainText(text), MAX_WORDS);

const readUpTo = async (
  endTag: string | null,
  body: AsyncIterable<Uint8Array>
): Promise<{ bytes: Uint8Array; broken: { cause: unknown } | null }> => {
  const pieces: Uint8Array[] = [];
  let room = MAX_BYTES;
  let tail = '';
  try {
    for await (const piece of body) {
      pieces.push(piece.subarray(0, room));
      room -= piece.byteLength;
      tail = (tail + Buffer.from(piece).toString('latin1')).toLowerCase();
      if (room <= 0 || (endTag !== null && tail.includes(endTag))) break;
      tail = endTag === null ? '' : tail.slice(-endTag.length);
    }
  } catch (cause) {
    return { bytes: Buffer.concat(pieces), broken: { cause } };
  }
  return { bytes: Buffer.concat(pieces), broken: null };
};

const answerOf = ({ status, headers, url }: HttpResponse, bytes: Uint8Array, whole: boolean): PeerAnswer => {
  const decoded = decodeXmlBody(bytes, firstHeader(headers, 'content-type'));
  const text = decoded.ok ? decoded.value : new TextDecoder().decode(bytes);
  return { status, url, headers, retryAfter: retryAfterOf(headers), text, whole };
};
