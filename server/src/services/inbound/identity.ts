import { isSameSite } from '../../core/moderation/sites';
import type { EntryRef } from '../../core/types';
import type { VerifiedSource } from '../../core/verification';
import { pairKeyOf } from '../../adapters/pair-key';

/** The keys under which a pair of source and entry may be known already (PROTOCOLS §4a). */
export interface Identity {
  /** Of the source as given: its name, for good. */
  readonly source: string;
  /**
   * Of where the source is at home on its own site: its canonical address, else where redirects led. A source that leads to
   * somebody else's page is itself: it must neither stand for that page nor leave a trace in its place.
   */
  readonly home: string;
  /** Of the source as given, of where redirects led, and of the home of that: a match of one of them is the same linkback. */
  readonly same: readonly string[];
  /** All of these, and those on the way: a trace of what was deleted at one of them refuses. */
  readonly passed: readonly string[];
}

/** @param sharedHosts where one user's page may not pass itself off as another's, which would silence that one */
export const identityOf = (
  { source, ref }: { source: string; ref: EntryRef },
  { finalUrl, canonical, hops }: Pick<VerifiedSource, 'finalUrl' | 'canonical' | 'hops'>,
  sharedHosts: readonly string[]
): Identity => {
  const keyOf = keysFor(ref);
  const isHome = canonical !== null && isSameSite(canonical, finalUrl, sharedHosts);
  const home = isHome ? canonical : finalUrl;
  const same = [keyOf(source), keyOf(finalUrl), keyOf(home)];
  return {
    source: keyOf(source),
    home: keyOf(isSameSite(source, home, sharedHosts) ? home : source),
    same: [...new Set(same)],
    passed: [...new Set([...same, ...hops.map(keyOf)])],
  };
};

/** Mostly all addresses are one. */
const keysFor = (ref: EntryRef): ((url: string) => string) => {
  const keys = new Map<string, string>();
  return (url) => {
    const key = keys.get(url) ?? pairKeyOf(url, ref);
    keys.set(url, key);
    return key;
  };
};
