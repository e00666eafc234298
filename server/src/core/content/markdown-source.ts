/**
 * UTF-16 units of a paragraph. The readers behind look for the end of a link, a definition or a tag as far as the
 * paragraph goes, at each place where one may begin; what is longer is read as several paragraphs.
 */
export const MAX_PARAGRAPH = 8_192;
/** Quotes in one another; each is another pass over its lines. Deeper ones are read as the deepest. */
const MAX_QUOTES = 10;

/** What may open blocks at the beginning of a line: quotes, and the list items that they may stand in. */
const OPENERS = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/u;

/** Returns Markdown that is read in linear time: with shallow quotes, and a blank line in paragraphs without end. */
export const boundMarkdown = (markdown: string): string => {
  const lines: string[] = [];
  let units = 0;
  for (const line of markdown.replace(/\r\n?/gu, '\n').split('\n')) {
    units = /\S/u.test(line) ? units + line.length + 1 : 0;
    if (units > MAX_PARAGRAPH && units > line.length + 1) {
      lines.push('');
      units = line.length + 1;
    }
    lines.push(withoutDeepQuotes(line));
  }
  return lines.join('\n');
};

const withoutDeepQuotes = (line: string): string => {
  const [openers = ''] = OPENERS.exec(line) ?? [];
  if (openers.length <= MAX_QUOTES) return line;
  let quotes = 0;
  const kept = openers.replace(/>/gu, (quote) => ((quotes += 1) > MAX_QUOTES ? '' : quote));
  return kept + line.slice(openers.length);
};

/** Cuts the text of a paragraph into pieces of at most {@link MAX_PARAGRAPH} units, at a blank where there is one. */
export const piecesOf = (text: string): string[] => {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > MAX_PARAGRAPH) {
    const blank = Math.max(
      rest.lastIndexOf(' ', MAX_PARAGRAPH - 1),
      rest.lastIndexOf('\n', MAX_PARAGRAPH - 1)
    );
    const end = blank > MAX_PARAGRAPH / 2 ? blank + 1 : MAX_PARAGRAPH;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...pieces, rest];
};
