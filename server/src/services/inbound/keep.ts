import type { Core } from '@strapi/strapi';
import type { ReceivedPing } from '../../adapters/jobs';
import { EVENTS } from '../../constants';
import type { Refusal } from '../../core/faults';
import type { Reason } from '../../core/reasons';
import { err, ok, type Result } from '../../core/result';
import { relationOf } from '../../core/moderation/spelling';
import type { EntryRef, LinkbackStatus, Protocol } from '../../core/types';
import { samePage } from '../../core/url/normalise';
import { getLinkbacks } from '../../get-service';
import { changeLinkback } from '../linkbacks/change';
import { createDrop } from '../linkbacks/drop';
import { emitLinkback } from '../linkbacks/events';
import { isExpendable } from '../linkbacks/expendable';
import { remember, type Happening } from '../linkbacks/history';
import { hashOf } from '../../adapters/keys';
import { ownTurn } from '../../adapters/own-turn';
import { pairKeyOf } from '../../adapters/pair-key';
import type { LinkbackRow } from '../linkbacks/rows';
import { textKeyOf } from '../linkbacks/text-key';
import type { Identity } from './identity';
import { unlessElsewhere, type Judge } from './judge';
import { createKnown } from './known';
import { newLinkback } from './new-linkback';
import { placeOf, type Place } from './place';
import { createRenew, type Renew } from './renew';
import { askedOf, isAway, saidBy, standingOf } from './said';
import { createStore } from './store';
import type { Verified } from './verify';
import { wordsOf } from './words';

/** `aside`: as spam for its sender's sake, which says nothing of its page. */
export type Kept = 'accepted' | 'aside';

/** Stores a verified ping where moderation puts it. */
export interface Keeper {
  /** The linkback of that source and entry; null when there is none (any more). */
  find(source: string, ref: EntryRef): Promise<LinkbackRow | null>;
  /** Whether the pair was stored before, wherever it is now, or was deleted for good. What is gone may come again. */
  isKnown(source: string, ref: EntryRef): Promise<boolean>;
  /** Whether the pair was ever stored: what is gone counts, and what was deleted, which is not told from what is shown. */
  wasKept(source: string, ref: EntryRef): Promise<boolean>;
  /**
   * Ok after commit; 'known' for what is there already, was deleted, or another request was faster with, 'refused' when a
   * block says so. A webmention, and whatever brings back what is gone, updates what is there.
   */
  keep(received: ReceivedPing, verified: Verified): Promise<Result<Kept, Refusal>>;
  /** What is known came once more. */
  noteAgain(source: string, ref: EntryRef, protocol: Protocol): Promise<void>;
  /** A stored linkback whose source was looked at again, and links. */
  readonly renew: Renew;
  /** Runs work that may end in `keep`; what is kept at the same time is written together. */
  expecting<T>(work: () => Promise<T>): Promise<T>;
}

