import type { ReceivedPing } from '../../adapters/jobs';
import { entryColumns } from '../../adapters/keys';
import type { LinkbackWords } from '../../contracts/linkbacks';
import { said, type Reason } from '../../core/reasons';
import type { LinkbackStatus } from '../../core/types';
import type { SourceReading } from '../../core/reading/page-reader';
import { normaliseUrl } from '../../core/url/normalise';
import { remember } from '../linkbacks/history';
import { wordColumns } from '../linkbacks/word-columns';
import { nextLook } from '../linkbacks/schedule';
import type { Place } from './place';
import type { NewLinkback } from './store';

/** A verified ping as it is stored the first time. */
export const newLinkback = (o: {
  received: ReceivedPing;
  verified: SourceReading;
  place: Place['columns'];
  contentKey: string | null;
  words: LinkbackWords;
  status: LinkbackStatus;
  why: Reason;
}): NewLinkback => {
  const { received, verified, place, words } = o;
  const { protocol, target, address, receivedAt } = received;
  const now = new Date().toISOString();
  const arrival: Reason = {
    code: 'source.received',
    values: { protocol: { code: `protocol.${protocol}` } },
  };
  return {
    ...entryColumns(received.ref),
    ...wordColumns(words),
    excerptMark: words.excerpt === verified.excerpt ? verified.excerptMark : null,
    status: o.status,
    previousStatus: null,
    ...said(o.why),
    protocol,
    ...place,
    target,
    writtenTarget: writtenTarget(received),
    contentKey: o.contentKey,
    sourcePublishedAt: verified.published,
    address,
    userAgent: received.userAgent ?? null,
    receivedAt,
    verifiedAt: now,
    movedAt: now,
    proposed: null,
    refusedKey: null,
    decided: null,
    failures: 0,
    history: remember(null, { event: 'received', protocol, by: null, why: arrival }, receivedAt),
    nextVerificationAt: nextLook({
      status: o.status,
      receivedAt,
      now: Date.now(),
      random: Math.random(),
    }),
  };
};

/** Only where the entry's URL does not say it already. */
const writtenTarget = ({ target, written = null }: ReceivedPing): string | null => {
  const normal = written === null ? null : normaliseUrl(written);
  return normal === normaliseUrl(target) ? null : normal;
};
