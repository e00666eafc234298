import { exchange, isSuccess, peerWords, type PeerAnswer } from '../delivery/exchange';
import type { Delivered, SendFailure } from '../delivery/types';
import type { HttpClient, HttpFailure, HttpFailureCode, HttpRequest } from '../ports';
import { err, ok, type Result } from '../result';
import { messageIn, readTrackbackResponse } from './response';

export interface TrackbackToSend {
  readonly endpoint: string;
  /** Our entry's page. */
  readonly url: string;
  /** WordPress ignores a trackback without one, silently. */
  readonly title: string;
  readonly excerpt: string | null;
  readonly blogName: string | null;
  /** Milliseconds for all of it. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

/**
 * Sends a trackback (TrackBack 1.2). Receivers list each one that they get, so it must never be sent twice: when its
 * bytes may have left and no answer came back, it counts as delivered, "answer lost" (DESIGN, rule 3).
 */
export const sendTrackback = async (
  http: HttpClient,
  o: TrackbackToSend
): Promise<Result<Delivered, SendFailure>> => {
  const request: HttpRequest = {
    url: o.endpoint,
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      accept: 'text/xml, */*;q=0.5',
    },
    body: form(o),
    ...(o.timeout === undefined ? {} : { timeout: o.timeout }),
    ...(o.signal === undefined ? {} : { signal: o.signal }),
  };
  const sent = await exchange(http, { request, endTag: '</response>', judge });
  if (sent.ok) return sent.value;
  if (isLost(sent.error)) return ok({ outcome: 'answer-lost', answer: '' });
  return err({ kind: 'unreachable', code: sent.error.code });
};

/** Failures that can follow after the peer has got the whole request, with nothing said by it that would tell. */
const SILENCE: ReadonlySet<HttpFailureCode> = new Set<HttpFailureCode>([
  'connect-failed',
  'timeout',
  'response-invalid',
  'encoding-refused',
  'aborted',
]);

const isLost = ({ requestSent, code }: HttpFailure): boolean => requestSent && SILENCE.has(code);

const form = (o: TrackbackToSend): string => {
  const fields = new URLSearchParams({ title: o.title, url: o.url });
  if (o.blogName) fields.set('blog_name', o.blogName);
  if (o.excerpt) fields.set('excerpt', o.excerpt);
  return fields.toString();
};

const judge = async (answer: PeerAnswer): Promise<Result<Delivered, SendFailure> | null> => {
  const { status, retryAfter, text } = answer;
  const response = readTrackbackResponse(text);
  const words = peerWords(response?.message ?? (messageIn(text) || text));

  if (status === 409) return ok({ outcome: 'known', answer: words });
  if (isSuccess(status)) {
    if (response === null) return answer.whole ? err({ kind: 'unreadable', answer: words }) : null;
    return response.error
      ? err({ kind: 'refused', answer: words })
      : ok({ outcome: 'accepted', answer: words });
  }
  const refused = response?.error === true && status < 500 && status !== 429;
  return refused
    ? err({ kind: 'refused', answer: words })
    : err({ kind: 'status', status, retryAfter, answer: words });
};
