import { VOID_ELEMENTS } from './elements';
import { enterScope, scopeClosed, scopeOpened } from './scope';
import type { Scope } from './scope';
import { tokensOf } from './token-list';
import type { Attributes } from './tokens';

/** Enough for any heading; the rest is cut by whoever stores it. */
const MAX_NAME = 1000;

export interface EntryNameReader {
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  text(text: string): void;
  /** The name of the entry that is open here; null outside of entries and before its name was read. */
  current(): string | null;
}

/**
 * Reads `p-name` of the `h-entry` that a place in the page stands in (microformats2). Names of things nested in the
 * entry, such as its author's card, are not its name; neither is the text of a note that is its own name.
 */
export const createEntryNameReader = (): EntryNameReader => {
  let entry: Scope | null = null;
  let nested: Scope | null = null;
  let heading: Scope | null = null;
  let entryName = '';

  const enter = (name: string, classes: readonly string[]): void => {
    if (!entry) {
      if (!classes.includes('h-entry')) return;
      entry = enterScope(name);
      entryName = '';
    } else if (classes.some((word) => /^h-[a-z]/u.test(word))) {
      nested = enterScope(name);
    } else if (entryName === '' && classes.includes('p-name') && !classes.includes('e-content')) {
      heading = enterScope(name);
    }
  };

  return {
    open: (name, attributes) => {
      if (VOID_ELEMENTS.has(name)) return;
      const busy = nested !== null || heading !== null;
      entry = scopeOpened(entry, name);
      nested = scopeOpened(nested, name);
      heading = scopeOpened(heading, name);
      if (!busy) enter(name, tokensOf(attributes, 'class'));
    },
    close: (name) => {
      entry = scopeClosed(entry, name);
      if (!entry) nested = heading = null;
      nested = scopeClosed(nested, name);
      heading = scopeClosed(heading, name);
    },
    text: (text) => {
      if (heading && entryName.length < MAX_NAME) entryName += text.slice(0, MAX_NAME);
    },
    current: () => (entry && !heading && entryName.trim() !== '' ? entryName : null),
  };
};
