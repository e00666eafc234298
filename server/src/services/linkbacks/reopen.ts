import type { LinkbackWords } from '../../contracts/linkbacks';
import type { Reason, Sentence } from '../../core/reasons';
import type { Patch } from './change';
import { revisionOf } from './revision';
import type { LinkbackRow } from './rows';
import { wordColumns } from './word-columns';
import { wordsOfRow } from './words-key';

/** What a decision about an update replaced: enough to take it back. */
export interface Decided {
  /** Of the linkback as the decision left it. */
  readonly revision: string;
  readonly words: LinkbackWords;
  readonly excerptMark: LinkbackRow['excerptMark'];
  readonly proposed: LinkbackWords;
  readonly refusedKey: string | null;
  readonly reason: Sentence | null;
  readonly why: Reason | null;
}

/** The patch of a decision about an update, together with what it replaces. */
export const reopenable = (row: LinkbackRow, patch: NonNullable<Patch>): NonNullable<Patch> => {
  const { excerptMark, proposed, refusedKey, reason, why } = row;
  if (proposed === null) return patch;
  const revision = revisionOf({ ...row, ...patch });
  const words = wordsOfRow(row);
  return { ...patch, decided: { revision, words, excerptMark, proposed, refusedKey, reason, why } };
};

/** Whether the latest thing that happened to it is a decision about an update: only that is taken back. */
export const canReopen = (row: LinkbackRow): row is LinkbackRow & { decided: Decided } =>
  Boolean(row.decided) && row.decided?.revision === revisionOf(row);

/** The columns that bring back what waited to be decided. */
export const reopenedColumns = ({ words, proposed, excerptMark, refusedKey, reason, why }: Decided) => ({
  ...wordColumns(words),
  excerptMark,
  refusedKey,
  reason,
  why,
  proposed,
  decided: null,
});
