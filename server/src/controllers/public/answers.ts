import type { Context } from 'koa';
import { clientOf } from '../../adapters/client';
import type { Sender } from '../../adapters/jobs';
import type { Refusal } from '../../core/faults';
import { BODY_STATUS, type BodyFailure } from '../../middlewares/raw-body';

/** Answers in XML. Faults and errors go out with HTTP 200 too; only limits are HTTP's (DESIGN §3.2). */
export const answerXml = (ctx: Context, xml: string, refusal?: Refusal): void => {
  ctx.status = 200;
  if (refusal?.kind === 'limited') {
    ctx.status = 429;
    ctx.set('Retry-After', String(refusal.retryAfter));
  }
  ctx.type = 'text/xml; charset=utf-8';
  ctx.body = xml;
};

const SENTENCES: Readonly<Record<BodyFailure, string>> = {
  'too-large': 'The body is too large.',
  'too-slow': 'The body took too long.',
  'encoding-unknown': 'The content encoding is not supported.',
  broken: 'The body could not be read.',
};

/** Answers a request whose body could not be read. */
export const answerBodyFailure = (ctx: Context, failure: BodyFailure): void => {
  if (failure === 'too-slow') ctx.set('Connection', 'close');
  ctx.status = BODY_STATUS[failure];
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = SENTENCES[failure];
};

/** Who sends a ping: the address, what it is counted under, and what it calls itself. */
export const senderOf = (
  ctx: Context
): { address: string | null; sender: Sender; userAgent: string | null } => {
  const { address, key, network } = clientOf(ctx);
  return { address, sender: { key, network }, userAgent: ctx.get('user-agent') || null };
};