export const createKeeper = (o: { strapi: Core.Strapi; judge: Judge }): Keeper => {
  const { strapi } = o;
  const { sharedHosts } = getLinkbacks(strapi).config.spam;
  const { judge, isBlocked, isOwnPage } = o.judge;
  const known = createKnown({ strapi });
  const store = createStore({ strapi });
  const renew = createRenew(o);
  const drop = createDrop({ strapi });
  const find: Keeper['find'] = (source, ref) => known.find([pairKeyOf(source, ref)]);

  const passesBlock = async ({ hops }: Verified): Promise<boolean> => {
    for (const hop of hops) if (await isBlocked(hop)) return true;
    return false;
  };

  /** The same linkback under another address of its source. The given one was asked for before the fetch. */
  const findOther = async (identity: Identity, protocol: Protocol): Promise<LinkbackRow | null> =>
    identity.same.length > 1 || protocol === 'webmention' ? known.find(identity.same) : null;

  const note = async (row: LinkbackRow, protocol: Protocol): Promise<void> => {
    // Also where those of another protocol came between: they must not push out what moderators did.
    const isNoted = row.history?.some(
      (one) => one.event === 'again' && one.protocol === protocol && isRecent(one.at)
    );
    if (isNoted) return;
    const values = { protocol: { code: `protocol.${protocol}` } } as const;
    const why = { code: 'source.again', values } as const;
    const happening: Happening = { event: 'again', protocol, by: null, why };
    const at = new Date().toISOString();
    await changeLinkback(strapi, row.id, ({ history }) => ({ history: remember(history, happening, at) }));
  };

  /**
   * A ping from another address of the same site that says what is there already: another spelling of its URL. It does not
   * speak for that address, unless nothing is there any more: then the page has moved.
   */
  const keepSaid = async (
    row: LinkbackRow,
    { protocol, source }: ReceivedPing,
    verified: Verified
  ): Promise<Result<'accepted', Refusal>> => {
    if (row.status !== 'gone') {
      await note(row, protocol);
      return err({ kind: 'known' });
    }
    await renew(row, { fetched: source, verified, occasion: { protocol, by: null }, moves: 'page' });
    return ok('accepted');
  };

  /** A ping for what is there already. */
  const keepAgain = async (
    row: LinkbackRow,
    { protocol, source }: ReceivedPing,
    verified: Verified
  ): Promise<Result<'accepted', Refusal>> => {
    if (protocol !== 'webmention' && row.status !== 'gone') return err({ kind: 'known' });
    await renew(row, { fetched: source, verified, occasion: { protocol, by: null } });
    return ok('accepted');
  };

  /**
   * A ping in the page's own spelling, of what is there in a foreign one: that gets the page's own. What was decided against a
   * foreign spelling, which whoever pinged first chose, does not hold for the page: it makes way.
   *
   * @returns null when it made way
   */
  const takeOver = async (
    row: LinkbackRow,
    { protocol, source }: ReceivedPing,
    verified: Verified
  ): Promise<Result<'accepted', Refusal> | null> => {
    if (row.status === 'spam' || row.status === 'trash') {
      await changeLinkback(strapi, row.id, ({ pairKey, sourceKey }) => ({
        pairKey: hashOf('aside', pairKey, row.source),
        sourceKey: sourceKey ?? pairKey,
        contentKey: null,
      }));
      return null;
    }
    await renew(row, { fetched: source, verified, occasion: { protocol, by: null }, moves: 'spelling' });
    return ok('accepted');
  };

  /** One of too many pages that say the same gives its place up: what waits goes, what is away stays known by its address. */
  const makeWay = async (row: LinkbackRow): Promise<void> => {
    if (isAway(row))
      await changeLinkback(strapi, row.id, (now) => (isAway(now) ? { contentKey: null } : null));
    else await drop([row.id], (now) => isExpendable(now, 'pending'));
  };

  /** One try. Null: what was in its way is not there any more, or another request was faster. */
  const tryToKeep = async (
    received: ReceivedPing,
    verified: Verified
  ): Promise<Result<Kept, Refusal> | null> => {
    const { protocol, source } = received;
    const isOwn = await isOwnPage(source);
    const place = placeOf({ ...received, isOwn }, verified, sharedHosts);
    const { identity, spelling } = place;
    const said = saidBy(received, { place, verified, sharedHosts });
    const words = wordsOf(verified, received.claim);
    const found = await known.findSaid({ ...askedOf(place, said), textKey: textKeyOf(words) });
    if (found.isErased) return err({ kind: 'known' });
    const there = await findOther(identity, protocol);
    // What is there already and now leads to a blocked host is decided again, not just left as it is.
    const isItself = there !== null && samePage(there.source, source);
    if (!isItself && (await passesBlock(verified))) return err({ kind: 'refused' });
    if (there) {
      if (relationOf(spelling, there) === 'takes-over') return takeOver(there, received, verified);
      return keepAgain(there, received, verified);
    }
    const standing = standingOf(place, { said, found, sharedHosts });
    if (standing.kind === 'takes-over') return takeOver(standing.row, received, verified);
    if (standing.kind === 'same') return keepSaid(standing.row, received, verified);

    const written = received.written ?? null;
    const judgement = await judge({
      source: spelling.source,
      address: spelling.address,
      verified,
      words,
      written,
      sameText: found.sameText,
    });
    const judged = unlessElsewhere(judgement, place.elsewhere);
    if (judged.status === 'refused') return err({ kind: 'refused' });
    const isHeld = standing.isTwin && judged.status !== 'spam';
    const { status, why } = isHeld ? SAME_WORDS : { status: judged.status, why: judged.why };

    // What the sender brought must not stand in the way of the page's own ping.
    const { bySender } = judged;
    const key = bySender && asideKeyOf(bySender, { place, received, said });
    if (key !== undefined && (await known.areErased([key]))) return err({ kind: 'known' });
    const { inPlaceOf } = standing;
    if (key === undefined && inPlaceOf !== null) {
      if (status === 'spam') return err({ kind: 'known' });
      await makeWay(inPlaceOf);
    }
    const columns = key === undefined ? place.columns : { ...place.columns, pairKey: key, sourceKey: key };
    const contentKey = key === undefined ? standing.key : null;
    const stored = await store.add(
      newLinkback({ received, verified, place: columns, contentKey, words, status, why })
    );
    await ownTurn();
    if (!stored) return null;
    emitLinkback(strapi, EVENTS.received, stored);
    if (status === 'approved') emitLinkback(strapi, EVENTS.approved, stored);
    return ok(key === undefined ? 'accepted' : 'aside');
  };

  return {
    find,
    renew,
    expecting: store.expect,
    isKnown: (source, ref) => known.has(pairKeyOf(source, ref)),

    async wasKept(source, ref) {
      const key = pairKeyOf(source, ref);
      return (await known.find([key])) !== null || known.areErased([key]);
    },

    async noteAgain(source, ref, protocol) {
      const row = await find(source, ref);
      if (row) await note(row, protocol);
    },

    async keep(received, verified) {
      // Many sources may have been read at once, and many linkbacks are written together.
      await ownTurn();
      for (let tries = 0; tries < TRIES; tries += 1) {
        const kept = await tryToKeep(received, verified);
        if (kept) return kept;
      }
      return err({ kind: 'known' });
    },
  };
};

/** Each ends because something else was stored in the meantime, or made way: mostly the second finds it. */
const TRIES = 6;

/** A page that says the same as another one of its site, and that it is not that one, is never shown unasked. */
const SAME_WORDS: { status: LinkbackStatus; why: Reason } = {
  status: 'pending',
  why: { code: 'verdict.same-words' },
};

/**
 * The key in place of those of a linkback that is spam for its sender's sake: of all spellings where it is for who they are,
 * of this one where it is for what they wrote.
 */
const asideKeyOf = (
  bySender: 'who' | 'what',
  o: { place: Place; received: ReceivedPing; said: readonly string[] }
): string => {
  const { source, written } = o.received;
  return bySender === 'who'
    ? hashOf('aside', ...o.said)
    : hashOf('aside', o.place.identity.home, source, written ?? '');
};

/** Whoever pings without end does not make us write without end. */
const isRecent = (at: string): boolean => Date.now() - Date.parse(at) < 3_600_000;
