import type { LinkbackWords } from '../../contracts/linkbacks';
import { textKeyOf } from './text-key';

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
