import type { ImpliedFacts } from './entry-implied';

/** A microformat (microformats2: an element with a class such as `h-card`) within the entry around a link. */
export interface EntryItem {
  readonly types: readonly string[];
  readonly parent: EntryItem | null;
  /** The properties of the parent that it is a value of; none: it just stands in it. */
  readonly via: readonly string[];
  /** Its values in document order, by name: of the properties in {@link WANTED} only. */
  readonly properties: Map<string, EntryValue[]>;
  /** Where its text stands. */
  readonly text: TextRange;
  readonly implied: ImpliedFacts;
}

/** A stretch of the text of the entry, in UTF-16 units; the end is known once its element was closed. */
export interface TextRange {
  readonly start: number;
  end: number;
}

/** A value of a property. No text is copied before it is asked for: a thousand properties around one text cost nothing. */
export interface EntryValue {
  /** `url`: its text is an address, seen from the page. */
  readonly kind: 'text' | 'url';
  /** From an attribute; null: the element's own text. */
  readonly written: string | null;
  readonly text: TextRange;
  /** The parts that make the value (microformats2: value class pattern); none: it is all of the text. */
  readonly parts: (string | TextRange)[];
  readonly item: EntryItem | null;
}

/** The properties that are read; all others are just boxes. */
export const WANTED: ReadonlySet<string> = new Set([
  'author',
  'bookmark-of',
  'comment',
  'content',
  'in-reply-to',
  'like-of',
  'name',
  'photo',
  'published',
  'repost-of',
  'summary',
  'url',
]);

/** What a class says of an element. */
export interface ClassFacts {
  /** `h-…`. */
  readonly types: readonly string[];
  /** `p-…`, `u-…`, `dt-…` and `e-…` of {@link WANTED} properties, each name once. */
  readonly properties: readonly { readonly prefix: Prefix; readonly name: string }[];
  /** All prefixes of properties, wanted or not. */
  readonly prefixes: ReadonlySet<string>;
  /** `value` or `value-title` (value class pattern). */
  readonly part: 'value' | 'value-title' | null;
}

export type Prefix = 'p' | 'u' | 'dt' | 'e';

const ROOT = /^h-[a-z][a-z0-9-]{0,60}$/u;
const PROPERTY = /^(p|u|dt|e)-([a-z][a-z0-9-]{0,60})$/u;

/** The same of classic microformats (hCard), which many pages nest in an entry. */
const CLASSIC: ReadonlyMap<string, string> = new Map([
  ['fn', 'p-name'],
  ['url', 'u-url'],
  ['photo', 'u-photo'],
]);

/** Reads class names. `classic`: of an element within a `vcard`. */
export const readClasses = (classes: readonly string[], classic: boolean): ClassFacts => {
  const types = classes.filter((word) => ROOT.test(word));
  const prefixes = new Set<string>();
  const properties = new Map<string, Prefix>();
  for (const word of classes) {
    const found = PROPERTY.exec(classic ? (CLASSIC.get(word) ?? '') : word);
    const [, prefix, name] = found ?? [];
    if (prefix === undefined || name === undefined) continue;
    prefixes.add(prefix);
    if (WANTED.has(name) && !properties.has(name)) properties.set(name, prefix as Prefix);
  }
  const part = classes.includes('value-title') ? 'value-title' : classes.includes('value') ? 'value' : null;
  return {
    types: types.length === 0 && classes.includes('vcard') ? ['h-card'] : types,
    properties: Array.from(properties, ([name, prefix]) => ({ name, prefix })),
    prefixes,
    part,
  };
};
