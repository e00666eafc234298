import { MAX_URL } from '../url/parse-url';
import type { PageBase } from './base';
import type { ClassFacts, EntryItem, EntryValue, Prefix, TextRange } from './entry-item';
import type { Attributes } from './tokens';

/** Units of a text that are read; what is stored is shorter. */
const MAX_TEXT = 8_192;
/** Units of an attribute; a longer one counts as missing. */
const MAX_ATTRIBUTE = 2_048;

/** Where elements have the address that a `u-` property means. */
const ADDRESSES: ReadonlyMap<string, readonly string[]> = new Map([
  ['a', ['href']],
  ['area', ['href']],
  ['link', ['href']],
  ['img', ['src']],
  ['audio', ['src']],
  ['source', ['src']],
  ['video', ['src', 'poster']],
  ['object', ['data']],
]);
/** Where they have the text that a `p-` or `dt-` property means. */
const TEXTS: ReadonlyMap<string, string> = new Map([
  ['abbr', 'title'],
  ['link', 'title'],
  ['data', 'value'],
  ['input', 'value'],
  ['img', 'alt'],
  ['area', 'alt'],
  ['meta', 'content'],
]);
const DATES: ReadonlyMap<string, string> = new Map([
  ['time', 'datetime'],
  ['ins', 'datetime'],
  ['del', 'datetime'],
]);

/** Returns the value of a property; null for an address that is none, whose text would be taken for one. */
export const valueOf = (
  o: { name: string; attributes: Attributes; prefix: Prefix; item: EntryItem | null; at: number },
  base: PageBase
): EntryValue | null => {
  const { name, attributes, prefix, item } = o;
  const value = { kind: 'text', text: item?.text ?? { start: o.at, end: o.at }, parts: [], item } as const;
  if (prefix === 'e' || item)
    return { ...value, kind: prefix === 'u' ? 'url' : 'text', written: null, parts: [] };
  if (prefix !== 'u') return { ...value, written: textAttribute(name, attributes, prefix), parts: [] };

  const address = (ADDRESSES.get(name) ?? []).find((attribute) => attributes.has(attribute));
  if (address === undefined) {
    return { ...value, kind: 'url', written: textAttribute(name, attributes, prefix), parts: [] };
  }
  const url = base.resolve(attributes.get(address) ?? '');
  return url === null || url.length > MAX_URL ? null : { ...value, written: url, parts: [] };
};

const textAttribute = (name: string, attributes: Attributes, prefix: Prefix): string | null => {
  const attribute = (prefix === 'dt' ? DATES.get(name) : undefined) ?? TEXTS.get(name);
  const text = attribute === undefined ? '' : (attributes.get(attribute) ?? '');
  return text === '' || text.length > MAX_ATTRIBUTE ? null : text;
};

/** Parts of one value; nobody writes a date in more. */
const MAX_PARTS = 8;

/** Returns what an element adds to the value around it (value class pattern); null: nothing. */
export const partOf = (
  { name, attributes, classes }: { name: string; attributes: Attributes; classes: ClassFacts },
  { value, at }: { value: EntryValue | null; at: number }
): string | TextRange | null => {
  if (classes.part === null || !value || value.parts.length >= MAX_PARTS) return null;
  const attribute = classes.part === 'value-title' ? 'title' : (DATES.get(name) ?? TEXTS.get(name));
  const text = attribute === undefined ? '' : (attributes.get(attribute) ?? '');
  return text !== '' && text.length <= MAX_ATTRIBUTE ? text : { start: at, end: at };
};

/** Returns at most 8,192 units of a text of the entry. */
export const rangeText = (text: string, { start, end }: TextRange): string =>
  text.slice(start, Math.min(end, start + MAX_TEXT)).trim();

/** Returns the text of a value, not yet plain. Parts of dates are joined with a space, the day first. */
export const valueText = (value: EntryValue, text: string): string => {
  if (value.parts.length === 0) return value.written ?? rangeText(text, value.text);
  const parts = value.parts.map((part) => (typeof part === 'string' ? part : rangeText(text, part)).trim());
  const day = parts.filter((part) => /^\d{4}/u.test(part));
  const others = parts.filter((part) => !/^\d{4}/u.test(part));
  return [...day, ...others].join(day.length > 0 ? ' ' : '');
};
