import type { Core } from '@strapi/strapi';
import type { JobPayload, JobResult } from '../../adapters/jobs';
import { entryRefOf } from '../../adapters/keys';
import { LINKBACK_UID } from '../../constants';
import type { Result } from '../../core/result';
import type { VerificationFailure } from '../../core/verification';
import { getLinkbacks } from '../../get-service';
import { changeLinkback } from '../linkbacks/change';
import { emitChange } from '../linkbacks/events';
import type { LinkbackRow } from '../linkbacks/rows';
import type { JobHandler } from '../types';
import { isAborted, isBusy, triesOf, waitWhileBusy } from './failures';
import type { Keeper } from './keep';
import { lapsed, type Occasion } from './lapse';
import { REMOVED, VERIFIED, type MentionPair, type MentionStates } from './mention-states';
import type { FetchFailure, Verified, Verify } from './verify';
import { claimOfRow, textsOfClaim } from './words';

type Seen = Result<Verified, FetchFailure>;

/** Looks at the source of a stored linkback again: because a moderator asked, or because it was due. */
export const createRecheckJob = (o: {
  strapi: Core.Strapi;
  verify: Verify;
  keeper: Keeper;
  states: MentionStates;
}): JobHandler => {
  const { strapi, verify, keeper, states } = o;
  const { entries } = getLinkbacks(strapi);

  const readRow = (documentId: string): Promise<LinkbackRow | null> =>
    strapi.db.query(LINKBACK_UID).findOne({ where: { documentId } });

  /** Nobody's address is named: nobody makes us call (PROTOCOLS §7). */
  const look = async (row: LinkbackRow, slow: boolean): Promise<Seen> => {
    const { protocol, source, target, writtenTarget: written } = row;
    const entry = await entries.readHead(entryRefOf(row));
    const sought = textsOfClaim(claimOfRow(row));
    const received = { protocol, source, target, written, address: null };
    return verify({ received, entry, sought, whole: true, slow });
  };

  /** The third time in a row it is gone. */
  const lapse = async (row: LinkbackRow, failure: VerificationFailure, occasion: Occasion) => {
    const moment = { occasion, now: Date.now(), random: Math.random() };
    const changed = await changeLinkback(strapi, row.id, (now) => lapsed(now, failure, moment));
    if (!changed || changed.before.status === changed.after.status) return;
    emitChange(strapi, changed);
    await states.settle(mentionOf(row), REMOVED);
  };

  /** Who was told that it was removed is told that it is back. */
  const renew = async (row: LinkbackRow, verified: Verified, occasion: Occasion) => {
    const changed = await keeper.renew(row, { fetched: row.source, verified, occasion });
    const returns = changed?.before.status === 'gone' && changed.after.status !== 'gone';
    if (returns) await states.settle(mentionOf(row), VERIFIED);
  };

  return {
    async run(payload): Promise<JobResult> {
      const job = recheckOf(payload);
      const { linkback, by } = job;
      const row = await readRow(linkback);
      if (!row) return { kind: 'done' };
      const seen = await look(row, triesOf(job).slow);
      if (!seen.ok && isAborted(seen.error)) return { kind: 'again', delay: 0 };
      // Was it busy all the time, the next look is planned already, and the linkback stays as it is.
      if (!seen.ok && isBusy(seen.error)) return waitWhileBusy(job, seen.error, 0) ?? { kind: 'done' };
      const occasion = { protocol: null, by };
      if (seen.ok) await renew(row, seen.value, occasion);
      else await lapse(row, seen.error, occasion);
      return { kind: 'done' };
    },

    // When it was left, the next look was planned too.
    giveUp: async () => undefined,
  };
};

/** What its sender knows it by. */
const mentionOf = ({ source, writtenSource, target, writtenTarget }: LinkbackRow): MentionPair => ({
  source: writtenSource ?? source,
  target: writtenTarget ?? target,
});

const recheckOf = (payload: JobPayload): Extract<JobPayload, { kind: 'recheck' }> => {
  if (payload.kind !== 'recheck') throw new Error(`not a recheck job: ${payload.kind}`);
  return payload;
};
