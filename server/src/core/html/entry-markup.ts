import type { PageBase } from './base';
import { BLOCK_ELEMENTS, HIDDEN_ELEMENTS, VOID_ELEMENTS } from './elements';
import type { Attributes } from './tokens';

/** The class that marks the link to the target in the markup. */
export const TARGET_CLASS = 'u-x-linkbacks-target';

/** Gathers the markup of the h-entry that the link stands in (microformats2). */
export interface EntryMarkupReader {
  /** `isTarget`: the element is the link. */
  open(name: string, attributes: Attributes, isTarget: boolean): void;
  close(name: string): void;
  text(text: string): void;
  /** Whether the link stands in an entry that has not come to its end yet. */
  isOpen(): boolean;
  /** Well-formed, shallow and bounded; null when the link stands in no entry, or in one too large. */
  markup(): string | null;
}

/** UTF-16 units of one entry. */
const MOST = 200_000;
const LONGEST_VALUE = 2_048;
const DEEPEST = 100;

/** Elements that mean something to a reader of microformats; the others are just boxes. */
const KEPT: ReadonlySet<string> = new Set(
  'a abbr area audio data del img ins link object time video'.split(' ')
);
const URLS: ReadonlySet<string> = new Set(['href', 'src', 'poster', 'data']);
const TEXTS: ReadonlySet<string> = new Set(['alt', 'title', 'datetime', 'value']);

interface Opened {
  readonly name: string;
  readonly tag: string;
}

/**
 * Writes the entry anew from its tokens, so that the parser behind gets a small, balanced tree, whatever the page is: a
 * page can be made so that a full HTML parser builds millions of elements from a few kilobytes (formatting elements that
 * are never closed), or nests deeper than a stack.
 */
export const createEntryMarkupReader = (base: PageBase): EntryMarkupReader => {
  let stack: Opened[] = [];
  let pieces: string[] = [];
  let size = 0;
  let hasLink = false;
  let done = false;

  const write = (piece: string): void => {
    size += piece.length;
    if (size <= MOST) pieces.push(piece);
  };
  const closeDownTo = (depth: number): void => {
    while (stack.length > depth) write(`</${stack.pop()?.tag ?? ''}>`);
  };
  /** The outermost entry has ended. */
  const end = (): void => {
    if (hasLink) done = true;
    else [stack, pieces, size] = [[], [], 0];
  };

  const tagOf = (name: string): string => {
    if (!KEPT.has(name)) return 'div';
    return name === 'a' && stack.some(({ tag }) => tag === 'a') ? 'div' : name;
  };

  return {
    open: (name, attributes, isTarget) => {
      if (done || HIDDEN_ELEMENTS.has(name)) return;
      const isEntry = (attributes.get('class') ?? '').split(/\s+/u).includes('h-entry');
      if (stack.length === 0 && (!isEntry || VOID_ELEMENTS.has(name))) return;
      hasLink ||= isTarget;
      if (name === 'br') write(' ');
      // `<p>` and `<li>` may be left unclosed.
      const last = stack.at(-1)?.name;
      const closes = (last === 'p' && BLOCK_ELEMENTS.has(name)) || (last === 'li' && name === 'li');
      if (closes && stack.length > 1) closeDownTo(stack.length - 1);
      if (stack.length >= DEEPEST) return;
      const tag = tagOf(name);
      if (VOID_ELEMENTS.has(name) && tag === 'div') return;
      write(`<${tag}${writtenAttributes(attributes, { base, isTarget })}>`);
      if (!VOID_ELEMENTS.has(name)) stack.push({ name, tag });
    },
    close: (name) => {
      if (done || stack.length === 0) return;
      const depth = stack.map((opened) => opened.name).lastIndexOf(name);
      if (depth === -1) return;
      closeDownTo(depth);
      if (depth === 0) end();
    },
    text: (text) => {
      if (!done && stack.length > 0) write(escapeMarkup(text));
    },
    isOpen: () => hasLink && !done && size <= MOST,
    markup: () => {
      if (!hasLink || size > MOST) return null;
      closeDownTo(0);
      return size > MOST ? null : pieces.join('');
    },
  };
};

const writtenAttributes = (attributes: Attributes, o: { base: PageBase; isTarget: boolean }): string => {
  let written = '';
  let refused = false;
  for (const [name, value] of attributes) {
    const isUrl = URLS.has(name);
    if (!isUrl && !TEXTS.has(name)) continue;
    const text = value.length > LONGEST_VALUE ? null : isUrl ? o.base.resolve(value) : value;
    if (text !== null) written += ` ${name}="${escapeMarkup(text)}"`;
    else if (isUrl) refused = true;
  }
  const words = (attributes.get('class') ?? '').split(/\s+/u).filter((word) => word !== TARGET_CLASS);
  // Where an address is missing, its text would be taken for one.
  const classes = refused ? words.filter((word) => !word.startsWith('u-')) : words;
  if (o.isTarget) classes.push(TARGET_CLASS);
  const list = classes.join(' ').trim();
  return list === '' || list.length > LONGEST_VALUE ? written : `${written} class="${escapeMarkup(list)}"`;
};

const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
