import { cleanText, cutText, cutTextStart } from './text';

/** Code points to each side of the link (PROTOCOLS §4). */
const SIDE = 100;
const LINK_TEXT = 200;
/** Units kept of what stands before and behind: a side and a long word. */
const WINDOW = 400;
/** Units after which the running text is folded and shortened again. */
const REFOLD = 8192;
/** Stands in the gathered text where a block begins or ends; no white space, so that folding leaves it. */
const BLOCK = '\u001e';

/** Where in the excerpt the text of the link stands, in UTF-16 units. */
export interface LinkMark {
  readonly start: number;
  readonly end: number;
}

export interface Excerpt {
  readonly text: string;
  /** null when the link has no text of its own (a picture). */
  readonly mark: LinkMark | null;
}

export interface ExcerptReader {
  text(text: string): void;
  /** A paragraph, heading, list item or other block begins or ends here. */
  block(): void;
  /** A link of interest opens here; what was gathered for an earlier one is dropped. */
  linkOpened(): void;
  linkClosed(): void;
  /** Whether more text could not change the excerpt. */
  isComplete(): boolean;
  /** The words around the link, its own included; null when there are none. */
  excerpt(): Excerpt | null;
}

/** Gathers the words around a link from a stream of text, in bounded memory. */
export const createExcerptReader = (): ExcerptReader => {
  let recent = '';
  let place: 'none' | 'inside' | 'behind' = 'none';
  let before = '';
  let inside = '';
  let behind = '';

  const text = (piece: string): void => {
    recent += piece;
    if (recent.length > REFOLD) recent = keepEnd(recent);
    if (place === 'inside') inside = keepStart(inside, piece);
    if (place === 'behind') behind = keepStart(behind, piece);
  };

  return {
    text,
    block: () => text(BLOCK),
    linkOpened: () => {
      before = keepEnd(recent);
      inside = behind = '';
      place = 'inside';
    },
    linkClosed: () => {
      if (place === 'inside') place = 'behind';
    },
    isComplete: () => place === 'behind' && behind.length >= WINDOW,
    excerpt: () => (place === 'none' ? null : compose(nearest(before, behind), inside)),
  };
};

const foldRuns = (text: string): string => text.replace(/\s+/gu, ' ');
const keepEnd = (text: string): string => foldRuns(text).slice(-WINDOW);
/** What was kept is folded already: blanks that come one by one cost nothing. */
const keepStart = (kept: string, text: string): string => {
  if (kept.length >= WINDOW) return kept;
  const more = foldRuns(text);
  const joined = kept.endsWith(' ') && more.startsWith(' ') ? more.slice(1) : more;
  return joined === '' ? kept : (kept + joined).slice(0, WINDOW);
};

const unmarked = (text: string): string => text.replaceAll(BLOCK, ' ');

interface Surroundings {
  readonly before: string;
  readonly behind: string;
}

/** What stands in the link's own block; for a link alone in its block, what stands around that. */
const nearest = (before: string, behind: string): Surroundings => {
  const own = {
    before: before.slice(before.lastIndexOf(BLOCK) + 1),
    behind: behind.split(BLOCK, 1)[0] ?? '',
  };
  const isAlone = cleanText(own.before + own.behind) === '';
  return isAlone ? { before: unmarked(before), behind: unmarked(behind) } : own;
};

const compose = ({ before, behind }: Surroundings, linkText: string): Excerpt | null => {
  const inside = unmarked(linkText);
  const words = cleanText(inside);
  const link = cutText(words, LINK_TEXT);
  const lead = cutTextStart(cleanText(before), SIDE);
  // Behind a link text that was cut, the words that follow would seem to continue it.
  const rest = link === words ? cutText(cleanText(behind), SIDE) : '';
  const leadGap = /\s$/u.test(before) || /^\s/u.test(inside) ? ' ' : '';
  const restGap = /\s$/u.test(inside) || /^\s/u.test(behind) ? ' ' : '';
  const text = cleanText(lead + leadGap + link + restGap + rest);
  return text === '' ? null : { text, mark: markOf(text, link, lead === '' ? 0 : (lead + leadGap).length) };
};

const markOf = (text: string, link: string, start: number): LinkMark | null => {
  const end = start + link.length;
  return link !== '' && text.slice(start, end) === link ? { start, end } : null;
};
