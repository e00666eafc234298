import { entryKey, hashOf } from '../../adapters/keys';
import type { LinkbackWords } from '../../contracts/linkbacks';
import { siteKeyOf, withoutQuery } from '../../core/moderation/sites';
import { foldText } from '../../core/moderation/words';
import type { EntryRef } from '../../core/types';
import { parseUrl } from '../../core/url/parse-url';

/**
 * The same for the same site, entry and words: they are one linkback, however its URL is spelled (PROTOCOLS §4a), and whatever its query is. Where there
 * are no words, the path stands for them, since the same page answers to any query.
 *
 * @param o.words of the page itself, not what a trackback claims of it: a sender may choose that anew each time
 */
export const contentKeyOf = (o: {
  source: string;
  ref: EntryRef;
  words: LinkbackWords;
  sharedHosts: readonly string[];
}): string => {
  const { title, excerpt, author, type } = o.words;
  const words = [title, excerpt, author.name].map((text) => foldText(text ?? ''));
  const said = words.some((text) => text !== '') ? words : [pathOf(o.source)];
  return hashOf('content', siteKeyOf(withoutQuery(o.source), o.sharedHosts), entryKey(o.ref), type, ...said);
};

/** Without what mostly says nothing: letter case, escapes, parameters of a segment, slashes at the end and in a row. */
const pathOf = (url: string): string =>
  foldText(decoded(parseUrl(url)?.pathname ?? ''))
    .split('/')
    .map((segment) => segment.split(';', 1)[0]?.trim() ?? '')
    .filter((segment) => segment !== '')
    .join('/');

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};
