import type { Attributes } from './tokens';

/**
 * What is implied of a microformat that names no name, address or photo itself (microformats2, "parsing for implied
 * properties"): its element's own attributes, those of its first or only child, or of that child's.
 */
export interface ImpliedFacts {
  readonly own: ElementFacts;
  readonly children: ChildFacts;
  readonly grandchildren: ChildFacts;
  /** A microformat stands in it: nothing is implied. */
  nested: boolean;
  /** It has `p-` or `e-` properties: no name is implied. */
  hasTexts: boolean;
  /** The link to the target stands in it: that is no address of its author. */
  hasLink: boolean;
  /** It has `u-` properties: no address and no photo is implied. */
  hasUrls: boolean;
}

/** Addresses as written. */
interface ElementFacts {
  readonly name: string | null;
  readonly url: string | null;
  readonly photo: string | null;
}

/** The children of one element, as far as something may be implied by them. */
export interface ChildFacts {
  count: number;
  first: ElementFacts | null;
  /** By tag: how many there are, and what the first says. */
  readonly byTag: Map<string, { count: number; readonly facts: ElementFacts }>;
}

const TAGS: ReadonlySet<string> = new Set(['a', 'area', 'img', 'object']);

export const createImplied = (name: string, attributes: Attributes, canImply: boolean): ImpliedFacts => ({
  own: factsOf(name, attributes),
  children: noChildren(),
  grandchildren: noChildren(),
  nested: !canImply,
  hasTexts: false,
  hasLink: false,
  hasUrls: false,
});

const noChildren = (): ChildFacts => ({ count: 0, first: null, byTag: new Map() });

/** Takes note of a child element. */
export const seeChild = (children: ChildFacts, name: string, attributes: Attributes): void => {
  children.count += 1;
  const known = children.byTag.get(name);
  if (known) known.count += 1;
  if (known || (children.count > 1 && !TAGS.has(name))) return;
  const facts = factsOf(name, attributes);
  children.first ??= facts;
  if (TAGS.has(name)) children.byTag.set(name, { count: 1, facts });
};

const factsOf = (name: string, attributes: Attributes): ElementFacts => {
  const get = (attribute: string, ...tags: string[]): string | null =>
    (tags.includes(name) && attributes.get(attribute)) || null;
  return {
    name: get('alt', 'img', 'area') ?? get('title', 'abbr'),
    url: get('href', 'a', 'area'),
    photo: get('src', 'img') ?? get('data', 'object'),
  };
};

/** The implied name but for the element's text; null when that, or nothing, is implied. */
export const impliedName = ({ own, children, grandchildren }: ImpliedFacts): string | null =>
  own.name ?? children.first?.name ?? (children.count === 1 ? (grandchildren.first?.name ?? null) : null);

/** The implied address or photo, as written. */
export const impliedAddress = (implied: ImpliedFacts, what: 'url' | 'photo'): string | null => {
  const tags = what === 'url' ? ['a', 'area'] : ['img', 'object'];
  const onlyOf = ({ byTag }: ChildFacts): string | null => {
    const only = tags.map((tag) => byTag.get(tag)).find((found) => found?.count === 1);
    return only?.facts[what] ?? null;
  };
  const { own, children, grandchildren } = implied;
  return own[what] ?? onlyOf(children) ?? (children.count === 1 ? onlyOf(grandchildren) : null);
};
