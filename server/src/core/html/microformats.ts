import type { LinkbackType } from '../types';
import { parseHttpUrl } from '../url/normalise';
import { parseUrl } from '../url/parse-url';
import { parsePublicUrl } from '../url/public-url';
import type { PageBase } from './base';
import { impliedAddress, impliedName } from './entry-implied';
import type { EntryItem, EntryValue } from './entry-item';
import { rangeText, valueText } from './entry-values';
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
  /** `u-url`, absolute, on whatever host: where the entry says that it is at home. */
  readonly permalink: string | null;
}

/** What the link may be, the plainest last (Post Type Discovery). */
const KINDS: readonly (readonly [string, LinkbackType])[] = [
  ['like-of', 'like'],
  ['repost-of', 'repost'],
  ['bookmark-of', 'bookmark'],
  ['in-reply-to', 'reply'],
];
/** Values of each that are compared with the target. */
const MAX_COMPARED = 100;

/** Returns what the nearest entry, or comment, around the link says; null when there is none. */
export const readEntryFacts = (
  found: { readonly item: EntryItem; readonly text: string },
  o: { url: string; base: PageBase; isTarget(url: string): boolean }
): EntryFacts | null => {
  const entry = postAround(found.item);
  if (!entry) return null;
  const reader = createValueReader(found.text, { page: o.url, base: o.base });
  const isTarget = (value: EntryValue): boolean => reader.addresses(value).some((url) => o.isTarget(url));
  const kind = KINDS.find(([property]) => valuesOf(entry, property).slice(0, MAX_COMPARED).some(isTarget));
  const type = kind?.[1] ?? 'mention';
  return {
    author: reader.author(valuesOf(entry, 'author')[0]),
    type,
    published: dateOf(reader.text(valuesOf(entry, 'published')[0])),
    content: type === 'mention' ? null : contentOf(entry, reader),
    permalink: permalinkOf(reader.text(valuesOf(entry, 'url')[0])),
  };
};

const postAround = (item: EntryItem): EntryItem | null => {
  for (let at: EntryItem | null = item; at !== null; at = at.parent) {
    if (at.types.includes('h-entry') || (at.types.includes('h-cite') && at.via.includes('comment')))
      return at;
  }
  return null;
};

const valuesOf = (item: EntryItem, property: string): readonly EntryValue[] =>
  item.properties.get(property) ?? [];

type ValueReader = ReturnType<typeof createValueReader>;

/** @param o.page where the page was fetched from */
const createValueReader = (text: string, { page, base }: { page: string; base: PageBase }) => {
  const textOf = (value: EntryValue | undefined): string => {
    if (!value) return '';
    const own = valueText(value, text);
    // The text of an element that is to be an address is seen from the page.
    return value.kind === 'url' && own !== '' ? (base.resolve(own) ?? '') : own;
  };

  const implied = (item: EntryItem, what: 'url' | 'photo'): string => {
    const { nested, hasUrls } = item.implied;
    const written = nested || hasUrls ? null : impliedAddress(item.implied, what);
    return written === null ? '' : (base.resolve(written) ?? '');
  };
  const address = (item: EntryItem, what: 'url' | 'photo'): string =>
    valuesOf(item, what).length > 0 ? textOf(valuesOf(item, what)[0]) : implied(item, what);

  const nameOf = (item: EntryItem): string => {
    if (valuesOf(item, 'name').length > 0) return textOf(valuesOf(item, 'name')[0]);
    const { nested, hasTexts } = item.implied;
    return nested || hasTexts ? '' : (impliedName(item.implied) ?? rangeText(text, item.text));
  };

  return {
    text: textOf,
    /** What a link property may lead to. */
    addresses(value: EntryValue): string[] {
      const { item } = value;
      if (!item) return [textOf(value)];
      const urls = valuesOf(item, 'url').slice(0, MAX_COMPARED).map(textOf);
      return urls.length > 0 ? urls : [address(item, 'url') || textOf(value)];
    },
    author(value: EntryValue | undefined): EntryFacts['author'] {
      const urlOf = (written: string): string | null => shownUrl(written, page);
      if (value?.item) {
        const { item } = value;
        return {
          name: cleanName(nameOf(item)) || null,
          url:
            item.implied.hasLink && valuesOf(item, 'url').length === 0 ? null : urlOf(address(item, 'url')),
          photo: urlOf(address(item, 'photo')),
        };
      }
      const words = cleanName(textOf(value));
      // An address that is not shown is no name either.
      return { name: isAddress(words) ? null : words || null, url: urlOf(words), photo: null };
    },
  };
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

const permalinkOf = (url: string): string | null => {
  const parsed = parseHttpUrl(url.trim());
  return parsed.ok ? parsed.value.href : null;
};

const contentOf = (entry: EntryItem, reader: ValueReader): string | null => {
  const [content] = [...valuesOf(entry, 'content'), ...valuesOf(entry, 'summary')];
  return cleanText(reader.text(content)) || null;
};
