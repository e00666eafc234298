import type { LinkbackWords } from '../../contracts/linkbacks';
import { said } from '../../core/reasons';
import type { Patch } from './change';
import { remember } from './history';
import type { Move } from './moves';
import type { LinkbackRow } from './rows';
import { textKeyOf } from './text-key';
import { wordsKeyOf, wordsOfRow } from './words-key';

/** The columns of the words that a linkback shows. */
export const wordColumns = ({ title, excerpt, siteName, author, type }: LinkbackWords) => ({
  title,
  excerpt,
  siteName,
  authorName: author.name,
  authorUrl: author.url,
  authorPhoto: author.photo,
  linkType: type,
  textKey: textKeyOf({ title, excerpt }),
});

/** The columns that a moderator's move writes; null when nothing changes. A proposal goes with whatever is decided. */
export const patchOf = (move: Move, row: LinkbackRow, actor: string): Patch => {
  if (move.kind !== 'move' && move.kind !== 'accept' && move.kind !== 'decline') return null;
  const now = new Date().toISOString();
  const { why } = move;
  const history = remember(row.history, { event: 'moved', protocol: null, by: actor, why }, now);
  const decided = { history, ...said(why), proposed: null, proposedAt: null };
  if (move.kind === 'accept') return { ...decided, ...(row.proposed && acceptedColumns(row, row.proposed)) };
  if (move.kind === 'decline')
    return { ...decided, ...(row.proposed && { refusedKey: wordsKeyOf(row.proposed) }) };
  const moved = { ...decided, status: move.status, previousStatus: move.previousStatus, movedAt: now };
  return move.status === 'approved' && showsRefused(row) ? { ...moved, refusedKey: null } : moved;
};

/** Who approves what it shows has changed their mind about words that were refused. */
const showsRefused = (row: LinkbackRow): boolean =>
  row.refusedKey !== null && row.refusedKey === wordsKeyOf(wordsOfRow(row));

/** Where the link's text stands in an excerpt that was only proposed, nobody kept. */
const acceptedColumns = (row: LinkbackRow, proposed: LinkbackWords) => ({
  ...wordColumns(proposed),
  excerptMark: proposed.excerpt === row.excerpt ? row.excerptMark : null,
});
