import { firstHeader } from '../html/headers';
import type { HttpClient, HttpResponse } from '../ports';
import { err, ok, type Result } from '../result';
import type { Protocol } from '../types';

/** What Akismet is told of a linkback; docs/security.md lists it. */
export interface AkismetComment {
  /** Origin of the public site. */
  readonly blog: string;
  /** Our page that the source links to. */
  readonly permalink: string;
  /** The sender's IP address, and what it called itself; null: nothing. */
  readonly address: string;
  readonly userAgent: string | null;
  readonly protocol: Protocol;
  readonly source: string;
  /** Author, else site. */
  readonly author: string | null;
  /** The texts that would be shown. */
  readonly texts: readonly string[];
  /** ISO 8601. */
  readonly receivedAt: string;
}

export interface Akismet {
  /** The error says, for the log, why there is no opinion. */
  check(
    comment: AkismetComment,
    o?: { signal?: AbortSignal }
  ): Promise<Result<'ham' | 'spam' | 'blatant-spam', string>>;
  /** Tells it that it was wrong. */
  submit(verdict: 'spam' | 'ham', comment: AkismetComment): Promise<Result<void, string>>;
}

/** Milliseconds. */
const TIMEOUT = 5_000;
/** Its answers are words. */
const MAX_ANSWER = 200;

/** Akismet's API 1.1 (https://akismet.com/developers/detailed-docs/). `url` is its origin. */
export const createAkismet = (o: { http: HttpClient; url: string; key: string }): Akismet => {
  const post = (method: string, comment: AkismetComment, signal?: AbortSignal) =>
    o.http.request(
      {
        url: `${o.url.replace(/\/+$/, '')}/1.1/${method}`,
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: new URLSearchParams({ api_key: o.key, ...fieldsOf(comment) }).toString(),
        timeout: TIMEOUT,
        own: true,
        ...(signal && { signal }),
      },
      readAnswer
    );

  return {
    async check(comment, { signal } = {}) {
      const answer = await post('comment-check', comment, signal);
      if (!answer.ok) return err(answer.error.code);
      const { text, tip } = answer.value;
      if (text === 'false') return ok('ham');
      if (text === 'true') return ok(tip === 'discard' ? 'blatant-spam' : 'spam');
      return err(complaintOf(answer.value));
    },

    async submit(verdict, comment) {
      const answer = await post(`submit-${verdict}`, comment);
      if (!answer.ok) return err(answer.error.code);
      return answer.value.status === 200 && answer.value.text !== 'invalid'
        ? ok(undefined)
        : err(complaintOf(answer.value));
    },
  };
};

const fieldsOf = (comment: AkismetComment): Record<string, string> => ({
  blog: comment.blog,
  user_ip: comment.address,
  ...(comment.userAgent !== null && { user_agent: comment.userAgent }),
  permalink: comment.permalink,
  comment_type: comment.protocol,
  comment_author: comment.author ?? '',
  comment_author_url: comment.source,
  comment_content: comment.texts.join('\n\n'),
  comment_date_gmt: comment.receivedAt,
  charset: 'UTF-8',
});

interface Answer {
  readonly status: number;
  readonly text: string;
  /** `discard`: so blatant that nobody needs to see it. */
  readonly tip: string | null;
  /** What is wrong with the request or the key, in its words. */
  readonly help: string | null;
}

const readAnswer = async ({ status, headers, body }: HttpResponse): Promise<Answer> => {
  let bytes = Buffer.alloc(0);
  for await (const chunk of body) {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length > MAX_ANSWER) break;
  }
  return {
    status,
    text: bytes.toString().trim().slice(0, MAX_ANSWER),
    tip: firstHeader(headers, 'x-akismet-pro-tip'),
    help: firstHeader(headers, 'x-akismet-debug-help') ?? firstHeader(headers, 'x-akismet-alert-msg'),
  };
};

const complaintOf = ({ status, text, help }: Answer): string =>
  `HTTP ${status}: ${help ?? (text || 'an empty answer')}`.slice(0, MAX_ANSWER);
