import type { Core } from '@strapi/strapi';
import type { ReceivedPing } from '../../adapters/jobs';
import { EVENTS } from '../../constants';
import type { Refusal } from '../../core/faults';
import { err, ok, type Result } from '../../core/result';
import { isSameSite } from '../../core/moderation/sites';
import type { EntryRef, Protocol } from '../../core/types';
import { samePage } from '../../core/url/normalise';
import { getLinkbacks } from '../../get-service';
import { changeLinkback } from '../linkbacks/change';
import { contentKeyOf } from '../linkbacks/content-key';
import { emitLinkback } from '../linkbacks/events';
import { remember, type Happening } from '../linkbacks/history';
import { hashOf } from '../../adapters/keys';
import { ownTurn } from '../../adapters/own-turn';
import { pairKeyOf } from '../../adapters/pair-key';
import type { LinkbackRow } from '../linkbacks/rows';
import { textKeyOf } from '../linkbacks/text-key';
import { identityOf, type Identity } from './identity';
import type { Judge } from './judge';
import { createKnown } from './known';
import { newLinkback } from './new-linkback';
import { createRenew, type Renew } from './renew';
import { createStore } from './store';
import type { Verified } from './verify';
import { wordsOf } from './words';

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
  keep(received: ReceivedPing, verified: Verified): Promise<Result<'accepted', Refusal>>;
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
  const { judge, isBlocked } = o.judge;
  const known = createKnown({ strapi });
  const store = createStore({ strapi });
  const renew = createRenew(o);
  const find: Keeper['find'] = (source, ref) => known.find([pairKeyOf(source, ref)]);

  const passesBlock = async ({ hops }: Verified): Promise<boolean> => {
    for (const hop of hops) if (await isBlocked(hop)) return true;
    return false;
  };

  /** The same linkback under another address of its source. The given one was asked for before the fetch. */
  const findOther = async (identity: Identity, protocol: Protocol): Promise<LinkbackRow | null> =>
    identity.same.length > 1 || protocol === 'webmention' ? known.find(identity.same) : null;

  /** What the source says, for its own site and for the one that it redirects to. */
  const saidBy = ({ source, ref }: ReceivedPing, verified: Verified): readonly string[] => {
    const words = wordsOf(verified);
    const keyOf = (url: string): string => contentKeyOf({ source: url, ref, words, sharedHosts });
    return [...new Set([keyOf(source), keyOf(verified.finalUrl)])];
  };

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

  /** What is gone makes room for a page of its own site only: somebody else's, which redirects there, is itself. */
  const isThere = (twin: LinkbackRow, source: string): boolean =>
    twin.status !== 'gone' || isSameSite(twin.source, source, sharedHosts);

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
    await renew(row, { fetched: source, verified, occasion: { protocol, by: null }, moves: true });
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
      const { protocol, source } = received;
      // Many sources may have been read at once, and many linkbacks are written together.
      await ownTurn();
      const identity = identityOf(received, verified, sharedHosts);
      const said = saidBy(received, verified);
      const words = wordsOf(verified, received.claim);
      const {
        row: twin,
        isErased,
        sameText,
      } = await known.findSaid({
        said,
        pairs: identity.passed,
        textKey: textKeyOf(words),
      });
      if (isErased) return err({ kind: 'known' });
      const there = await findOther(identity, protocol);
      // What is there already and now leads to a blocked host is decided again, not just left as it is.
      const isItself = there !== null && samePage(there.source, source);
      if (!isItself && (await passesBlock(verified))) return err({ kind: 'refused' });
      if (there) return keepAgain(there, received, verified);
      if (twin && isThere(twin, source)) return keepSaid(twin, received, verified);
      const written = received.written ?? null;
      const verdict = await judge({ source, verified, words, written, sameText });
      const { status, why } = verdict;
      if (status === 'refused') return err({ kind: 'refused' });

      // What the sender brought must not stand in the way of the page's own ping.
      const place = verdict.bySender === true ? aside(identity, received) : identity;
      if (place !== identity && (await known.areErased([place.home]))) return err({ kind: 'known' });
      const contentKey = place === identity ? (said[0] ?? null) : null;
      const linkback = newLinkback({ received, verified, identity: place, contentKey, words, status, why });
      const stored = await store.add(linkback);
      await ownTurn();
      if (!stored) {
        const faster = await known.find(identity.same);
        return faster ? keepAgain(faster, received, verified) : err({ kind: 'known' });
      }
      emitLinkback(strapi, EVENTS.received, stored);
      if (status === 'approved') emitLinkback(strapi, EVENTS.approved, stored);
      return ok('accepted');
    },
  };
};

/** The same linkback under keys that only this spelling of its URLs has. */
const aside = (identity: Identity, { source, written }: ReceivedPing): Identity => {
  const key = hashOf('aside', identity.home, source, written ?? '');
  return { ...identity, home: key, source: key };
};

/** Whoever pings without end does not make us write without end. */
const isRecent = (at: string): boolean => Date.now() - Date.parse(at) < 3_600_000;
