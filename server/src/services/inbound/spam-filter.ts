import type { Core } from '@strapi/strapi';
import type { ReceivedPing } from '../../adapters/jobs';
import { cleanText, cutText } from '../../core/html/text';
import { createAkismet, type Akismet, type AkismetComment } from '../../core/moderation/akismet';
import type { SpamOpinion } from '../../core/moderation/opinion';
import { getLinkbacks } from '../../get-service';
import type { LinkbackWords } from '../../contracts/linkbacks';
import type { LinkbackRow } from '../linkbacks/rows';
import type { Sender } from '../linkbacks/senders';
import { wordsOfRow } from '../linkbacks/words-key';
import { leadsTo } from './leads-elsewhere';
import { wordsOf } from './words';
import type { Verified, Verify, VerifyPing } from './verify';
import type { Judge } from './judge';
import { logLine } from '../../log-line';

/** Akismet, when the project has a key. */
export const akismetOf = (strapi: Core.Strapi): Akismet | null => {
  const { config, http } = getLinkbacks(strapi);
  const { key, url } = config.spam.akismet;
  return key === undefined ? null : createAkismet({ http, url, key });
};

/** Code points of a User-Agent that are kept. */
const AGENT = 255;

/** What is kept of what a sender calls itself: nothing where no spam filter asks for it. */
export const agentToKeep = (strapi: Core.Strapi, userAgent: string | null | undefined): string | null => {
  if (getLinkbacks(strapi).config.spam.akismet.key === undefined) return null;
  return cutText(cleanText(userAgent ?? ''), AGENT) || null;
};

/**
 * Verifies, and asks Akismet about what its addresses do not decide. It belongs to the verification, so that what takes
 * longer than the inline budget is left to the worker. Without an answer the linkback goes on, and its reason says so.
 */
export const askingAkismet = (o: { strapi: Core.Strapi; verify: Verify; judge: Judge }): VerifyPing => {
  const { strapi, verify, judge } = o;
  const { sharedHosts } = getLinkbacks(strapi).config.spam;
  const akismet = akismetOf(strapi);
  if (!akismet) return verify;

  const opinionOf = async (
    received: ReceivedPing,
    verified: Verified,
    signal: AbortSignal | undefined
  ): Promise<SpamOpinion> => {
    if (await judge.isDecided(received.source, leadsTo(verified, sharedHosts))) return 'not-asked';
    if (received.address === null) return 'silent';
    const words = wordsOf(verified, received.claim);
    const comment = commentOf({ ...received, address: received.address }, words);
    const answer = await akismet.check(comment, signal ? { signal } : {});
    if (answer.ok) return answer.value;
    strapi.log.warn(logLine(`Akismet could not be asked: ${answer.error}`));
    return 'silent';
  };

  return async (verification) => {
    const verified = await verify(verification);
    if (!verified.ok) return verified;
    const { received, signal } = verification;
    const opinion = await opinionOf(received, verified.value, signal);
    return { ok: true, value: { ...verified.value, opinion } };
  };
};

/** What Akismet was told of a linkback when it came; null when its sender's address is not kept any more. */
export const commentOfRow = (row: LinkbackRow, { address, userAgent }: Sender): AkismetComment | null =>
  address === null ? null : commentOf({ ...row, address, userAgent }, wordsOfRow(row));

const commentOf = (
  o: Pick<ReceivedPing, 'protocol' | 'source' | 'target' | 'receivedAt' | 'userAgent'> & { address: string },
  { title, excerpt, siteName, author }: LinkbackWords
): AkismetComment => ({
  blog: `${new URL(o.target).origin}/`,
  permalink: o.target,
  address: o.address,
  userAgent: o.userAgent ?? null,
  protocol: o.protocol,
  source: o.source,
  author: author.name ?? siteName,
  texts: [title, excerpt].filter((text) => text !== null),
  receivedAt: new Date(o.receivedAt).toISOString(),
});
