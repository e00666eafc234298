import MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';
import { readHtml } from './html';
import { htmlInline } from './markdown-html';
import { boundMarkdown, piecesOf } from './markdown-source';
import type { ContentReader } from './parts';

/** Lists in one another that are read: some fifty. Quotes are limited before. */
const MAX_BLOCKS = 100;
/** Links, images and brackets in one another that are looked for. */
const MAX_INLINE = 10;

const blocks = new MarkdownIt('commonmark', { maxNesting: MAX_BLOCKS });
blocks.core.ruler.disable(['inline', 'text_join']);
const inlines = new MarkdownIt('commonmark', { maxNesting: MAX_INLINE });
inlines.inline.ruler.at('html_inline', htmlInline);
for (const parser of [blocks, inlines]) {
  // Addresses are wanted as the author wrote them.
  parser.normalizeLink = (url) => url;
}

/**
 * Reads CommonMark: inline links, reference links, autolinks in angle brackets, and the links of raw HTML; the text
 * without code blocks and images. Bare addresses are text (they are an extension of some renderers).
 */
export const readMarkdown = (markdown: string, reader: ContentReader): void => {
  const definitions = {};
  for (const token of blocks.parse(boundMarkdown(markdown), definitions)) {
    reader.boundary?.();
    if (token.type === 'html_block') readHtml(token.content, reader);
    if (token.type !== 'inline') continue;
    for (const piece of piecesOf(token.content)) {
      const found: Token[] = [];
      inlines.inline.parse(piece, inlines, definitions, found);
      for (const inline of found) readInline(inline, reader);
    }
  }
};

const readInline = (token: Token, reader: ContentReader): void => {
  switch (token.type) {
    case 'link_open':
      return reader.link?.(token.attrGet('href') ?? '');
    case 'html_inline':
      return /^<a(?:rea)?[\s/>]/iu.test(token.content) ? readHtml(token.content, reader) : undefined;
    case 'text':
    case 'text_special':
    case 'code_inline':
      return reader.text?.(token.content);
    case 'softbreak':
    case 'hardbreak':
      return reader.boundary?.();
    default:
      return undefined;
  }
};
