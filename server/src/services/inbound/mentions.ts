import type { Core } from '@strapi/strapi';
import type { JobPayload } from '../../adapters/jobs';
import type { Refusal } from '../../core/faults';
import { err, ok, type Result } from '../../core/result';
import { senderAt } from '../../adapters/client';
import { getLinkbacks, getService } from '../../get-service';
import type { MentionStates } from './mention-states';
import { readParameters, type Parameters } from './parameters';
import { agentToKeep } from './spam-filter';
import type { InboundMention } from './types';
import type { Waiting } from './waiting';

type MentionPayload = Extract<JobPayload, { kind: 'mention' }>;

export const QUEUED = { state: 'queued', message: 'It waits to be verified.' } as const;

/** Seconds: a job that is put off for longer is not waited for. */
const SOON = 5;

/**
 * Takes webmentions: all is said at once that the form and our URL patterns say, the rest is left to the worker
 * (Webmention §3.2). So nobody learns here what is published and what is not.
 */
export const createMentions = (o: { strapi: Core.Strapi; states: MentionStates; waiting: Waiting }) => {
  const { strapi, states, waiting } = o;
  const { commit, entries, queue } = getLinkbacks(strapi);

  const admit = async (mention: InboundMention): Promise<Result<Parameters, Refusal>> => {
    const target = { kind: 'url', url: mention.target } as const;
    const parameters = readParameters({ ...mention, protocol: 'webmention', target });
    if (!parameters.ok) return parameters;
    const { receive } = await getService(strapi, 'settings').get();
    if (!receive.protocols.webmention) return err({ kind: 'target-closed' });
    return (await entries.isOurs(mention.target)) ? parameters : err({ kind: 'target-closed' });
  };

  /**
   * Whether the same webmention of the same sender waits already: it will find what its source shows by then. Another one does
   * not stand for it, since it may be refused for what that one sent, or for what it sent too early.
   */
  const isLeft = (job: MentionPayload): Promise<boolean> => queue.hasSame(job, { within: SOON });

  /** Resolves to the token of the status resource, once all is committed. */
  return async (mention: InboundMention): Promise<Result<string, Refusal>> => {
    const parameters = await admit(mention);
    if (!parameters.ok) return parameters;
    const { href: source, host } = parameters.value.source;
    const { target, address } = mention;
    const receivedAt = new Date().toISOString();
    const userAgent = agentToKeep(strapi, mention.userAgent);
    const sender = mention.sender ?? senderAt(address);
    const about = { source, target, address, userAgent, receivedAt };
    const job: MentionPayload = { kind: 'mention', ...about, host, sender };
    const left = await isLeft(job);
    const room = left ? ok(undefined) : await waiting.hasRoom(sender, host);
    if (!room.ok) return room;
    const token = await commit(async (trx) => {
      if (!left) await queue.add([job], { trx });
      return states.open(job, QUEUED, trx);
    });
    // Whoever has taken that job meanwhile may have told its outcome before this status was there.
    if (left && !(await isLeft(job))) await queue.add([job]);
    getService(strapi, 'worker').wake();
    return ok(token);
  };
};
