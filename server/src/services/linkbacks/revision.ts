import { hashOf } from '../../adapters/keys';
import type { LinkbackRow } from './rows';
import { wordsKeyOf, wordsOfRow, type WordColumns } from './words-key';

type Seen = WordColumns & Pick<LinkbackRow, 'status' | 'movedAt' | 'source' | 'finalUrl' | 'proposed'>;

/** Hex digits: enough to tell the states of one linkback apart. */
const LENGTH = 16;

/**
 * What a moderator decides about, as a token: where the linkback is and since when, where it came from, what it shows and
 * what is proposed. A look at the source that finds all as it was changes nothing in it.
 */
export const revisionOf = (row: Seen): string => {
  const { status, movedAt, source, finalUrl, proposed } = row;
  return hashOf(
    status,
    movedAt === null ? '' : String(Date.parse(movedAt)),
    source,
    finalUrl ?? '',
    wordsKeyOf(wordsOfRow(row)),
    proposed === null ? '' : wordsKeyOf(proposed)
  ).slice(0, LENGTH);
};
