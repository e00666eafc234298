import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { contentParts } from '../adapters/entry-content';
import type { PublishedEntry } from '../adapters/entries';
import { entryColumns } from '../adapters/keys';
import { PING_UID } from '../constants';
import type { PreviewItem } from '../contracts/preview';
import { isCut, MAX_FIELD, type ContentPart, type FoundLink } from '../core/content/links';
import { changeOf, SENDING_OFF_FOR_ENTRY } from '../core/delivery/changes';
import { planPings, type PlannedPing } from '../core/delivery/plan';
import { sentenceOf, type Reason } from '../core/reasons';
import { getLinkbacks, getService } from '../get-service';
import { readableFields } from './entry-access';
import { createLooks } from './outbound/looks';
import { pairKeyOf, toPresent, type PingRow } from './outbound/rows';
import { selfLinks } from './outbound/self-links';
import { countingTrackbacks, namedTrackbacks } from './outbound/trackbacks';
import { itemOfLook, itemWithoutLook, type Wish } from './preview-item';
import type { PreviewService } from './types';

const NO_PAGE: Reason = { code: 'preview.no-page' };

/** By the rules of the planner, so that what is shown is what is sent. */
export const createPreview = ({ strapi }: { strapi: Core.Strapi }): PreviewService => {
  const { config, entries, reader } = getLinkbacks(strapi);
  const looks = createLooks({ strapi });

  /** `draft`: with what the user may read of it. */
  const planOf = async (
    draft: PublishedEntry,
    { rows, links }: { rows: readonly PingRow[]; links: readonly FoundLink[] }
  ): Promise<PlannedPing[]> => {
    const { trackbackUrls } = await getService(strapi, 'entry-settings').get(draft.ref);
    const entryUrl = draft.url ?? '';
    const isSelf = await selfLinks(entries, {
      ref: draft.ref,
      url: entryUrl,
      links: config.send.internalLinks ? links.map(({ url }) => url) : [],
    });
    // Thousands of links take a while at each step: everything else has its turn between them.
    await nextTurn();
    return planPings({
      entryUrl,
      links,
      trackbackUrls: namedTrackbacks(trackbackUrls, rows),
      existing: [],
      ownHosts: entries.ownHosts,
      internalLinks: config.send.internalLinks,
      isSelf,
    });
  };

  /** Why nothing at all is sent for the entry. */
  const heldBy = async ({ ref, url }: PublishedEntry): Promise<Reason | null> => {
    const { send, blocked } = await getService(strapi, 'entry-settings').sending(ref);
    if (blocked !== null) return blocked;
    if (url === null) return NO_PAGE;
    if (send) return null;
    const { sendPings } = await getService(strapi, 'entry-settings').get(ref);
    return sendPings === 'off' ? SENDING_OFF_FOR_ENTRY : { code: 'ping.off-by-default' };
  };

  const wishesOf = async (
    draft: PublishedEntry,
    o: { rows: readonly PingRow[]; links: readonly FoundLink[]; send: boolean }
  ): Promise<Wish[]> => {
    const { ref, url, revision } = draft;
    const byPair = new Map(o.rows.map((row) => [row.pairKey, row]));
    const known = await getService(strapi, 'first-run').knownLinks(ref);
    const planned = await planOf(draft, o);
    await nextTurn();
    return planned.map((ping) => {
      const pairKey = pairKeyOf(ref, ping.kind, ping.key);
      const row = byPair.get(pairKey);
      if (!row) return { ping, present: null, known: known.has(pairKey) };
      const change = changeOf({
        ping: toPresent(row),
        // Publishing makes a new revision.
        entry: url === null ? null : { url, revision: `${revision} and the draft` },
        wanted: { skip: ping.skip },
        send: o.send,
        everything: false,
        now: Date.now(),
      });
      return { ping, present: { row, change }, known: false };
    });
  };

  const look = async (targets: readonly string[]): Promise<void> => {
    if (targets.length > 0 && (await looks.ask(targets)) > 0) getService(strapi, 'worker').wake();
  };

  return {
    async of(ref, ability) {
      const whole = await entries.readDraft(ref);
      if (!whole) return [];
      const row = await readableFields(strapi, { uid: ref.uid, row: whole.row, ability });
      const draft = { ...whole, row };
      const rows: PingRow[] = await strapi.db.query(PING_UID).findMany({ where: entryColumns(ref) });
      const held = await heldBy(draft);
      const parts = contentParts(strapi, draft);
      const read = await reader.links(parts, draft.url ?? '');
      const notes = read.ok ? notesOf(parts) : [note('', { code: 'preview.unread' })];
      const links = read.ok ? read.value : [];
      const wishes = await wishesOf(draft, { rows, links, send: held === null });
      const items = wishes.map((wish) => ({ wish, item: itemWithoutLook(wish, held) }));

      await nextTurn();
      const open = items.filter(({ item }) => item === null).map(({ wish }) => wish.ping.target);
      const known = await looks.read(open);
      await look(open.filter((target) => !known.has(target)));
      await nextTurn();
      const { protocols } = (await getService(strapi, 'settings').get()).send;
      const o = { allowed: protocols, trackbackUrls: trackbacksThatCount(items) };
      return [
        ...notes,
        ...items.map(({ wish: { ping }, item }) => item ?? itemOfLook(ping, known.get(ping.target), o)),
      ];
    },
  };
};

/** Names the fields that are longer than what is read of them, each once. */
const notesOf = (parts: readonly ContentPart[]): PreviewItem[] => {
  const fields = new Set(parts.filter(isCut).map(({ field = '' }) => field));
  return [...fields].map((field) => note(field, { code: 'preview.cut', values: { field, most: MAX_FIELD } }));
};

const note = (field: string, why: Reason): PreviewItem => ({
  target: '',
  protocol: null,
  endpoint: null,
  skip: sentenceOf(why),
  why,
  field,
});

/** The trackback URLs that stand for the link they belong to: those that were sent, and those that would be. */
const trackbacksThatCount = (items: readonly { wish: Wish; item: PreviewItem | null }[]): string[] =>
  items.flatMap(({ wish: { ping, present }, item }) => {
    if (ping.kind !== 'trackback') return [];
    const isToBeSent = item?.skip === null;
    return isToBeSent || countingTrackbacks(present ? [present.row] : []).length > 0 ? [ping.target] : [];
  });
