import { mf2 } from 'microformats-parser';
import type { LinkbackType } from '../types';
import { parseHttpUrl } from '../url/normalise';
import { parseUrl } from '../url/parse-url';
import { parsePublicUrl } from '../url/public-url';
import { TARGET_CLASS } from './entry-markup';
import { cleanName, cleanText } from './text';

/** What an h-entry says of itself and of its link. Texts are plain, URLs http(s). */
export interface EntryFacts {
  readonly author: {
    readonly name: string | null;
    readonly url: string | null;
    readonly photo: string | null;
  };
  readonly type: LinkbackType;
  /** ISO 8601. */
  readonly published: string | null;
  /** Its own text; null when the link stands in it, or there is none. */
  readonly content: string | null;
}

type Root = ReturnType<typeof mf2>['items'][number];
type Value = Root['properties'][string][number];

/** An element on the way to the link, and the property that led to it. */
interface Step {
  readonly item: Root;
  readonly via: string | null;
}

/** What the link may be, the plainest last (Post Type Discovery). */
const KINDS: readonly (readonly [string, LinkbackType])[] = [
  ['like-of', 'like'],
  ['repost-of', 'repost'],
  ['bookmark-of', 'bookmark'],
  ['in-reply-to', 'reply'],
];

const MARK = TARGET_CLASS.slice('u-'.length);

/**
 * Reads the entry around the link to the target; null when there is none, or it cannot be read.
 *
 * @param markup as `createEntryMarkupReader` writes it, the link marked; URLs absolute
 */
export const readEntryFacts = (
  markup: string,
  o: { url: string; isTarget(url: string): boolean }
): EntryFacts | null => {
  const entry = entryOf(parse(markup, o.url));
  if (!entry) return null;
  const kind = KINDS.find(([property]) => valuesOf(entry, property).some((value) => isTarget(value, o)));
  const type = kind?.[1] ?? 'mention';
  const [author] = valuesOf(entry, 'author');
  return {
    author: authorOf(author, o.url),
    type,
    published: dateOf(textOf(valuesOf(entry, 'published')[0])),
    content: type === 'mention' ? null : contentOf(entry),
  };
};

const parse = (markup: string, baseUrl: string): Root[] => {
  try {
    return mf2(markup, { baseUrl }).items;
  } catch {
    return [];
  }
};

/** The nearest entry, or comment, around the marked link. */
const entryOf = (items: readonly Root[]): Root | null => {
  const path = items.map((item) => pathToMark({ item, via: null })).find((found) => found !== null) ?? [];
  const isPost = ({ item, via }: Step): boolean =>
    item.type?.includes('h-entry') === true || (item.type?.includes('h-cite') === true && via === 'comment');
  return path.filter(isPost).at(-1)?.item ?? null;
};

const pathToMark = (step: Step): Step[] | null => {
  const { item } = step;
  for (const next of [
    ...nestedIn(item),
    ...(item.children ?? []).map((child) => ({ item: child, via: null })),
  ]) {
    const path = pathToMark(next);
    if (path) return [step, ...path];
  }
  return valuesOf(item, MARK).length > 0 ? [step] : null;
};

const nestedIn = (item: Root): Step[] =>
  Object.entries(item.properties).flatMap(([via, values]) =>
    values.flatMap((value) => (isRoot(value) ? [{ item: value, via }] : []))
  );

const isRoot = (value: Value | undefined): value is Root =>
  typeof value === 'object' && 'properties' in value;

const valuesOf = (item: Root, property: string): readonly Value[] =>
  Object.hasOwn(item.properties, property) ? (item.properties[property] ?? []) : [];

const isTarget = (value: Value, o: { isTarget(url: string): boolean }): boolean => {
  const urls = isRoot(value) ? [value.value, ...valuesOf(value, 'url')] : [value];
  return urls.some((url) => o.isTarget(textOf(url)));
};

const textOf = (value: Value | undefined): string => {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  return textOf(value.value);
};

const authorOf = (author: Value | undefined, page: string): EntryFacts['author'] => {
  const urlOf = (text: string): string | null => shownUrl(text, page);
  if (isRoot(author)) {
    const first = (property: string): string => textOf(valuesOf(author, property)[0]);
    return { name: cleanName(first('name')) || null, url: urlOf(first('url')), photo: urlOf(first('photo')) };
  }
  const text = cleanName(textOf(author));
  // An address that is not shown is no name either.
  return { name: isAddress(text) ? null : text || null, url: urlOf(text), photo: null };
};

const isAddress = (text: string): boolean => /^https?:\/\//i.test(text);

/** What is shown leads whoever reads it nowhere but to the public web, and to the host that the page was fetched from. */
const shownUrl = (text: string, page: string): string | null => {
  const parsed = parseHttpUrl(text.trim());
  const isAtHome = parsed.ok && parsed.value.host === parseUrl(page)?.host;
  return isAtHome ? parsed.value.href : (parsePublicUrl(text.trim())?.href ?? null);
};

/** A day in the lifetime of the web, not in the future. */
export const dateOf = (text: string): string | null => {
  const time = text.length > 64 ? NaN : Date.parse(text.trim());
  const isPlausible = time > Date.UTC(1990) && time < Date.now() + 86_400_000;
  return isPlausible ? new Date(time).toISOString() : null;
};

const contentOf = (entry: Root): string | null => {
  const [content] = [...valuesOf(entry, 'content'), ...valuesOf(entry, 'summary')];
  return cleanText(textOf(content)) || null;
};
