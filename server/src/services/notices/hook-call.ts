import { createHmac } from 'node:crypto';
import type { Hook } from '../../contracts/settings';
import { isSuccess } from '../../core/delivery/exchange';
import { retryAfterOf } from '../../core/delivery/retry-after';
import { httpReason } from '../../core/http/failures';
import type { HttpClient, HttpFailureCode } from '../../core/ports';
import type { Reason } from '../../core/reasons';
import { err, ok, type Result } from '../../core/result';
import { toJson } from '../../core/well-formed';

/** Why a hook did not take a call. */
export type HookFailure =
  | { readonly kind: 'unreachable'; readonly code: HttpFailureCode }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter: number | null };

/** Headers of a call. The body is signed together with its time, so that a call cannot be played again later. */
const EVENT = 'linkbacks-event';
const TIMESTAMP = 'linkbacks-timestamp';
const SIGNATURE = 'linkbacks-signature';

/** HMAC-SHA256 in hex, under the hook's secret, over `<timestamp>.<body>`. */
export const signatureOf = (secret: string, timestamp: number, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

/**
 * Calls a hook (docs/notices.md).
 *
 * @param o.now seconds since 1970
 */
export const callHook = async (
  http: HttpClient,
  o: { hook: Hook; event: string; payload: Record<string, unknown>; now: number }
): Promise<Result<void, HookFailure>> => {
  const body = toJson({ event: o.event, ...o.payload });
  const { secret } = o.hook;
  const headers = {
    'content-type': 'application/json',
    [EVENT]: o.event,
    [TIMESTAMP]: String(o.now),
    ...(secret ? { [SIGNATURE]: `sha256=${signatureOf(secret, o.now, body)}` } : {}),
  };
  const request = { url: o.hook.url, method: 'POST', headers, body, own: true } as const;
  const answer = await http.request(request, async (response) => ({
    status: response.status,
    retryAfter: retryAfterOf(response.headers),
  }));
  if (!answer.ok) return err({ kind: 'unreachable', code: answer.error.code });
  return isSuccess(answer.value.status) ? ok(undefined) : err({ kind: 'status', ...answer.value });
};

/** For the administrator. */
export const reasonOfHookFailure = (failure: HookFailure): Reason =>
  failure.kind === 'unreachable'
    ? httpReason(failure.code)
    : { code: 'hook.status', values: { status: failure.status } };
