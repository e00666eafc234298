import { exchange, isSuccess, peerWords, type PeerAnswer } from '../delivery/exchange';
import type { Delivered, SendFailure } from '../delivery/types';
import { firstHeader } from '../html/headers';
import { resolveHttp } from '../html/base';
import { parseMediaType } from '../html/media-type';
import type { HttpClient, HttpRequest } from '../ports';
import { err, ok, type Result } from '../result';

/** Answers of this kind are kept: a page's markup tells an editor nothing. */
const WORDS: ReadonlySet<string> = new Set(['text/plain', 'application/json', 'application/problem+json']);

/**
 * Sends a webmention (W3C Webmention §3.1.3). Source and target go out exactly as given. Any 2xx is success; repeating
 * it is harmless, so that one whose answer was lost counts as not sent.
 *
 * @param o.timeout milliseconds for all of it
 */
export const sendWebmention = async (
  http: HttpClient,
  o: { endpoint: string; source: string; target: string; timeout?: number; signal?: AbortSignal }
): Promise<Result<Delivered, SendFailure>> => {
  const request: HttpRequest = {
    url: o.endpoint,
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      accept: 'text/plain, application/json, */*;q=0.5',
    },
    body: new URLSearchParams({ source: o.source, target: o.target }).toString(),
    ...(o.timeout === undefined ? {} : { timeout: o.timeout }),
    ...(o.signal === undefined ? {} : { signal: o.signal }),
  };
  const sent = await exchange(http, { request, endTag: null, judge });
  return sent.ok ? sent.value : err({ kind: 'unreachable', code: sent.error.code });
};

/** The status says it all, also when the body breaks off. */
const judge = async (answer: PeerAnswer): Promise<Result<Delivered, SendFailure>> => {
  const { status, retryAfter } = answer;
  const words = wordsOf(answer);
  if (status === 409) return ok({ outcome: 'known', answer: words });
  if (!isSuccess(status)) return err({ kind: 'status', status, retryAfter, answer: words });
  const location = status === 201 ? firstHeader(answer.headers, 'location') : null;
  const statusPage = location === null ? null : resolveHttp(location, answer.url);
  return ok({ outcome: 'accepted', answer: words, ...(statusPage === null ? {} : { location: statusPage }) });
};

const wordsOf = ({ headers, text }: PeerAnswer): string => {
  const type = parseMediaType(firstHeader(headers, 'content-type'));
  if (type !== null && !WORDS.has(type.essence)) return '';
  return peerWords(messageOf(text) ?? text);
};

/** What JSON answers say to people: `error_description` (as in OAuth), `summary`, `message` or `error`. */
const messageOf = (text: string): string | null => {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== 'object' || json === null) return null;
    const said = ['error_description', 'summary', 'message', 'error', 'detail']
      .map((name) => (json as Record<string, unknown>)[name])
      .find((value) => typeof value === 'string');
    return typeof said === 'string' ? said : null;
  } catch {
    return null;
  }
};
