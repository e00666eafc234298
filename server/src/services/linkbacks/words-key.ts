import { hashOf } from '../../adapters/keys';
import type { LinkbackWords } from '../../contracts/linkbacks';
import type { LinkbackRow } from './rows';

/** Where a row keeps its words. */
export type WordColumns = Pick<
  LinkbackRow,
  'title' | 'excerpt' | 'siteName' | 'authorName' | 'authorUrl' | 'authorPhoto' | 'linkType'
>;

/** What a linkback shows now. */
export const wordsOfRow = (row: WordColumns): LinkbackWords => ({
  title: row.title,
  excerpt: row.excerpt,
  siteName: row.siteName,
  author: { name: row.authorName, url: row.authorUrl, photo: row.authorPhoto },
  type: row.linkType,
});

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
