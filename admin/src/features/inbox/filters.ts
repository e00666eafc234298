import type { LinkbackType, Protocol } from '../../../../server/src/contracts';
import type { EntryRef } from '../../api';
import { entryOfValue } from '../../components/entry-value';
import { words } from '../../components/url';

/** Filters in a URL, as Strapi's own component writes them: `[{ protocol: { $eq: 'pingback' } }]`. */
export interface UrlFilters {
  $and?: readonly Record<string, Record<string, string>>[] | undefined;
}

/** What every list of ours has in the URL. */
export interface ListUrl {
  filters?: UrlFilters | undefined;
  /** The one entry that it is narrowed to. */
  contentType?: string | undefined;
  documentId?: string | undefined;
  locale?: string | undefined;
  page?: string | number | undefined;
  pageSize?: string | number | undefined;
  /** Strapi's search box writes it. */
  _q?: string | undefined;
}

export const PROTOCOLS = ['pingback', 'trackback', 'webmention'] as const satisfies readonly Protocol[];
export const TYPES = [
  'mention',
  'reply',
  'like',
  'repost',
  'bookmark',
] as const satisfies readonly LinkbackType[];

const asList = (filters: unknown): unknown[] => {
  const list = (filters as UrlFilters | undefined)?.$and;
  return Array.isArray(list) ? list : [];
};

/** Name and operator of one filter; null for what is none. */
const keyOf = (filter: unknown): readonly [name: string, operator: string, value: unknown] | null => {
  const [entry] = typeof filter === 'object' && filter !== null ? Object.entries(filter) : [];
  if (!entry || typeof entry[1] !== 'object' || entry[1] === null) return null;
  const [condition] = Object.entries(entry[1] as Record<string, unknown>);
  return condition ? [entry[0], condition[0], condition[1]] : null;
};

/** The value of a filter; '' when it is not set. */
export const filterValue = (filters: unknown, name: string, operator = '$eq'): string => {
  const found = asList(filters)
    .map(keyOf)
    .filter((key) => key?.[0] === name && key[1] === operator)
    .at(-1);
  return typeof found?.[2] === 'string' ? found[2].trim() : '';
};

/** One of the allowed values; '' for everything else. */
export const oneOf = <Value extends string>(allowed: readonly Value[], value: string): Value | '' =>
  allowed.find((candidate) => candidate === value) ?? '';

/** First and last moment of a day by the clock of whoever looks, in ISO 8601; '' for what is no day. */
export const beginOf = (day: string): string => momentOf(day, [0, 0, 0, 0]);
export const endOf = (day: string): string => momentOf(day, [23, 59, 59, 999]);

const momentOf = (
  text: string,
  [hours, minutes, seconds, ms]: readonly [number, number, number, number]
): string => {
  const [year, month, day] = (/^\d{4}-\d\d-\d\d/.exec(text)?.[0] ?? '').split('-').map(Number);
  if (!year || !month || !day) return '';
  return new Date(year, month - 1, day, hours, minutes, seconds, ms).toISOString();
};

/**
 * The same filters with only the latest of those that ask the same: a list is filtered by one value at a time. null
 * when there is nothing to leave out.
 */
export const withoutDoubles = (filters: unknown): UrlFilters | null => {
  const list = asList(filters);
  const latest = new Map<string, unknown>();
  for (const filter of list) latest.set(keyOf(filter)?.slice(0, 2).join(' ') ?? '', filter);
  if (latest.size === list.length) return null;
  return { $and: [...latest.values()] as Record<string, Record<string, string>>[] };
};

/** The entry that a list is narrowed to; null when it shows those of all. */
export const entryOf = ({ contentType, documentId, locale }: ListUrl): EntryRef | null =>
  words(documentId)
    ? { uid: words(contentType), documentId: words(documentId), locale: words(locale) }
    : null;

/** The title of an entry, where a list has it; the list of before has it until the next one is there. */
export const titleIn = (
  list: { results: readonly { entry: { documentId: string; title: string | null } }[] } | undefined,
  { documentId }: EntryRef
): string | null => list?.results.find(({ entry }) => entry.documentId === documentId)?.entry.title ?? null;

/** Filters that an entry answers by itself, and the one that it is chosen with. */
const OF_ENTRIES = ['entry', 'contentType', 'locale'];

/** What changes in the URL when a list is to show one entry only. */
export const onlyEntry = (url: ListUrl, { uid, documentId, locale }: EntryRef): ListUrl => {
  const others = asList(url.filters).filter((filter) => !OF_ENTRIES.includes(keyOf(filter)?.[0] ?? ''));
  return {
    contentType: uid,
    documentId,
    locale: locale || undefined,
    filters: { $and: others as Record<string, Record<string, string>>[] },
    page: 1,
  };
};

/**
 * What has to change in the URL after Strapi's own form has written to it: an entry that was chosen there stands where
 * links to the list have it, and there are no doubles. null: nothing.
 */
export const tidied = (url: ListUrl): ListUrl | null => {
  const entry = entryOfValue(filterValue(url.filters, 'entry'));
  if (entry) return onlyEntry(url, entry);
  const filters = withoutDoubles(url.filters);
  return filters && { filters };
};
