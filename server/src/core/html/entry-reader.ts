import type { PageBase } from './base';
import { BLOCK_ELEMENTS, HIDDEN_ELEMENTS, VOID_ELEMENTS } from './elements';
import { createImplied, seeChild, type ChildFacts } from './entry-implied';
import { readClasses, type ClassFacts, type EntryItem, type EntryValue, type TextRange } from './entry-item';
import { partOf, valueOf } from './entry-values';
import { tokensOf } from './token-list';
import type { Attributes } from './tokens';

/** Reads the h-entry that the link to the target stands in (microformats2), in one pass over the page. */
export interface EntryReader {
  /** `isTarget`: the element is the link. */
  open(name: string, attributes: Attributes, isTarget: boolean): void;
  close(name: string): void;
  text(text: string): void;
  /** Whether the link stands in an entry that has not come to its end yet. */
  isOpen(): boolean;
  /** The microformat that the link stands in, and all text of the outermost entry; null when there is none, or it is too large. */
  found(): { readonly item: EntryItem; readonly text: string } | null;
}

/** Units of one entry: its text, and {@link EACH} for each element. */
const MOST = 200_000;
const EACH = 16;
const DEEPEST = 100;
/** Microformats and values of one entry. */
const MOST_ITEMS = 1_000;
const MOST_VALUES = 4_000;

interface Frame {
  readonly name: string;
  /** The innermost microformat around what stands in the element, itself included. */
  readonly item: EntryItem;
  /** The ranges that end with the element. */
  readonly ranges: readonly TextRange[];
  /** The value that the element, or one around it in the same microformat, is to have. */
  readonly value: EntryValue | null;
  readonly children: ChildFacts | null;
  readonly classic: boolean;
}

/**
 * Keeps no tree and copies no text: a value is a stretch of the entry's text, so that the work is linear in the page,
 * however many properties stand in one another.
 */
