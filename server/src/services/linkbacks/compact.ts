import { sentenceOf, type Reason, type Sentence } from '../../core/reasons';

interface Columns {
  readonly reason?: Sentence | null;
  readonly why?: Reason | null;
  readonly pairKey?: string;
  readonly sourceKey?: string | null;
}

/**
 * Returns the columns as they are stored, nothing twice: no English words where a code says the same, and no second key
 * where the source is at home at its own address.
 */
export const compact = <T extends Columns>(columns: T): T => ({
  ...columns,
  ...(columns.why ? { reason: null } : {}),
  ...(columns.sourceKey && columns.sourceKey === columns.pairKey ? { sourceKey: null } : {}),
});

/** Returns the reason of a row in English: that of its code, else the words that were stored before there were codes. */
export const reasonOfRow = ({ reason, why }: Pick<Columns, 'reason' | 'why'>): string =>
  why ? sentenceOf(why) : (reason ?? '');
