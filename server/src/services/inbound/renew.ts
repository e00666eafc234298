import type { Core } from '@strapi/strapi';
import { isSameSite } from '../../core/moderation/sites';
import { samePage } from '../../core/url/normalise';
import { getLinkbacks } from '../../get-service';
import { changeLinkback } from '../linkbacks/change';
import { emitChange } from '../linkbacks/events';
import type { LinkbackRow } from '../linkbacks/rows';
import type { Judge } from './judge';
import { confirmed, type Occasion } from './lapse';
import { updated, type Shown } from './update';
import type { Verified } from './verify';
import { claimOfRow, wordsOf } from './words';

/** Writes down what was seen of the source of a stored linkback, at the address `fetched`: it links. */
export type Renew = (
  row: LinkbackRow,
  o: { fetched: string; verified: Verified; occasion: Occasion }
) => Promise<void>;

export const createRenew = (o: { strapi: Core.Strapi; judge: Judge }): Renew => {
  const { strapi } = o;
  const { sharedHosts } = getLinkbacks(strapi).config.spam;
  const { judge, isBlocked } = o.judge;

  /** Why the place that a source leads to is refused. A block of its own site came after what was decided about it. */
  const barredBy = async (source: string, { hops, finalUrl }: Verified): Promise<string | null> => {
    for (const hop of [...hops, finalUrl]) {
      if (isSameSite(hop, source, sharedHosts) || !(await isBlocked(hop))) continue;
      return `Its source redirects to ${new URL(hop).host}, which is blocked.`;
    }
    return null;
  };

  return async (row, { fetched, verified, occasion }) => {
    const isOwn = samePage(fetched, row.source);
    // Another page that says it is the same one does not write in its place.
    const isItself = isOwn || samePage(verified.finalUrl, row.finalUrl ?? row.source);
    const words = wordsOf(verified, claimOfRow(row));
    const verdict = await judge({ source: row.source, verified, words, except: row.id });
    const excerptMark = words.excerpt === verified.excerpt ? verified.excerptMark : null;
    const barred = isOwn ? await barredBy(row.source, verified) : null;
    const shown: Shown = { words, verdict, excerptMark, barred };
    const moment = { occasion, now: Date.now(), random: Math.random() };
    const changed = await changeLinkback(strapi, row.id, (now) =>
      isItself ? updated(now, shown, moment) : confirmed(now, moment)
    );
    if (changed) emitChange(strapi, changed);
  };
};
