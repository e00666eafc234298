import { hashOf } from '../../adapters/keys';
import type { LinkbackWords } from '../../contracts/linkbacks';
import { foldText } from '../../core/moderation/words';

/** Code points: shorter texts ("Read more") stand on many pages by themselves. */
const LEAST = 40;
/** Hex digits: 128 bits tell texts apart, and each is stored twice, in its row and in an index. */
const LENGTH = 32;

/** The same for texts that read the same, however they are written; null when there is too little of it to tell. */
export const textKeyOf = ({ title, excerpt }: Pick<LinkbackWords, 'title' | 'excerpt'>): string | null => {
  const words = foldText(excerpt ?? '');
  return [...words].length < LEAST ? null : hashOf(foldText(title ?? ''), words).slice(0, LENGTH);
};
