import { cutText } from '../../core/html/text';
import { isSameSite, siteOf } from '../../core/moderation/sites';
import type { Reason } from '../../core/reasons';
import { isSamePage } from '../../core/url/normalise';
import type { VerifiedSource } from '../../core/verification';
import type { LinkbackRow } from '../linkbacks/rows';
import { claimedAddress } from './identity';

/** Where a source leads now that it did not when a moderator, or the settings, decided about it. */
export type Elsewhere = (why: Reason) => Reason;

/** Code points of an address in a reason. */
const LONGEST = 200;

/**
 * Returns where a source leads its visitors: where it was found, or the other site that it sends them to from there by itself,
 * as a redirect would.
 */
export const leadsTo = (
  { finalUrl, refresh }: Pick<VerifiedSource, 'finalUrl' | 'refresh'>,
  sharedHosts: readonly string[]
): string => (refresh === null || isSameSite(refresh, finalUrl, sharedHosts) ? finalUrl : refresh);

/**
 * Whether a source leads elsewhere by now: it is at another address, redirects to another site, or claims the address of
 * another page as its own.
 *
 * @param o.source its address from now on
 * @returns what to say of it, given what moderation says; null when it is where it was
 */
export const leadsElsewhere = (o: {
  row: Pick<LinkbackRow, 'source' | 'finalUrl' | 'claimedAddress'>;
  source: string;
  verified: Pick<VerifiedSource, 'finalUrl' | 'refresh' | 'canonical'>;
  sharedHosts: readonly string[];
}): Elsewhere | null => {
  const { row, source, verified, sharedHosts } = o;
  const finalUrl = leadsTo(verified, sharedHosts);
  if (!isSameSite(row.finalUrl ?? row.source, finalUrl, sharedHosts)) {
    return (why) => ({ code: 'source.leads-away', values: { site: siteOf(finalUrl, sharedHosts), why } });
  }
  if (source !== row.source) {
    return (why) => ({ code: 'source.moved', values: { url: cutText(source, LONGEST), why } });
  }
  const claimed = claimedAddress(verified);
  const isOld = claimed === null || (row.claimedAddress !== null && isSamePage(claimed, row.claimedAddress));
  if (isOld) return null;
  return (why) => ({ code: 'source.claims', values: { url: cutText(claimed, LONGEST), why } });
};
