import type { Core } from '@strapi/strapi';
import type { EntryHead } from '../../adapters/entries';
import type { ReceivedPing } from '../../adapters/jobs';
import { USER_AGENT } from '../../constants';
import type { Result } from '../../core/result';
import { err, ok } from '../../core/result';
import type { SpamOpinion } from '../../core/moderation/opinion';
import { looseKey, normaliseUrl } from '../../core/url/normalise';
import { verifySource, type VerificationFailure, type VerifiedSource } from '../../core/verification';
import { getLinkbacks, getService } from '../../get-service';
import type { FetchSlots } from './fetch-slots';
import { createOwnSoftware } from './own-software';

export interface Verification {
  readonly received: Pick<ReceivedPing, 'protocol' | 'source' | 'target' | 'address'>;
  /** Its other addresses are the target too (PROTOCOLS §4); null: it is not published any more. */
  readonly entry: EntryHead | null;
  /** The target as it is given and nothing else: for a webmention that comes first (Webmention §3.2.2). */
  readonly exact?: boolean;
  /** The words of a trackback are looked for in it. */
  readonly keepText?: boolean;
  /** The source was slow before. */
  readonly slow?: boolean;
  readonly signal?: AbortSignal;
}

/** Why a source does not count. `slow`: it took its time, and needs one of the places of the slow ones from now on. */
export type FetchFailure = VerificationFailure & { readonly slow?: boolean };

/** A source that links, and what a spam filter says of it. */
export interface Verified extends VerifiedSource {
  readonly opinion: SpamOpinion;
  /** Whether `words` knows all of its text. */
  readonly keptText: boolean;
}

export type Verify = (o: Verification) => Promise<Result<Verified, FetchFailure>>;

/** The same of a ping that is new: what it says is asked about. */
export type VerifyPing = (
  o: Verification & { readonly received: ReceivedPing }
) => Promise<Result<Verified, FetchFailure>>;

/** Fetches the source of a received ping and looks for its link to the target. */
export const createVerify = (o: { strapi: Core.Strapi; slots: FetchSlots }): Verify => {
  const { strapi, slots } = o;
  const { http, config } = getLinkbacks(strapi);
  const { nameSender } = config.receive;
  const ownSoftware = createOwnSoftware({ strapi });

  return async ({ received, entry, exact = false, keepText = false, slow = false, signal }) => {
    const { source, target, protocol } = received;
    const { moderation } = await getService(strapi, 'settings').get();
    const slot = slots.enter(new URL(source), { slow, ...(signal && { signal }) });
    if (!slot) return err({ kind: 'unreachable', code: 'busy', slow });
    const isAtEntry = anyAddressOf(target, entry);
    const keptText = keepText || protocol === 'trackback';
    const verified = await verifySource(http, {
      guard: slot,
      refuses: ownSoftware(),
      source,
      isTarget: exact ? sameAs(target) : isAtEntry,
      isItself: isAtEntry,
      headers: nameSender && protocol === 'pingback' ? pingbackHeaders(received.address) : {},
      keepText: keptText,
      countLinks: moderation.maxLinks > 0,
      otherTypes: protocol === 'webmention',
      signal: slot.signal,
    }).finally(slot.leave);
    if (verified.ok) return ok({ ...verified.value, opinion: 'not-asked', keptText });
    const failure: VerificationFailure = slot.isEvicted()
      ? { kind: 'unreachable', code: 'busy' }
      : verified.error;
    return err({ ...failure, slow: slot.isSlow() });
  };
};

/** Equal after normalising. */
const sameAs = (target: string): ((url: string) => boolean) => {
  const exact = normaliseUrl(target);
  return (url) => exact !== null && normaliseUrl(url) === exact;
};

/** The target as it was received, whatever has become of our URLs since, and every present address of its entry. */
const anyAddressOf = (target: string, entry: EntryHead | null): ((url: string) => boolean) => {
  const loose = looseKey(target);
  return (url) => (loose !== null && looseKey(url) === loose) || entry?.isAt(url) === true;
};

/** Tells the source's site on whose behalf we come, as WordPress does (PROTOCOLS §5 and §7). */
const pingbackHeaders = (address: string | null): Record<string, string> =>
  address === null
    ? {}
    : {
        'user-agent': `${USER_AGENT}; verifying pingback from ${address}`,
        'x-pingback-forwarded-for': address,
      };
