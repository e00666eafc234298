import type { LinkbackWords } from '../../contracts/linkbacks';
import { said } from '../../core/reasons';
import type { Patch } from './change';
import { remember } from './history';
import type { Move } from './moves';
import type { LinkbackRow } from './rows';
import { reopenable, reopenedColumns } from './reopen';
import { wordColumns } from './word-columns';
import { wordsKeyOf, wordsOfRow } from './words-key';

/** The columns that a moderator's move writes; null when nothing changes. A proposal goes with whatever is decided. */
export const patchOf = (move: Move, row: LinkbackRow, actor: string): Patch => {
  if (!('why' in move) || move.kind === 'refused') return null;
  const now = new Date().toISOString();
  const { why } = move;
  const history = remember(row.history, { event: 'moved', protocol: null, by: actor, why }, now);
  if (move.kind === 'reopen')
    return row.decided && { history, movedAt: now, proposedAt: now, ...reopenedColumns(row.decided) };
  const decided = { history, ...said(why), movedAt: now, proposed: null, proposedAt: null, decided: null };
  if (move.kind === 'accept')
    return reopenable(row, { ...decided, ...(row.proposed && acceptedColumns(row, row.proposed)) });
  if (move.kind === 'decline')
    return reopenable(row, { ...decided, ...(row.proposed && { refusedKey: wordsKeyOf(row.proposed) }) });
  const moved = { ...decided, status: move.status, previousStatus: move.previousStatus };
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
