import type { Core } from '@strapi/strapi';
import type { ReceivedPing } from '../../adapters/jobs';
import { entryRefOf } from '../../adapters/keys';
import { isSameSite } from '../../core/moderation/sites';
import type { Verdict } from '../../core/moderation/decide';
import { said, type Reason } from '../../core/reasons';
import { isSpelled } from '../../core/moderation/spelling';
import { samePage } from '../../core/url/normalise';
import { getLinkbacks } from '../../get-service';
import { changeLinkback, type Changed, type Patch } from '../linkbacks/change';
import { contentKeyOf } from '../linkbacks/content-key';
import { emitChange } from '../linkbacks/events';
import { remember } from '../linkbacks/history';
import type { LinkbackRow } from '../linkbacks/rows';
import { unlessElsewhere, type Judge } from './judge';
import { createKnown } from './known';
import { confirmed, type Moment, type Occasion } from './lapse';
import { leadsElsewhere, leadsTo } from './leads-elsewhere';
import { placeOf, type Place } from './place';
import { updated, type Shown } from './update';
import type { Verified } from './verify';
import { claimOfRow, textsOfClaim, wordsOf } from './words';

/**
 * Writes down what was seen of the source of a stored linkback, at the address `fetched`: it links.
 *
 * @returns resolves to null when there is no such linkback any more
 */
export type Renew = (
  row: LinkbackRow,
  o: {
    fetched: string;
    verified: Verified;
    occasion: Occasion;
    /**
     * Its place is the fetched one from now on. `page`: what was there is gone; `spelling`: it was the same page in a foreign
     * spelling.
     */
    moves?: 'page' | 'spelling';
  }
) => Promise<Changed | null>;

type NewPlace = Partial<Place['columns']>;

export const createRenew = (o: { strapi: Core.Strapi; judge: Judge }): Renew => {
  const { strapi } = o;
  const { sharedHosts } = getLinkbacks(strapi).config.spam;
  const { judge, isBlocked, isOwnPage } = o.judge;
  const known = createKnown({ strapi });

  /** Why the place that a source leads to is refused. A block of its own site came after what was decided about it. */
  const barredBy = async (source: string, verified: Verified): Promise<Reason | null> => {
    const { hops, finalUrl } = verified;
    for (const hop of [...hops, finalUrl, leadsTo(verified, sharedHosts)]) {
      if (isSameSite(hop, source, sharedHosts) || !(await isBlocked(hop))) continue;
      return { code: 'source.barred', values: { host: new URL(hop).host } };
    }
    return null;
  };

  /** Where a source is by now, so that a ping from there is known. What another linkback has for its own, it keeps. */
  const placeFrom = async (row: LinkbackRow, source: string, verified: Verified): Promise<Place> => {
    // It stays known by the address that its sender wrote.
    const given = source === row.source ? (row.writtenSource ?? source) : source;
    const isOwn = await isOwnPage(source);
    return placeOf({ source: given, ref: entryRefOf(row), isOwn }, verified, sharedHosts);
  };

  const newPlaceOf = async (row: LinkbackRow, source: string, verified: Verified): Promise<NewPlace> => {
    const { columns } = await placeFrom(row, source, verified);
    const { pairKey, sourceKey, ...place } = columns;
    // What is spam, for its sender's sake maybe, stands in nobody's way where it did not.
    if (row.status === 'spam') return place;
    const isTaken = (await known.find([pairKey], { except: row.id })) !== null;
    if (!isTaken) return { ...place, pairKey, sourceKey };
    if (isSpelled(place.source, source)) return place;
    const { claimedAddress } = place;
    return { finalUrl: leadsTo(verified, sharedHosts), claimedAddress };
  };

  /** A linkback that comes to say what another one says is no second one without a moderator, unless the settings want all. */
  const orTwin = (verdict: Verdict, twin: LinkbackRow | null): Verdict =>
    twin !== null && verdict.status === 'approved' && verdict.why.code !== 'verdict.approve-all'
      ? { status: 'pending', why: { code: 'verdict.same-linkback', values: { url: twin.source } } }
      : verdict;

  return async (row, { fetched, verified, occasion, moves }) => {
    const source = moves === undefined ? row.source : fetched;
    const isOwn = samePage(fetched, source);
    // Another page that says it is the same one does not write in its place.
    const isItself = isOwn || samePage(verified.finalUrl, row.finalUrl ?? row.source);
    const claim = claimOfRow(row);
    const words = wordsOf(believing(claim, verified), claim);
    const said = { source, ref: entryRefOf(row), words: wordsOf(verified), sharedHosts };
    const contentKey = contentKeyOf(said);
    const twin = await known.findTwin(contentKey, row.id);
    const place = isOwn ? await newPlaceOf(row, source, verified) : {};
    const { source: shownAt = source, ownAddress = row.ownAddress } = place;
    const judged = await judge({
      source: shownAt,
      address: ownAddress ?? shownAt,
      verified,
      words,
      written: row.writtenTarget,
      except: row.id,
    });
    const { elsewhere } = isOwn ? await placeFrom(row, source, verified) : { elsewhere: null };
    const verdict = unlessElsewhere(orTwin(judged, twin), elsewhere);
    const excerptMark = words.excerpt === verified.excerpt ? verified.excerptMark : null;
    const barred = isOwn ? await barredBy(source, verified) : null;
    // Another spelling of its URL leads to the same page.
    const before = moves === 'spelling' ? { ...row, source } : row;
    const leads = isOwn ? leadsElsewhere({ row: before, source, place, verified, sharedHosts }) : null;
    const shown: Shown = { words, verdict, excerptMark, barred, leads, contentKey };
    const moment = { occasion, now: Date.now(), random: Math.random() };
    const changed = await changeLinkback(strapi, row.id, async (now) => ({
      ...(isItself ? updated(now, shown, moment) : confirmed(now, moment)),
      ...(moves === 'spelling' ? decidedAnew(now, verdict, moment) : {}),
      ...(isOwn ? await newPlaceOf(now, source, verified) : {}),
    }));
    if (changed) emitChange(strapi, changed);
    return changed;
  };
};

/** What was held only because its page names another address is decided as a new linkback is, once that is where it is. */
const decidedAnew = (row: LinkbackRow, verdict: Verdict, { occasion, now }: Moment): Patch => {
  const isHeld = row.status === 'pending' && row.why?.code === 'verdict.other-address';
  if (!isHeld || verdict.status === 'refused') return {};
  const { status, why } = verdict;
  const at = new Date(now).toISOString();
  const history = remember(row.history, { event: 'moved', ...occasion, why }, at);
  return { status, previousStatus: null, ...said(why), movedAt: at, history };
};

/** The words that a trackback brought stood in its source when it came: a look that did not seek them cannot say that they do not. */
const believing = (claim: ReceivedPing['claim'], verified: Verified): Verified => {
  const texts = textsOfClaim(claim);
  const wereSought = texts.every((text) => verified.sought.includes(text));
  return wereSought ? verified : { ...verified, shown: texts };
};
