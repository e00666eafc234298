import type { Core } from '@strapi/strapi';
import { LINKBACK_UID } from '../../constants';
import type { LinkbackRow } from '../linkbacks/rows';
import { createSenders, NO_SENDER } from '../linkbacks/senders';
import type { JobHandler } from '../types';
import { akismetOf, commentOfRow } from './spam-filter';
import { logLine } from '../../log-line';

/** Tells Akismet, once, what a moderator made of a linkback. */
export const createFeedbackJob = ({ strapi }: { strapi: Core.Strapi }): JobHandler => ({
  async run(payload) {
    if (payload.kind !== 'feedback') throw new Error(`not a feedback job: ${payload.kind}`);
    const { linkback: documentId, verdict } = payload;
    const row: LinkbackRow | null = await strapi.db.query(LINKBACK_UID).findOne({ where: { documentId } });
    if (!row) return { kind: 'done' };
    const sentBy = await createSenders({ strapi }).of([row.id]);
    const comment = commentOfRow(row, sentBy.get(row.id) ?? NO_SENDER);
    // Without the sender's address Akismet takes nothing.
    if (!comment) return { kind: 'done' };
    const told = await akismetOf(strapi)?.submit(verdict, comment);
    if (told?.ok === false) strapi.log.warn(logLine(`Akismet could not be told: ${told.error}`));
    return { kind: 'done' };
  },

  giveUp: async () => undefined,
});
