import { hashOf } from '../../adapters/keys';
import type { LinkbackRow } from './rows';
import { wordsKeyOf, wordsOfRow, type WordColumns } from './words-key';

type Seen = WordColumns &
  Pick<
    LinkbackRow,
    | 'status'
    | 'movedAt'
    | 'source'
    | 'finalUrl'
    | 'claimedAddress'
    | 'ownAddress'
    | 'target'
    | 'sourcePublishedAt'
    | 'proposed'
  >;

/** Hex digits: enough to tell the states of one linkback apart. */
const LENGTH = 16;

/**
 * Returns what a moderator decides about, as a token: where the linkback is and since when, where it came from, leads to,
 * says that it is at home and may be shown one day, all that
 * visitors see or would see of it, and the whole of what is proposed. A look at the source that finds all as it was changes
 * nothing in it.
 */
export const revisionOf = (row: Seen): string => {
  const { status, movedAt, finalUrl, claimedAddress, proposed, source, target, sourcePublishedAt } = row;
  const { ownAddress } = row;
  return hashOf(
    status,
    timeOf(movedAt),
    source,
    finalUrl ?? '',
    claimedAddress ?? '',
    target,
    timeOf(sourcePublishedAt),
    wordsKeyOf(wordsOfRow(row)),
    proposed === null ? '' : inOrder(proposed),
    ...(ownAddress ? [ownAddress] : [])
  ).slice(0, LENGTH);
};

/** A database gives a time back in its own form. */
const timeOf = (time: string | null): string => (time === null ? '' : String(Date.parse(time)));

/** The same text for the same values: a JSON column keeps no order of names. */
const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part
  );
