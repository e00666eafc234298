import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { clientOf } from '../../adapters/client';
import { describeError } from '../../core/describe-error';
import { webmentionMessage, type Refusal } from '../../core/faults';
import { unreachable, err, type Result } from '../../core/result';
import { withoutTrailing } from '../../core/text/trailing';
import { mentionRefusal, parseMentionForm } from '../../core/webmention/receive';
import { getLinkbacks, getService } from '../../get-service';
import { readRawBody, type RawBody } from '../../middlewares/raw-body';
import { QUEUED } from '../../services/inbound/mentions';
import type { MentionStatus } from '../../services/inbound/mention-states';
import { answerBodyFailure, senderOf } from './answers';
import { logLine } from '../../log-line';

type Answer = Result<string, Refusal>;

/** The webmention endpoint and the status resources of what it took (Webmention §3.2). */
export const createWebmentionController = ({ strapi }: { strapi: Core.Strapi }) => {
  const { endpoints } = getLinkbacks(strapi);

  const receive = async (ctx: Context, body: RawBody): Promise<Answer> => {
    const form = parseMentionForm(body.bytes, body.contentType);
    if (!form.ok) return err(mentionRefusal(form.error));
    return getService(strapi, 'inbound').mention({ ...form.value, ...senderOf(ctx) });
  };

  const answerWith = (ctx: Context, answer: Answer): void => {
    if (!answer.ok) return answerRefusal(ctx, answer.error);
    const endpoint = endpoints.webmention() ?? withoutTrailing(ctx.path, '/');
    const location = `${endpoint}/${answer.value}`;
    ctx.status = 201;
    ctx.set('Location', location);
    ctx.body = { ...statusBody(QUEUED), location };
  };

  return {
    async receive(ctx: Context): Promise<void> {
      const knocked = await getService(strapi, 'inbound').knock(clientOf(ctx));
      if (!knocked.ok) return answerRefusal(ctx, knocked.error);
      const body = await readRawBody(ctx);
      if (!body.ok) return answerBodyFailure(ctx, body.error);
      const answer = await receive(ctx, body.value).catch((error: unknown): Answer => {
        strapi.log.error(logLine(`a webmention failed: ${describeError(error)}`));
        return err({ kind: 'internal' });
      });
      answerWith(ctx, answer);
    },

    /** For programs as JSON, for people in words. */
    async status(ctx: Context): Promise<void> {
      const { token = '' } = ctx.params as { token?: string };
      const status = await getService(strapi, 'inbound').mentionStatus(token);
      ctx.set('Cache-Control', 'no-store');
      ctx.status = status ? 200 : 404;
      const message = status?.message ?? 'There is no such webmention, or it is long ago.';
      if (ctx.accepts('json', 'html', 'text') !== 'json') {
        ctx.type = 'text/plain; charset=utf-8';
        ctx.body = status ? `${status.state}: ${message}` : message;
        return;
      }
      ctx.body = status ? statusBody(status) : { error: 'not_found', message };
    },
  };
};

const statusBody = ({ state, message }: MentionStatus) => ({ status: state, message });

/** JSON, in words that senders know how to show. */
const answerRefusal = (ctx: Context, refusal: Refusal): void => {
  if (refusal.kind === 'limited') ctx.set('Retry-After', String(refusal.retryAfter));
  ctx.status = statusOf(refusal);
  const codes: Readonly<Record<number, string>> = { 400: 'invalid_request', 429: 'too_many_requests' };
  ctx.body = { error: codes[ctx.status] ?? 'server_error', message: webmentionMessage(refusal) };
};

const statusOf = (refusal: Refusal): number => {
  switch (refusal.kind) {
    case 'limited':
      return 429;
    case 'internal':
      return 500;
    case 'target-unknown':
    case 'target-closed':
    case 'source-unreachable':
    case 'no-link':
    case 'known':
    case 'refused':
    case 'parameters':
    case 'malformed':
    case 'method-unknown':
      return 400;
    default:
      return unreachable(refusal);
  }
};
