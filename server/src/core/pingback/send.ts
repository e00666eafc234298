import { exchange, isSuccess, peerWords, type PeerAnswer } from '../delivery/exchange';
import type { Delivered, SendFailure } from '../delivery/types';
import type { HttpClient, HttpRequest } from '../ports';
import { err, ok, type Result } from '../result';
import { parseMethodResponse, serializeMethodCall } from './wire';

const GENERIC = 0;
const KNOWN = 48;

/**
 * Sends `pingback.ping` (Pingback 1.0, section 3). Source and target go out exactly as given. Repeating it is harmless:
 * a peer that has it answers with fault 48, which counts as delivered.
 *
 * @param o.timeout milliseconds for all of it
 */
export const sendPingback = async (
  http: HttpClient,
  o: { endpoint: string; source: string; target: string; timeout?: number; signal?: AbortSignal }
): Promise<Result<Delivered, SendFailure>> => {
  const request: HttpRequest = {
    url: o.endpoint,
    method: 'POST',
    headers: { 'content-type': 'text/xml', accept: 'text/xml, */*;q=0.5' },
    body: serializeMethodCall('pingback.ping', [o.source, o.target]),
    ...(o.timeout === undefined ? {} : { timeout: o.timeout }),
    ...(o.signal === undefined ? {} : { signal: o.signal }),
  };
  const sent = await exchange(http, { request, endTag: '</methodresponse>', judge });
  return sent.ok ? sent.value : err({ kind: 'unreachable', code: sent.error.code });
};

/**
 * The body speaks before the status, since many peers send their faults with HTTP 400 (WordPress calls even a good body
 * a failure then, and so do we).
 */
const judge = async (answer: PeerAnswer): Promise<Result<Delivered, SendFailure> | null> => {
  const { status, retryAfter, text } = answer;
  const response = await parseMethodResponse(text);
  // DESIGN, rule 3: "conflict" is how some say that they have it.
  const failedWith = (words: string): Result<Delivered, SendFailure> =>
    status === 409
      ? ok({ outcome: 'known', answer: peerWords(words) })
      : err({ kind: 'status', status, retryAfter, answer: peerWords(words) });

  if (!response.ok) {
    if (!isSuccess(status)) return failedWith(text);
    return answer.whole ? err({ kind: 'unreadable', answer: peerWords(text) }) : null;
  }
  if (response.value.kind === 'value') {
    const words = response.value.text;
    return isSuccess(status) ? ok({ outcome: 'accepted', answer: peerWords(words) }) : failedWith(words);
  }

  const { code, message } = response.value;
  if (code === KNOWN) return ok({ outcome: 'known', answer: peerWords(message) });
  if (status === 429 || (status >= 500 && code === GENERIC)) return failedWith(message);
  return err({ kind: 'fault', code, answer: peerWords(message) });
};
