import type { Core } from '@strapi/strapi';
import type { EntryHead } from '../../adapters/entries';
import type { ReceivedPing } from '../../adapters/jobs';
import { USER_AGENT } from '../../constants';
import type { Result } from '../../core/result';
import { err, ok } from '../../core/result';
import type { SourceReading } from '../../core/reading/page-reader';
import type { SpamOpinion } from '../../core/moderation/opinion';
import { anyOf, exactly, roughly } from '../../core/url/target-rule';
import type { VerificationFailure } from '../../core/verification';
import { getLinkbacks, getService } from '../../get-service';
import type { FetchSlots } from './fetch-slots';
import { createOwnSoftware } from './own-software';

export interface Verification {
  readonly received: Pick<ReceivedPing, 'protocol' | 'source' | 'target' | 'written' | 'address'>;
  /** Its other addresses are the target too (PROTOCOLS §4); null: it is not published any more. */
  readonly entry: EntryHead | null;
  /** The target as its sender wrote it and nothing else: for a webmention that comes first (Webmention §3.2.2). */
  readonly exact?: boolean;
  /** Texts that are looked for in all of the source: what a trackback says of it. */
  readonly sought?: readonly string[];
  /** Read it to its end: what stands behind the link may send its visitors elsewhere. */
  readonly whole?: boolean;
  /** The source was slow before. */
  readonly slow?: boolean;
  readonly signal?: AbortSignal;
}

/** Why a source does not count. `slow`: it took its time, and needs one of the places of the slow ones from now on. */
export type FetchFailure = VerificationFailure & { readonly slow?: boolean };

/** A source that links, and what a spam filter says of it. */
export interface Verified extends SourceReading {
  /** The texts that were looked for; `shown` has those that were found. */
  readonly sought: readonly string[];
  readonly opinion: SpamOpinion;
}

export type Verify = (o: Verification) => Promise<Result<Verified, FetchFailure>>;

/** The same of a ping that is new: what it says is asked about. */
export type VerifyPing = (
  o: Verification & { readonly received: ReceivedPing }
) => Promise<Result<Verified, FetchFailure>>;

/** Fetches the source of a received ping and looks for its link to the target. */
export const createVerify = (o: { strapi: Core.Strapi; slots: FetchSlots }): Verify => {
  const { strapi, slots } = o;
  const { reader, config } = getLinkbacks(strapi);
  const { nameSender } = config.receive;
  const ownSoftware = createOwnSoftware({ strapi });

  return async ({ received, entry, exact = false, sought = [], whole = false, slow = false, signal }) => {
    const { source, protocol } = received;
    const written = received.written ?? received.target;
    const { moderation } = await getService(strapi, 'settings').get();
    const slot = slots.enter(new URL(source), { slow, ...(signal && { signal }) });
    if (!slot) return err({ kind: 'unreachable', code: 'busy', slow });
    // The entry's URL when the ping was received and the target as it was written, whatever has become of our URLs since, and
    // every present address of the entry.
    const known = [roughly(received.target), roughly(written)];
    const anyAddress = anyOf(...known, ...(entry ? [entry.addresses] : []));
    const request = {
      source,
      target: anyAddress,
      required: exact ? exactly(written) : null,
      itself: anyAddress,
      ownSoftware: ownSoftware(),
      headers: nameSender && protocol === 'pingback' ? pingbackHeaders(received.address) : {},
      sought,
      countLinks: whole || moderation.maxLinks > 0,
      otherTypes: protocol === 'webmention',
    };
    const verified = await reader.verify(request, { guard: slot, signal: slot.signal }).finally(slot.leave);
    if (verified.ok) return ok({ ...verified.value, sought, opinion: 'not-asked' });
    const failure: VerificationFailure = slot.isEvicted()
      ? { kind: 'unreachable', code: 'busy' }
      : verified.error;
    return err({ ...failure, slow: slot.isSlow() });
  };
};

/** Tells the source's site on whose behalf we come, as WordPress does (PROTOCOLS §5 and §7). */
const pingbackHeaders = (address: string | null): Record<string, string> =>
  address === null
    ? {}
    : {
        'user-agent': `${USER_AGENT}; verifying pingback from ${address}`,
        'x-pingback-forwarded-for': address,
      };
