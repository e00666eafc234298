import { cutText } from '../../core/html/text';
import { isSameSite, siteOf } from '../../core/moderation/sites';
import type { Reason } from '../../core/reasons';
import type { VerifiedSource } from '../../core/verification';
import type { LinkbackRow } from '../linkbacks/rows';
import { claimedAddress, isSamePage } from './identity';

/** Where a source leads now that it did not when a moderator, or the settings, decided about it. */
export type Elsewhere = (why: Reason) => Reason;

/** Code points of an address in a reason. */
const LONGEST = 200;

/**
 * Whether a source leads elsewhere by now: it redirects to another site, or claims the address of another page as its own.
 *
 * @returns what to say of it, given what moderation says; null when it is where it was
 */
export const leadsElsewhere = (
  row: Pick<LinkbackRow, 'source' | 'finalUrl' | 'claimedAddress'>,
  verified: Pick<VerifiedSource, 'finalUrl' | 'canonical'>,
  sharedHosts: readonly string[]
): Elsewhere | null => {
  const { finalUrl } = verified;
  if (!isSameSite(row.finalUrl ?? row.source, finalUrl, sharedHosts)) {
    return (why) => ({ code: 'source.leads-away', values: { site: siteOf(finalUrl, sharedHosts), why } });
  }
  const claimed = claimedAddress(verified);
  const isOld = claimed === null || (row.claimedAddress !== null && isSamePage(claimed, row.claimedAddress));
  if (isOld) return null;
  return (why) => ({ code: 'source.claims', values: { url: cutText(claimed, LONGEST), why } });
};
