import type { Core } from '@strapi/strapi';
import { decide, isDecidedByHost, type ModerationRequest, type Verdict } from '../../core/moderation/decide';
import type { LinkbackWords } from '../../contracts/linkbacks';
import { cutText } from '../../core/html/text';
import { siteOf } from '../../core/moderation/sites';
import { getLinkbacks, getService } from '../../get-service';
import { textKeyOf } from '../linkbacks/text-key';
import { createKnownSites } from './known-sites';
import { leadsTo } from './leads-elsewhere';
import { createSameText, type SameTextRow } from './same-text';
import type { Verified } from './verify';
import { shownTexts, wordsOf } from './words';
import { parseUrl } from '../../core/url/parse-url';

/**
 * `bySender`: it may be spam for its sender's sake only, because of `who` sent it, or of `what` they wrote themselves. That
 * holds for what was sent, and never against its page, for which anybody may send.
 */
export type Judgement = Verdict & { readonly bySender?: 'who' | 'what' };

/** What moderation has to say about a verified source. */
export interface Judge {
  /** Whether blocks refuse the site of this URL at all, before anything is fetched. */
  isBlocked(url: string): Promise<boolean>;
  /** Whether this is the page of an entry. */
  isOwnPage(url: string): Promise<boolean>;
  /** Whether its addresses decide about a source, whatever it says. */
  isDecided(source: string, finalUrl: string): Promise<boolean>;
  /**
   * Where a linkback goes, and why.
   *
   * @param o.except the linkback that is decided again: it does not vouch for itself
   * @param o.sameText the linkbacks with the same text, where they have been asked for already
   */
  judge(o: {
    readonly source: string;
    readonly verified: Verified;
    /** What is shown: a trackback's claims may be part of it. */
    readonly words: LinkbackWords;
    /** The address of its page, where the source is spelled in another way: it may be shown one day. Default: the source. */
    readonly address?: string;
    /** The target as its sender wrote it: not shown, but it says something of its sender. */
    readonly written: string | null;
    readonly except?: number;
    readonly sameText?: readonly SameTextRow[];
  }): Promise<Judgement>;
}

/** Code points of an address in a reason. */
const LONGEST = 200;

/**
 * The same judgement, but that no trust and no policy approves an address which is not the one that its page names: whoever pings
 * may have written it.
 *
 * @param elsewhere the address that the page names; null: none, or this one
 */
export const unlessElsewhere = (judged: Judgement, elsewhere: string | null): Judgement =>
  judged.status === 'approved' && elsewhere !== null
    ? {
        status: 'pending',
        why: { code: 'verdict.other-address', values: { url: cutText(elsewhere, LONGEST) } },
      }
    : judged;

export const createJudge = ({ strapi }: { strapi: Core.Strapi }): Judge => {
  const { config, entries } = getLinkbacks(strapi);
  const { sharedHosts } = config.spam;
  const knownSites = createKnownSites({ strapi, sharedHosts });
  const sameText = createSameText({ strapi, sharedHosts });

  /** A host that is ours and shows no entry there is nobody's in particular: a forum, maybe. */
  const isOwnPage = async (url: string): Promise<boolean> =>
    entries.ownHosts.has(parseUrl(url)?.host ?? '') && (await entries.resolveUrl(url)).kind === 'entry';

  /** What the addresses alone say. */
  const requestOf = async (source: string, finalUrl: string): Promise<ModerationRequest> => ({
    ...(await getService(strapi, 'settings').get()).moderation,
    sourceHost: siteOf(source, sharedHosts),
    finalHost: siteOf(finalUrl, sharedHosts),
    isOwnPage: (await isOwnPage(source)) && (await isOwnPage(finalUrl)),
    knownHost: false,
    texts: [],
    links: null,
    sameTextFrom: [],
    opinion: 'not-asked',
  });

  return {
    isOwnPage,

    async isBlocked(url) {
      return decide({ ...(await requestOf(url, url)), isOwnPage: false }).status === 'refused';
    },

    isDecided: async (source, finalUrl) => isDecidedByHost(await requestOf(source, finalUrl)),

    async judge({ source, verified, words, written, address = source, except, sameText: rows }) {
      const { otherSites: links, opinion } = verified;
      const finalUrl = leadsTo(verified, sharedHosts);
      const request = await requestOf(source, finalUrl);
      // Only one policy asks who is known.
      const asksKnown = request.policy === 'hold-unknown';
      const asked = {
        ...request,
        links,
        opinion,
        texts: shownTexts(words, source, finalUrl, written, address),
        knownHost: asksKnown && (await knownSites.areKnown({ source, finalUrl, except })),
        sameTextFrom: rows
          ? sameText.sitesIn(rows, { source, except })
          : await sameText.sitesOf(textKeyOf(words), { source, except }),
      };
      const verdict = decide(asked);
      if (verdict.status !== 'spam') return verdict;
      // What the page says, at its own address, whoever sends it.
      const texts = shownTexts(wordsOf(verified), address, withoutQuery(finalUrl));
      if (decide({ ...asked, texts, opinion: 'not-asked' }).status === 'spam') return verdict;
      // What is there already is decided by what its page says; its sender is a reason to look at it.
      if (except !== undefined) return { ...verdict, status: 'pending' };
      return { ...verdict, bySender: verdict.why.code === 'verdict.word' ? 'what' : 'who' };
    },
  };
};

/** The part of a URL that a site chooses: servers answer with the same page to any query. */
const withoutQuery = (url: string): string => url.split(/[?#]/, 1)[0] ?? '';
