import { hashOf } from '../../adapters/keys';
import type { LinkbackWords } from '../../contracts/linkbacks';

/** All that a linkback shows of its source, in an order of its own: a JSON column keeps none. */
export const flatWords = ({ author, ...rest }: LinkbackWords): readonly (string | null)[] => [
  rest.title,
  rest.excerpt,
  rest.siteName,
  rest.type,
  author.name,
  author.url,
  author.photo,
];

/** The same for the same words. */
export const wordsKeyOf = (words: LinkbackWords): string => hashOf(JSON.stringify(flatWords(words)));
