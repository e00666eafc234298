import type { ReceivedPing, Sender } from './jobs';
import { entryKey, hashOf } from './keys';

/**
 * Everything in a received ping that its outcome may depend on: source, target and claim as they were written, the protocol,
 * and who sent it. Pings of one pair that differ in any of it do not stand for each other: one may fail, be refused or become
 * spam where the other is accepted.
 */
export const pingKeyOf = (received: ReceivedPing, sender: Sender | undefined): string => {
  const { protocol, source, target, written, ref, address, userAgent, claim } = received;
  return hashOf(
    protocol,
    source,
    target,
    ...optional(written),
    entryKey(ref),
    ...senderParts({ address, userAgent, sender }),
    ...optional(claim.title),
    ...optional(claim.excerpt),
    ...optional(claim.blogName)
  );
};

/** The same of a webmention, whose entry is looked for later. */
export const mentionKeyOf = (o: {
  readonly source: string;
  readonly target: string;
  readonly address: string | null;
  readonly userAgent?: string | null;
  readonly sender?: Sender;
}): string => hashOf('webmention', o.source, o.target, ...senderParts(o));

/** All of this is sent to the spam filter. */
const senderParts = (o: {
  readonly address: string | null;
  readonly userAgent?: string | null | undefined;
  readonly sender?: Sender | undefined;
}): string[] => [...optional(o.sender?.key), ...optional(o.address), ...optional(o.userAgent)];

/** What is missing is not the same as what is empty. */
const optional = (text: string | null | undefined): [string, string] =>
  text == null ? ['0', ''] : ['1', text];
