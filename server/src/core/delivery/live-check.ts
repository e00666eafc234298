import { httpReason } from '../http/failures';
import { shows, type OwnPage, type OwnPageFailure } from '../own-page';
import type { Reason } from '../reasons';
import type { Result } from '../result';
import { samePage } from '../url/normalise';
import type { PingPurpose } from './changes';

/** A ping that waits for our page, as far as the live check looks at it. */
export interface WaitingPing {
  readonly kind: 'link' | 'trackback';
  readonly purpose: PingPurpose;
  readonly target: string;
  /** Hash of our page when it was looked at for the last telling; null: never. */
  readonly pageHash: string | null;
  /** Seconds since it began to wait. */
  readonly waited: number;
}

export type LiveVerdict =
  | { readonly live: true }
  /** `why`: what is missing, as the rest of a sentence that begins with our page. */
  | { readonly live: false; readonly why: Reason };

/** Seconds after which a page that does not say which revision it shows is taken for changed (10 minutes). */
export const CHANGE_WAIT = 600;

const LIVE: LiveVerdict = { live: true };
const not = (why: Reason): LiveVerdict => ({ live: false, why });

/**
 * Whether our own page shows what the receiver of a ping will look for: the link; for an explicit trackback URL any
 * page at all; for a change the entry's revision; for a removal that the link, or the page, has gone.
 *
 * @param o.page what the page that the ping is about answered
 * @param o.revision the revision of the published entry; null when it is not published
 */
export const judgeLive = (o: {
  ping: WaitingPing;
  url: string;
  page: Result<OwnPage, OwnPageFailure>;
  revision: string | null;
}): LiveVerdict => {
  const { ping, page } = o;
  // An old address may be gone with its whole host: the new one is told all the same.
  if (ping.purpose === 'move' && ping.waited >= CHANGE_WAIT) return LIVE;
  if (!page.ok) return not(httpReason(page.error.code));
  switch (ping.purpose) {
    case 'removal':
      return judgeRemoval(ping, page.value);
    case 'move':
      return judgeMove(ping, o.url, page.value);
    case 'change':
      return judgeChange(ping, page.value, o.revision);
    default:
      return judgeLink(ping, page.value);
  }
};

const isThere = ({ status }: OwnPage): boolean => status >= 200 && status <= 299;
const hasGone = ({ status }: OwnPage): boolean => status === 404 || status === 410;
const answers = ({ status }: OwnPage): LiveVerdict => not({ code: 'page.status', values: { status } });

const judgeLink = ({ kind, target }: WaitingPing, page: OwnPage): LiveVerdict => {
  if (!isThere(page)) return answers(page);
  if (kind === 'trackback') return LIVE;
  if (!page.isPage) return not({ code: 'page.no-html' });
  return shows(page, target) ? LIVE : not({ code: 'page.no-link' });
};

const judgeChange = (ping: WaitingPing, page: OwnPage, revision: string | null): LiveVerdict => {
  if (!isThere(page)) return answers(page);
  if (page.revision !== null) return page.revision === revision ? LIVE : not({ code: 'page.old-version' });
  if (ping.waited >= CHANGE_WAIT) return LIVE;
  if (page.hash === ping.pageHash) return not({ code: 'page.unchanged' });
  return shows(page, ping.target) ? LIVE : not({ code: 'page.no-link' });
};

const judgeRemoval = ({ target }: WaitingPing, page: OwnPage): LiveVerdict => {
  if (hasGone(page)) return LIVE;
  if (!isThere(page)) return answers(page);
  return shows(page, target) ? not({ code: 'page.has-link' }) : LIVE;
};

/** An old address that goes on to show the page does no harm: the receiver finds the link there. */
const judgeMove = (ping: WaitingPing, url: string, page: OwnPage): LiveVerdict => {
  if (!samePage(page.finalUrl, url)) return LIVE;
  const verdict = judgeRemoval(ping, page);
  return verdict.live ? LIVE : not({ code: 'page.still-there' });
};