export const createEntryReader = (base: PageBase): EntryReader => {
  const stack: Frame[] = [];
  let pieces: string[] = [];
  let length = 0;
  let size = 0;
  let items = 0;
  let values = 0;
  let marked: EntryItem | null = null;
  let hasLink = false;
  let done = false;
  /** How many elements of a name are open: what was never opened is not looked for. */
  const openByName = new Map<string, number>();

  const write = (text: string): void => {
    size += text.length;
    if (size > MOST) return;
    pieces.push(text);
    length += text.length;
  };

  const push = (frame: Frame): void => {
    stack.push(frame);
    openByName.set(frame.name, (openByName.get(frame.name) ?? 0) + 1);
  };
  const pop = (): void => {
    const frame = stack.pop();
    if (!frame) return;
    openByName.set(frame.name, (openByName.get(frame.name) ?? 1) - 1);
    for (const range of frame.ranges) range.end = length;
  };
  /** The outermost entry has ended. */
  const end = (): void => {
    done = hasLink;
    if (!done) [pieces, length, size, items, values] = [[], 0, 0, 0, 0];
  };

  const itemOf = (element: Element, parent: EntryItem | null): EntryItem | null => {
    const { name, attributes, classes } = element;
    if (classes.types.length === 0 || items >= MOST_ITEMS) return null;
    items += 1;
    return {
      types: classes.types,
      parent,
      via: classes.properties.map((property) => property.name),
      properties: new Map(),
      text: { start: length, end: length },
      implied: createImplied(
        name,
        attributes,
        classes.types.some((type) => type.startsWith('h-'))
      ),
    };
  };

  /** Adds the values of an element to the microformat around it. */
  const addValues = (element: Element, parent: EntryItem, item: EntryItem | null): EntryValue[] => {
    const { name: tag, attributes, classes } = element;
    parent.implied.nested ||= item !== null;
    parent.implied.hasTexts ||= classes.prefixes.has('p') || classes.prefixes.has('e');
    parent.implied.hasUrls ||= classes.prefixes.has('u');
    const made: EntryValue[] = [];
    for (const { name, prefix } of classes.properties) {
      if (values >= MOST_VALUES) break;
      const value = valueOf({ name: tag, attributes, prefix, item, at: length }, base);
      if (!value) continue;
      values += 1;
      made.push(value);
      const present = parent.properties.get(name);
      if (present) present.push(value);
      else parent.properties.set(name, [value]);
    }
    return made;
  };

  const pushBox = (name: string): void => {
    const around = stack.at(-1);
    if (!around || VOID_ELEMENTS.has(name)) return;
    push({ ...around, name, ranges: [], value: null, children: null });
  };

  const enter = (element: Element): void => {
    const { name, attributes } = element;
    const around = stack.at(-1) ?? null;
    if (around?.children) seeChild(around.children, name, attributes);
    const isFirst = around?.children?.count === 1;
    const item = itemOf(element, around?.item ?? null);
    const made = around ? addValues(element, around.item, item) : [];
    const part = item ? null : partOf(element, { value: around?.value ?? null, at: length });
    if (part !== null) around?.value?.parts.push(part);
    const alt = name === 'img' ? attributes.get('alt')?.trim() : undefined;
    if (alt && alt.length <= 2_048) write(` ${alt} `);
    const inner = item ?? around?.item;
    if (VOID_ELEMENTS.has(name) || !inner) return;
    const ranges = [...made.map((value) => value.text), ...(item ? [item.text] : [])];
    if (part !== null && typeof part === 'object') ranges.push(part);
    const isOutermost = around !== null && around.children === around.item.implied.children;
    push({
      name,
      item: inner,
      ranges,
      value: item ? null : (made[0] ?? around?.value ?? null),
      children: item ? item.implied.children : isFirst && isOutermost ? inner.implied.grandchildren : null,
      classic: item ? isClassic(element) : (around?.classic ?? false),
    });
  };

  return {
    open: (name, attributes, isTarget) => {
      if (done || HIDDEN_ELEMENTS.has(name)) return;
      const tokens = tokensOf(attributes, 'class');
      if (stack.length === 0 && (!tokens.includes('h-entry') || VOID_ELEMENTS.has(name))) return;
      hasLink ||= isTarget;
      // `<p>` and `<li>` may be left unclosed.
      const last = stack.at(-1)?.name;
      const closes = (last === 'p' && BLOCK_ELEMENTS.has(name)) || (last === 'li' && name === 'li');
      if (closes && stack.length > 1) pop();
      // Links do not nest: the next one ends the one before.
      if (name === 'a' && last === 'a' && stack.length > 1) pop();
      const around = stack.at(-1)?.item;
      if (isTarget && around) {
        around.implied.hasLink = true;
        if (marked === null || name === 'a') marked = around;
      }
      size += EACH;
      if (name === 'br' || BLOCK_ELEMENTS.has(name)) write(' ');
      if (stack.length >= DEEPEST) return;
      // Too large: nothing but its end is of interest.
      if (size > MOST) return pushBox(name);
      enter({ name, attributes, classes: readClasses(tokens, stack.at(-1)?.classic ?? false) });
    },
    close: (name) => {
      if (done || (openByName.get(name) ?? 0) === 0) return;
      if (BLOCK_ELEMENTS.has(name)) write(' ');
      while (stack.at(-1)?.name !== name) pop();
      pop();
      if (stack.length === 0) end();
    },
    text: (text) => {
      if (!done && stack.length > 0) write(text);
    },
    isOpen: () => hasLink && !done && size <= MOST,
    found: () => {
      if (!hasLink || !marked || size > MOST) return null;
      while (stack.length > 0) pop();
      done = true;
      return { item: marked, text: pieces.join('') };
    },
  };
};

interface Element {
  readonly name: string;
  readonly attributes: Attributes;
  readonly classes: ClassFacts;
}

/** Whether the element is an hCard of old: its properties have no prefixes. */
const isClassic = ({ attributes }: Element): boolean =>
  !tokensOf(attributes, 'class').some((word) => word.startsWith('h-'));
