import type { Core } from '@strapi/strapi';
import type { ReceivedPing } from '../../adapters/jobs';
import { createProxyWatch } from '../../adapters/proxy';
import { senderAt } from '../../adapters/client';
import type { Refusal } from '../../core/faults';
import { err, type Result } from '../../core/result';
import { getLinkbacks, getService } from '../../get-service';
import { createDue } from './due';
import { createFailedPairs } from './failed-pairs';
import { createFeedbackJob } from './feedback-job';
import { createFetchSlots } from './fetch-slots';
import { nowAndThen } from '../../now-and-then';
import { createInline } from './inline';
import { createJudge } from './judge';
import { createKeeper } from './keep';
import { createLimitedLog } from './limited';
import { countableOf, createLimits } from './limits';
import { createMentionJob } from './mention-job';
import { createMentionStates, failedFor } from './mention-states';
import { createMentions } from './mentions';
import { readParameters, refuseSamePage, type Parameters } from './parameters';
import { createRecheckJob } from './recheck-job';
import { createSharedLimiters } from './shared-limiters';
import { agentToKeep, askingAkismet } from './spam-filter';
import { createTakenPairs } from './taken-pairs';
import { findOpenTarget } from './target';
import type { InboundPing, InboundService, OpenTarget } from './types';
import { createVerify } from './verify';
import { createVerifyJob } from './verify-job';
import { createWaiting } from './waiting';

export const createInbound = ({ strapi }: { strapi: Core.Strapi }): InboundService => {
  const { config } = getLinkbacks(strapi);
  const limited = createLimitedLog({ say: nowAndThen({ log: strapi.log }) });
  const { redis, ...rates } = config.receive.rateLimit;
  const shared = redis === undefined ? null : createSharedLimiters({ strapi, url: redis });
  const limits = createLimits({ rates, limited, ...(shared && { makeLimiter: shared.make }) });
  const judge = createJudge({ strapi });
  const keeper = createKeeper({ strapi, judge });
  const states = createMentionStates({ strapi });
  const slots = createFetchSlots({ limits: config.receive.fetches, limited });
  const look = createVerify({ strapi, slots });
  const verify = askingAkismet({ strapi, verify: look, judge });
  const waiting = createWaiting({
    queue: getLinkbacks(strapi).queue,
    most: config.receive.unverified,
    limited,
    wake: () => getService(strapi, 'worker').wake(),
  });
  const proxyWatch = createProxyWatch(strapi.log);
  const failedPairs = createFailedPairs();
  const takenPairs = createTakenPairs();
  const atWork = new Set<string>();
  const budget = config.receive.inlineBudget;
  const inline = createInline({ budget, limits, verify, keeper, waiting, failedPairs, takenPairs, atWork });
  const countable = (source: string, target: OpenTarget) =>
    countableOf(source, target, config.spam.sharedHosts);

  /** Everything that can be said before the source is fetched (the order of DESIGN §3.2). */
  const admit = async (ping: InboundPing, parameters: Parameters): Promise<Result<OpenTarget, Refusal>> => {
    const { source } = parameters;
    const { receive } = await getService(strapi, 'settings').get();
    if (!receive.protocols[ping.protocol]) return err({ kind: 'target-closed' });

    const target = await findOpenTarget(strapi, parameters.target);
    if (!target.ok) return target;
    const distinct = refuseSamePage(source, target.value.url);
    if (!distinct.ok) return distinct;
    const { ref } = target.value.entry;
    if (await keeper.isKnown(source.href, ref)) {
      await keeper.noteAgain(source.href, ref, ping.protocol);
      return err({ kind: 'known' });
    }
    if (await judge.isBlocked(source.href)) return err({ kind: 'refused' });
    return target;
  };

  return {
    async knock(client) {
      proxyWatch.see(client);
      return limits.countSender(client);
    },

    async receive(ping) {
      const parameters = readParameters(ping);
      if (!parameters.ok) return parameters;
      const since = takenPairs.now();
      const target = await admit(ping, parameters.value);
      if (!target.ok) return target;

      const { source } = parameters.value;
      const { entry, url, written } = target.value;
      const received: ReceivedPing = {
        protocol: ping.protocol,
        source: source.href,
        target: url,
        written,
        ref: entry.ref,
        address: ping.address,
        userAgent: agentToKeep(strapi, ping.userAgent),
        receivedAt: new Date().toISOString(),
        claim: ping.claim ?? { title: null, excerpt: null, blogName: null },
      };
      return keeper.expecting(() =>
        inline({
          ping: received,
          target: target.value,
          sender: ping.sender ?? senderAt(ping.address),
          countable: countable(source.href, target.value),
          since,
        })
      );
    },

    limited: () => limited.list(),
    seeProxy: (client) => proxyWatch.see(client),
    proxyWarning: () => proxyWatch.warning(),

    mention: createMentions({ strapi, states, waiting }),
    mentionStatus: (token) => states.read(token),
    dropWaiting: (host) =>
      getLinkbacks(strapi).queue.drop(['verify', 'mention'], host, async (job) => {
        // Should it be taken up in this moment, it says anew what becomes of it.
        if (job.kind === 'mention') await states.settle(job, failedFor({ kind: 'refused' }));
      }),
    purge: (signal) => states.purge(signal),
    leaveDue: createDue({ strapi }),

    verifyJob: createVerifyJob({ strapi, limits, verify, keeper, judge, failedPairs, atWork }),
    recheckJob: createRecheckJob({ strapi, verify: look, keeper, states }),
    feedbackJob: createFeedbackJob({ strapi }),
    mentionJob: createMentionJob({ strapi, limits, verify, keeper, judge, states, failedPairs }),
  };
};
