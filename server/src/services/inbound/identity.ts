import { pairKeyOf } from '../../adapters/pair-key';
import { isSameSite } from '../../core/moderation/sites';
import type { EntryRef } from '../../core/types';
import { fragmentOf, isSamePage } from '../../core/url/normalise';
import type { VerifiedSource } from '../../core/verification';

/** The keys under which a pair of source and entry may be known already (PROTOCOLS §4a). */
export interface Identity {
  /** Of the source as given: its name, for good. */
  readonly source: string;
  /**
   * Of where the source is at home on its own site: where redirects led, in the spelling of its canonical address. A source
   * that leads to somebody else's page is itself: it must neither stand for that page nor leave a trace in its place.
   */
  readonly home: string;
  /** Of the source as given, of where redirects led, and of the home of that: a match of one of them is the same linkback. */
  readonly same: readonly string[];
  /** All of these, and those on the way: a trace of what was deleted at one of them refuses. */
  readonly passed: readonly string[];
}

type Seen = Pick<VerifiedSource, 'finalUrl' | 'canonical' | 'hops'>;

/**
 * A canonical address counts as another spelling of the page's own address only: nobody knows all the hosts that many
 * users share, and there one user's page may name another's. Whether two pages are one, their words say (`contentKeyOf`).
 *
 * @param sharedHosts where one user's page may not pass itself off as another's, which would silence that one
 */
export const identityOf = (
  { source, ref }: { source: string; ref: EntryRef },
  { finalUrl, canonical, hops }: Seen,
  sharedHosts: readonly string[]
): Identity => {
  const keyOf = keysFor(ref);
  // A redirect that names no fragment keeps that of the source (RFC 9110, section 10.2.2).
  const fragment = fragmentOf(source);
  const inherited = (url: string): string => (fragmentOf(url) === '' ? url.split('#')[0] + fragment : url);
  const final = inherited(finalUrl);
  const home = canonical !== null && isSamePage(canonical, finalUrl) ? inherited(canonical) : final;
  const same = [keyOf(source), keyOf(final), keyOf(home)];
  return {
    source: keyOf(source),
    home: keyOf(isSameSite(source, home, sharedHosts) ? home : source),
    same: [...new Set(same)],
    passed: [...new Set([...same, ...hops.map(inherited).map(keyOf)])],
  };
};

/** The address that a page claims as its own, where that is another page; null when it claims none. */
export const claimedAddress = ({
  finalUrl,
  canonical,
}: Pick<Seen, 'finalUrl' | 'canonical'>): string | null =>
  canonical === null || isSamePage(canonical, finalUrl) ? null : canonical;

/** Mostly all addresses are one. */
const keysFor = (ref: EntryRef): ((url: string) => string) => {
  const keys = new Map<string, string>();
  return (url) => {
    const key = keys.get(url) ?? pairKeyOf(url, ref);
    keys.set(url, key);
    return key;
  };
};
