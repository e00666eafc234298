import type { Core } from '@strapi/strapi';
import { getService } from '../../get-service';
import { subjectOf } from '../linkbacks/events';
import { channelsFor } from './channels';
import { createNoticeJob } from './job';
import { canMail } from './mail';
import { createNoticeStore } from './store';
import { createTryOut } from './try-out';
import type { NoticesService } from './types';
import { logLine } from '../../log-line';

/** Milliseconds between two looks for notices without a job. */
const SWEEP_EVERY = 60_000;

export const createNotices = ({ strapi }: { strapi: Core.Strapi }): NoticesService => {
  const store = createNoticeStore({ strapi });
  const notify = async () => (await getService(strapi, 'settings').get()).notify;
  let nextSweep = 0;

  return {
    canMail: () => canMail(strapi),

    async isWanted() {
      const { on, emails, hooks } = await notify();
      return hooks.length > 0 || (on !== 'none' && emails.length > 0);
    },

    async leave(events, row) {
      if (events.length === 0) return;
      const wanted = await notify();
      const at = new Date().toISOString();
      for (const event of events) {
        const o = { event, status: row.status, canMail: canMail(strapi) };
        for (const channel of channelsFor(wanted, o))
          await store.add(channel, { event, at, linkback: subjectOf(row) });
      }
    },

    async sweep() {
      if (performance.now() < nextSweep) return;
      nextSweep = performance.now() + SWEEP_EVERY;
      await store
        .leaveMissingJobs()
        .catch((error: unknown) =>
          strapi.log.error(logLine(`notices could not be looked for: ${String(error)}`))
        );
    },

    test: createTryOut({ strapi }),
    job: createNoticeJob({ strapi, store }),
  };
};
