import type { Reason } from '../reasons';
import { unreachable } from '../result';
import { blockedBy, trustedBy } from './hosts';
import { remarked, type SpamOpinion } from './opinion';
import { findBlockedWord } from './words';

export type ModerationPolicy = 'hold' | 'hold-unknown' | 'approve';

export interface ModerationRequest {
  /** Who publishes the source as given, and after redirects: hosts, or as `siteOf` has them. */
  readonly sourceHost: string;
  readonly finalHost: string;
  readonly policy: ModerationPolicy;
  readonly trustedHosts: readonly string[];
  readonly blockedHosts: readonly string[];
  readonly blockedWords: readonly string[];
  /** Links to other sites that a source may have; 0: as many as it likes. */
  readonly maxLinks: number;
  /** Whether linkbacks were approved before of the source's site, and of the one that it redirects to. */
  readonly knownHost: boolean;
  /** Whether the source is a published page of our own, before redirects and after them. */
  readonly isOwnPage: boolean;
  /** Everything that would be shown, and the source's URLs. */
  readonly texts: readonly string[];
  /** Links of the source to other sites; null: they were not counted. */
  readonly links: number | null;
  /** Other sites that the same text came from lately. */
  readonly sameTextFrom: readonly string[];
  readonly opinion: SpamOpinion;
}

export interface Verdict {
  /** `refused`: answered with a fault, not stored. */
  readonly status: 'pending' | 'approved' | 'spam' | 'refused';
  /** For the moderator. */
  readonly why: Reason;
}

/** As many other sites with the same text are no accident any more: the moderator hears how many they are. */
const MANY_SITES = 3;

/**
 * Where a verified linkback goes, and why. Blocks come before trust, trust before what makes suspicious, and that before
 * the policy.
 */
export const decide = (o: ModerationRequest): Verdict =>
  blockedVerdict(o) ?? trustedVerdict(o) ?? suspiciousVerdict(o) ?? byPolicy(o);

/** Whether it is decided without looking at more than its addresses: blocked, trusted or our own. */
export const isDecidedByHost = (o: ModerationRequest): boolean =>
  blockedVerdict({ ...o, texts: [] }) !== null || trustedVerdict(o) !== null;

const blockedVerdict = (o: ModerationRequest): Verdict | null => {
  for (const host of [o.sourceHost, o.finalHost]) {
    const entry = blockedBy(host, o.blockedHosts);
    if (entry !== null)
      return { status: 'refused', why: { code: 'verdict.blocked', values: { site: host, entry } } };
  }
  const word = findBlockedWord(o.texts, o.blockedWords);
  return word === null ? null : { status: 'spam', why: { code: 'verdict.word', values: { word } } };
};

/** A trusted host that redirects elsewhere vouches for nothing. */
const trustedVerdict = (o: ModerationRequest): Verdict | null => {
  if (o.isOwnPage) return { status: 'approved', why: { code: 'verdict.own-page' } };
  const [entry, finalEntry] = [o.sourceHost, o.finalHost].map((host) => trustedBy(host, o.trustedHosts));
  if (entry == null || finalEntry == null) return null;
  return { status: 'approved', why: { code: 'verdict.trusted', values: { site: o.sourceHost, entry } } };
};

const suspiciousVerdict = (o: ModerationRequest): Verdict | null => {
  if (o.opinion === 'blatant-spam') return { status: 'spam', why: { code: 'verdict.akismet-sure' } };
  if (o.opinion === 'spam') return { status: 'spam', why: { code: 'verdict.akismet-spam' } };
  const { sameTextFrom, links, maxLinks } = o;
  const count = sameTextFrom.length;
  const held = (why: Reason): Verdict => ({ status: 'pending', why: remarked(why, o.opinion) });
  // Never spam: others may have made the copies, to be rid of the original.
  if (count >= MANY_SITES) return held({ code: 'verdict.same-text-often', values: { count } });
  const [site] = sameTextFrom;
  if (site !== undefined) return held({ code: 'verdict.same-text', values: { site } });
  if (maxLinks === 0 || links === null || links <= maxLinks) return null;
  return held({ code: 'verdict.links', values: { count: links, most: maxLinks } });
};

const byPolicy = (o: ModerationRequest): Verdict => {
  const because = (status: Verdict['status'], why: Reason): Verdict => ({
    status,
    why: remarked(why, o.opinion),
  });
  switch (o.policy) {
    case 'approve':
      return because('approved', { code: 'verdict.approve-all' });
    case 'hold-unknown':
      return because(o.knownHost ? 'approved' : 'pending', byAcquaintance(o));
    case 'hold':
      return because('pending', { code: 'verdict.hold-all' });
    default:
      return unreachable(o.policy);
  }
};

const byAcquaintance = ({ knownHost, sourceHost: site, finalHost: final }: ModerationRequest): Reason => {
  const code = knownHost ? 'verdict.known' : 'verdict.unknown';
  return final === site
    ? { code, values: { site } }
    : { code: `${code}-redirected` as const, values: { site, final } };
};
