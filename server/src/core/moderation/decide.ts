import { unreachable } from '../result';
import { blockedBy, trustedBy } from './hosts';
import { remark, type SpamOpinion } from './opinion';
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
  /** A sentence for the moderator. */
  readonly reason: string;
}

/** As many other sites with the same text are no accident any more. */
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
    if (entry !== null) return { status: 'refused', reason: `${host} is blocked (by “${entry}”).` };
  }
  const word = findBlockedWord(o.texts, o.blockedWords);
  return word === null ? null : { status: 'spam', reason: `It contains the blocked word “${word}”.` };
};

/** A trusted host that redirects elsewhere vouches for nothing. */
const trustedVerdict = (o: ModerationRequest): Verdict | null => {
  if (o.isOwnPage) return { status: 'approved', reason: 'It is one of our own pages.' };
  const entries = [o.sourceHost, o.finalHost].map((host) => trustedBy(host, o.trustedHosts));
  if (entries.includes(null)) return null;
  return { status: 'approved', reason: `${o.sourceHost} is trusted (by “${entries[0]}”).` };
};

const suspiciousVerdict = (o: ModerationRequest): Verdict | null => {
  if (o.opinion === 'blatant-spam') return { status: 'spam', reason: 'Akismet is sure that it is spam.' };
  if (o.opinion === 'spam') return { status: 'spam', reason: 'Akismet says that it is spam.' };
  const { sameTextFrom, links, maxLinks } = o;
  if (sameTextFrom.length >= MANY_SITES) {
    return { status: 'spam', reason: `The same text came from ${sameTextFrom.length} other sites lately.` };
  }
  const [other] = sameTextFrom;
  if (other !== undefined) {
    return { status: 'pending', reason: `The same text came from ${other} lately.${remark(o.opinion)}` };
  }
  if (maxLinks === 0 || links === null || links <= maxLinks) return null;
  const reason = `Its page links to other sites ${links} times, more than ${maxLinks}.${remark(o.opinion)}`;
  return { status: 'pending', reason };
};

const byPolicy = (o: ModerationRequest): Verdict => {
  const { policy, knownHost, sourceHost, finalHost } = o;
  const hosts = finalHost === sourceHost ? sourceHost : `${sourceHost}, redirected to ${finalHost},`;
  const because = (status: Verdict['status'], sentence: string): Verdict => ({
    status,
    reason: sentence + remark(o.opinion),
  });
  switch (policy) {
    case 'approve':
      return because('approved', 'The settings approve everything that is verified.');
    case 'hold-unknown':
      return knownHost
        ? because('approved', `A linkback from ${hosts} was approved before.`)
        : because('pending', `No linkback from ${hosts} was approved before.`);
    case 'hold':
      return because('pending', 'The settings hold everything for approval.');
    default:
      return unreachable(policy);
  }
};
