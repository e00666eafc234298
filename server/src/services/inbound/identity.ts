import { siteOf } from '../../core/moderation/sites';
import type { EntryRef } from '../../core/types';
import type { VerifiedSource } from '../../core/verification';
import { pairKeyOf } from '../linkbacks/pair-key';

/** The keys under which a pair of source and entry may be known already (PROTOCOLS §4a). */
export interface Identity {
  /** Of the source as given: what a linkback is, for good. */
  readonly given: string;
  /** Of where the source is at home: its canonical address on its own site, else where redirects led. */
  readonly resolved: string;
  /** Both, and that of where redirects led: a match of one of them is the same linkback. */
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
  const keyOf = (url: string): string => pairKeyOf(url, ref);
  const isSameSite = canonical !== null && siteOf(canonical, sharedHosts) === siteOf(finalUrl, sharedHosts);
  const resolved = keyOf(isSameSite ? canonical : finalUrl);
  const same = [keyOf(source), keyOf(finalUrl), resolved];
  return {
    given: keyOf(source),
    resolved,
    same: [...new Set(same)],
    passed: [...new Set([...same, ...hops.map(keyOf)])],
  };
};
