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
  readonly received: Pick<ReceivedPing, 'protocol' | 'source' | 'target' | 'written' | 'address'>;
  /** Its other addresses are the target too (PROTOCOLS §4); null: it is not published any more. */
  readonly entry: EntryHead | null;
  /** The target as its sender wrote it and nothing else: for a webmention that comes first (Webmention §3.2.2). */
  readonly exact?: boolean;
  /** The words of a trackback are looked for in it. */
  readonly keepText?: boolean;
  readonly signal?: AbortSignal;
}

/** A source that links, and what a spam filter says of it. */
export interface Verified extends VerifiedSource {
  readonly opinion: SpamOpinion;
  /** Whether `words` knows all of its text. */
  readonly keptText: boolean;
}

export type Verify = (o: Verification) => Promise<Result<Verified, VerificationFailure>>;

/** The same of a ping that is new: what it says is asked about. */
export type VerifyPing = (
  o: Verification & { readonly received: ReceivedPing }
) => Promise<Result<Verified, VerificationFailure>>;

/** Fetches the source of a received ping and looks for its link to the target. */
export const createVerify = (o: { strapi: Core.Strapi; slots: FetchSlots }): Verify => {
  const { strapi, slots } = o;
  const { http, config } = getLinkbacks(strapi);
  const { nameSender } = config.receive;
  const isOwnSoftware = createOwnSoftware({ strapi });
  const busy = err({ kind: 'unreachable', code: 'busy' } as const);

  return async ({ received, entry, exact = false, keepText = false, signal }) => {
    const { source, protocol } = received;
    const target = received.written ?? received.target;
    const { moderation } = await getService(strapi, 'settings').get();
    const slot = slots.enter(new URL(source));
    if (!slot) return busy;
    const isAtEntry = anyAddressOf([received.target, target], entry);
    const keptText = keepText || protocol === 'trackback';
    const verified = await verifySource(http, {
      admit: slot.admit,
      refuses: isOwnSoftware,
      source,
      isTarget: exact ? sameAs(target) : isAtEntry,
      isItself: isAtEntry,
      headers: nameSender && protocol === 'pingback' ? pingbackHeaders(received.address) : {},
      keepText: keptText,
      countLinks: moderation.maxLinks > 0,
      otherTypes: protocol === 'webmention',
      ...(signal && { signal }),
    }).finally(slot.leave);
    return verified.ok ? ok({ ...verified.value, opinion: 'not-asked', keptText }) : verified;
  };
};

/** Equal after normalising. */
const sameAs = (target: string): ((url: string) => boolean) => {
  const exact = normaliseUrl(target);
  return (url) => exact !== null && normaliseUrl(url) === exact;
};

/**
 * The entry's URL when the ping was received and the target as it was written, whatever has become of our URLs since, and every
 * present address of the entry.
 */
const anyAddressOf = (targets: readonly string[], entry: EntryHead | null): ((url: string) => boolean) => {
  const loose = new Set(targets.map(looseKey));
  return (url) => {
    const key = looseKey(url);
    return (key !== null && loose.has(key)) || entry?.isAt(url) === true;
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
