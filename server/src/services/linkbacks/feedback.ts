import type { Core } from '@strapi/strapi';
import { getLinkbacks, getService } from '../../get-service';
import type { Changed } from './change';

/**
 * Leaves a job that tells Akismet where a moderator saw it otherwise: what was moved to spam, and what came back from there.
 * Nothing without a key.
 */
export const createFeedback =
  ({ strapi }: { strapi: Core.Strapi }) =>
  async ({ before, after }: Changed): Promise<void> => {
    const { config, queue } = getLinkbacks(strapi);
    const { key, url } = config.spam.akismet;
    if (key === undefined || before.status === after.status) return;
    const verdict = verdictOf(before.status, after.status);
    if (verdict === null) return;
    await queue.add([{ kind: 'feedback', linkback: after.documentId, verdict, host: new URL(url).host }]);
    getService(strapi, 'worker').wake();
  };

const verdictOf = (before: string, after: string): 'spam' | 'ham' | null => {
  if (after === 'spam') return 'spam';
  return before === 'spam' && (after === 'approved' || after === 'pending') ? 'ham' : null;
};
