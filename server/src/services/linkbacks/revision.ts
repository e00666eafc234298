import { hashOf } from '../../adapters/keys';
import type { LinkbackRow } from './rows';
import { wordsKeyOf } from './words-key';

type Seen = Pick<
  LinkbackRow,
  | 'status'
  | 'movedAt'
  | 'source'
  | 'finalUrl'
  | 'title'
  | 'excerpt'
  | 'siteName'
  | 'authorName'
  | 'authorUrl'
  | 'authorPhoto'
  | 'linkType'
  | 'proposed'
>;

/** Hex digits: enough to tell the states of one linkback apart. */
const LENGTH = 16;

/**
 * What a moderator decides about, as a token: where the linkback is and since when, where it came from, what it shows and
 * what is proposed. A look at the source that finds all as it was changes nothing in it.
 */
export const revisionOf = (row: Seen): string => {
  const { status, movedAt, source, finalUrl, title, excerpt, siteName, linkType: type, proposed } = row;
  const author = { name: row.authorName, url: row.authorUrl, photo: row.authorPhoto };
  return hashOf(
    status,
    movedAt === null ? '' : String(Date.parse(movedAt)),
    source,
    finalUrl ?? '',
    wordsKeyOf({ title, excerpt, siteName, author, type }),
    proposed === null ? '' : wordsKeyOf(proposed)
  ).slice(0, LENGTH);
};
