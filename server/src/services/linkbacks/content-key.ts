import { entryKey, hashOf } from '../../adapters/keys';
import type { LinkbackWords } from '../../contracts/linkbacks';
import { siteKeyOf, withoutQuery } from '../../core/moderation/sites';
import { pathOf, pathsAbove } from '../../core/moderation/spelling';
import { foldText } from '../../core/moderation/words';
import type { EntryRef } from '../../core/types';

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

/** Linkbacks beside the first that say the same as it, of pages that say that they are others. */
const MOST_TWINS = 3;

/** The keys that such linkbacks have in place of that of what they say: the database lets each be there once. */
export const twinKeysOf = (contentKey: string): string[] =>
  Array.from({ length: MOST_TWINS }, (_, number) => hashOf('twin', contentKey, String(number)));

/** A key in a foreign spelling: a trace of it says nothing against the page's own address. */
export const foreignKeyOf = (key: string): string => hashOf('foreign', key);

/** What is said at one path: a trace of it says nothing against other pages of the site that say to be others. */
export const pageKeyOf = (contentKey: string, source: string): string =>
  pathKeyOf(contentKey, pathOf(source));

/** What is said at one path and at those above it. */
export const pageKeysUpFrom = (contentKey: string, source: string): string[] => {
  const path = pathOf(source);
  return [path, ...pathsAbove(path)].map((one) => pathKeyOf(contentKey, one));
};

/** That something is said somewhere below this path. */
export const belowKeyOf = (contentKey: string, source: string): string =>
  belowPath(contentKey, pathOf(source));

/** The keys of all paths that a page is below. */
export const belowKeysOf = (contentKey: string, source: string): string[] =>
  pathsAbove(pathOf(source)).map((path) => belowPath(contentKey, path));

const pathKeyOf = (contentKey: string, path: string): string => hashOf('page', contentKey, path);
const belowPath = (contentKey: string, path: string): string => hashOf('below', contentKey, path);
