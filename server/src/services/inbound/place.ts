import { isSameSite } from '../../core/moderation/sites';
import { saidAddresses, spellingOf, type SaidAddresses, type Spelling } from '../../core/moderation/spelling';
import type { EntryRef } from '../../core/types';
import { fragmentOf, isSamePage } from '../../core/url/normalise';
import type { VerifiedSource } from '../../core/verification';
import type { LinkbackRow } from '../linkbacks/rows';
import { leadsTo } from './leads-elsewhere';
import { claimedAddress, identityOf, type Identity } from './identity';

/** Where a source that was read is stored. */
export interface Place {
  /** How its URL is spelled, as it is stored. */
  readonly spelling: Spelling & { readonly source: string };
  readonly identity: Identity;
  /** The address that its page names as its own, where that is not the one that it is stored under. */
  readonly elsewhere: string | null;
  readonly columns: Pick<
    LinkbackRow,
    | 'source'
    | 'writtenSource'
    | 'sourceHost'
    | 'finalUrl'
    | 'pairKey'
    | 'sourceKey'
    | 'claimedAddress'
    | 'spelling'
    | 'ownAddress'
  >;
}

/**
 * Returns where a source is stored. One in a foreign spelling is stored in the page's own right away where that is the page
 * that was fetched, by the rule for the same page (PROTOCOLS §4): nobody has to trust what it says.
 *
 * @param o.source as its sender wrote it
 * @param o.isOwn whether it is a page of our own: those need no fragment, which whoever pings may choose
 */
export const placeOf = (
  { source, ref, isOwn = false }: { source: string; ref: EntryRef; isOwn?: boolean },
  seen: Pick<VerifiedSource, 'finalUrl' | 'refresh' | 'canonical' | 'permalink' | 'hops'>,
  sharedHosts: readonly string[]
): Place => {
  const spelling = spelledAs({ source, isOwn }, seen, sharedHosts);
  const stored = spelling.source;
  const isRespelled = stored !== source;
  const canonical = isRespelled ? stored : seen.canonical;
  const identity = identityOf({ source, ref }, { ...seen, canonical }, sharedHosts);
  const { kind, address } = spelling;
  const finalUrl = leadsTo(seen, sharedHosts);
  const isThere = isRespelled ? isSamePage(finalUrl, stored) : finalUrl === stored;
  return {
    spelling,
    identity,
    elsewhere: kind === 'foreign' && saidAddresses(source, seen, sharedHosts).length > 0 ? address : null,
    columns: {
      source: stored,
      writtenSource: isRespelled ? source : null,
      sourceHost: new URL(stored).host.slice(0, 255),
      finalUrl: isThere ? null : finalUrl,
      pairKey: identity.home,
      sourceKey: identity.source,
      claimedAddress: claimedAddress(seen),
      spelling: kind === 'plain' ? null : kind,
      ownAddress: kind === 'foreign' ? address : null,
    },
  };
};

const spelledAs = (
  { source, isOwn }: { source: string; isOwn: boolean },
  page: SaidAddresses,
  sharedHosts: readonly string[]
): Place['spelling'] => {
  const given = spellingOf(source, page, sharedHosts);
  const { address, kind } = given;
  // A fragment may name one of many things in the page.
  const isFetched =
    kind === 'foreign' &&
    (isOwn || fragmentOf(source) === '') &&
    isSamePage(address, page.finalUrl) &&
    isSameSite(source, address, sharedHosts);
  if (!isFetched) return { ...given, source };
  return { ...spellingOf(address, page, sharedHosts), source: address };
};
