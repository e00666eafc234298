import type { StateInline } from 'markdown-it';

/** Raw HTML in a line of text that is no tag (CommonMark 0.31, section 6.6), by its start and its end. */
const SECTIONS = [
  { start: /<!--/uy, end: '-->' },
  { start: /<\?/uy, end: '?>' },
  { start: /<!\[CDATA\[/uy, end: ']]>' },
  { start: /<![A-Za-z]/uy, end: '>' },
] as const;

const NAME = '[A-Za-z][A-Za-z0-9-]*';
const ATTRIBUTE = `\\s+[A-Za-z_:][A-Za-z0-9:._-]*(?:\\s*=\\s*(?:[^"'=<>\`\\x00-\\x20]+|'[^']*'|"[^"]*"))?`;
const TAG = new RegExp(`<(?:${NAME}(?:${ATTRIBUTE})*\\s*/?|/${NAME}\\s*)>`, 'uy');

/** The ends that a paragraph does not have behind some place. */
const missing = new WeakMap<StateInline, Map<string, number>>();

/**
 * The rule of markdown-it for raw HTML in a line of text, in linear time: its own looks for the end of a comment anew at
 * each `<!--` (a draft of 400 kB of them took 32 s).
 */
export const htmlInline = (state: StateInline, silent: boolean): boolean => {
  if (state.src.charAt(state.pos) !== '<') return false;
  const end = endOfHtml(state);
  if (end === -1) return false;
  const content = state.src.slice(state.pos, end);
  if (!silent) {
    state.push('html_inline', '', 0).content = content;
    if (/^<a[>\s]/iu.test(content)) state.linkLevel += 1;
    if (/^<\/a\s*>/iu.test(content)) state.linkLevel -= 1;
  }
  state.pos = end;
  return true;
};

const endOfHtml = (state: StateInline): number => {
  const { src, pos } = state;
  const section = SECTIONS.find(({ start }) => matchesAt(start, src, pos));
  if (!section) return matchesAt(TAG, src, pos) ? TAG.lastIndex : -1;
  // `<!-->` and `<!--->` are whole comments.
  if (section.end === '-->') {
    const short = ['<!-->', '<!--->'].find((comment) => src.startsWith(comment, pos));
    if (short !== undefined) return pos + short.length;
  }
  const from = section.start.lastIndex;
  const known = missing.get(state) ?? new Map<string, number>();
  if ((known.get(section.end) ?? Infinity) <= from) return -1;
  const found = src.indexOf(section.end, from);
  if (found !== -1) return found + section.end.length;
  missing.set(state, known.set(section.end, from));
  return -1;
};

const matchesAt = (pattern: RegExp, text: string, at: number): boolean => {
  pattern.lastIndex = at;
  return pattern.test(text);
};
