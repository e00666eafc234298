import type { Core } from '@strapi/strapi';
import type { ReceivedPing } from '../../adapters/jobs';
import { entryRefOf } from '../../adapters/keys';
import { isSameSite } from '../../core/moderation/sites';
import type { Verdict } from '../../core/moderation/decide';
import type { Reason } from '../../core/reasons';
import { samePage } from '../../core/url/normalise';
import { getLinkbacks } from '../../get-service';
import { changeLinkback, type Changed, type Patch } from '../linkbacks/change';
import { contentKeyOf } from '../linkbacks/content-key';
import { emitChange } from '../linkbacks/events';
import type { LinkbackRow } from '../linkbacks/rows';
import { claimedAddress, identityOf } from './identity';
import type { Judge } from './judge';
import { createKnown } from './known';
import { confirmed, type Occasion } from './lapse';
import { leadsElsewhere } from './leads-elsewhere';
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
    /** What was there is gone: its place is the fetched one from now on. */
    moves?: boolean;
  }
) => Promise<Changed | null>;

export const createRenew = (o: { strapi: Core.Strapi; judge: Judge }): Renew => {
  const { strapi } = o;
  const { sharedHosts } = getLinkbacks(strapi).config.spam;
  const { judge, isBlocked } = o.judge;
  const known = createKnown({ strapi });

  /** Why the place that a source leads to is refused. A block of its own site came after what was decided about it. */
  const barredBy = async (source: string, { hops, finalUrl }: Verified): Promise<Reason | null> => {
    for (const hop of [...hops, finalUrl]) {
      if (isSameSite(hop, source, sharedHosts) || !(await isBlocked(hop))) continue;
      return { code: 'source.barred', values: { host: new URL(hop).host } };
    }
    return null;
  };

  /** Where a source is by now, so that a ping from there is known. What another linkback has for its own, it keeps. */
  const placeOf = async (row: LinkbackRow, source: string, verified: Verified): Promise<Patch> => {
    const keys = identityOf({ source, ref: entryRefOf(row) }, verified, sharedHosts);
    const finalUrl = verified.finalUrl === source ? null : verified.finalUrl;
    const sourceHost = new URL(source).host.slice(0, 255);
    const place = { source, sourceHost, finalUrl, claimedAddress: claimedAddress(verified) };
    const others = await known.find([keys.home], { except: row.id });
    return others ? place : { ...place, pairKey: keys.home, sourceKey: keys.source };
  };

  /** A linkback that comes to say what another one says is no second one without a moderator, unless the settings want all. */
  const orTwin = (verdict: Verdict, twin: LinkbackRow | null): Verdict =>
    twin !== null && verdict.status === 'approved' && verdict.why.code !== 'verdict.approve-all'
      ? { status: 'pending', why: { code: 'verdict.same-linkback', values: { url: twin.source } } }
      : verdict;

  return async (row, { fetched, verified, occasion, moves = false }) => {
    const source = moves ? fetched : row.source;
    const isOwn = samePage(fetched, source);
    // Another page that says it is the same one does not write in its place.
    const isItself = isOwn || samePage(verified.finalUrl, row.finalUrl ?? row.source);
    const claim = claimOfRow(row);
    const words = wordsOf(believing(claim, verified), claim);
    const said = { source, ref: entryRefOf(row), words: wordsOf(verified), sharedHosts };
    const contentKey = contentKeyOf(said);
    const twin = await known.findTwin(contentKey, row.id);
    const judged = await judge({ source, verified, words, written: row.writtenTarget, except: row.id });
    const verdict = orTwin(judged, twin);
    const excerptMark = words.excerpt === verified.excerpt ? verified.excerptMark : null;
    const barred = isOwn ? await barredBy(source, verified) : null;
    const leads = isOwn ? leadsElsewhere({ row, source, verified, sharedHosts }) : null;
    const shown: Shown = { words, verdict, excerptMark, barred, leads, contentKey };
    const moment = { occasion, now: Date.now(), random: Math.random() };
    const changed = await changeLinkback(strapi, row.id, async (now) => ({
      ...(isItself ? updated(now, shown, moment) : confirmed(now, moment)),
      ...(isOwn ? await placeOf(now, source, verified) : {}),
    }));
    if (changed) emitChange(strapi, changed);
    return changed;
  };
};

/** The words that a trackback brought stood in its source when it came: a look that did not seek them cannot say that they do not. */
const believing = (claim: ReceivedPing['claim'], verified: Verified): Verified => {
  const texts = textsOfClaim(claim);
  const wereSought = texts.every((text) => verified.sought.includes(text));
  return wereSought ? verified : { ...verified, shown: texts };
};
