import { cutText } from '../../core/html/text';
import { isSameSite, siteOf } from '../../core/moderation/sites';
import { isSpelled } from '../../core/moderation/spelling';
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

type Row = Pick<LinkbackRow, 'source' | 'finalUrl' | 'claimedAddress' | 'spelling' | 'ownAddress'>;
type Address = Partial<Pick<LinkbackRow, 'source' | 'ownAddress'>>;

/**
 * Returns the address that a linkback would be shown under from now on, at once or once its page pings from there, and that
 * nobody decided about; null when there is none.
 */
const newAddress = (row: Row, { source, ownAddress }: Address): string | null => {
  // Until redirects moved linkbacks, a plain one was decided about together with where it led.
  const decided = [row.source, row.ownAddress, row.spelling === null ? row.finalUrl : null];
  const isDecided = (url: string): boolean => decided.some((one) => one !== null && isSpelled(one, url));
  return [source, ownAddress].find((url) => typeof url === 'string' && !isDecided(url)) ?? null;
};

/**
 * Whether a source leads elsewhere by now: it is at another address, redirects to another site, or claims the address of
 * another page as its own.
 *
 * @param o.source its address from now on, if it is the same page
 * @param o.place what is stored of its address from now on
 * @returns what to say of it, given what moderation says; null when it is where it was
 */
export const leadsElsewhere = (o: {
  row: Row;
  source: string;
  place: Address;
  verified: Pick<VerifiedSource, 'finalUrl' | 'refresh' | 'canonical'>;
  sharedHosts: readonly string[];
}): Elsewhere | null => {
  const { row, source, place, verified, sharedHosts } = o;
  const finalUrl = leadsTo(verified, sharedHosts);
  if (!isSameSite(row.finalUrl ?? row.source, finalUrl, sharedHosts)) {
    return (why) => ({ code: 'source.leads-away', values: { site: siteOf(finalUrl, sharedHosts), why } });
  }
  if (source !== row.source) {
    return (why) => ({ code: 'source.moved', values: { url: cutText(source, LONGEST), why } });
  }
  const claimed = claimedAddress(verified);
  const isOld = claimed === null || (row.claimedAddress !== null && isSamePage(claimed, row.claimedAddress));
  const address = newAddress(row, place);
  if (isOld && address !== null)
    return (why) => ({ code: 'source.address', values: { url: cutText(address, LONGEST), why } });
  if (isOld) return null;
  return (why) => ({ code: 'source.claims', values: { url: cutText(claimed, LONGEST), why } });
};
