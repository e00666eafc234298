import MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';
import { readHtml } from './html';
import type { ContentReader } from './parts';

/** Deeper quotes and lists are left out; markdown-it's own default, its CommonMark preset stops at ten lists. */
const MAX_NESTING = 100;
/** UTF-16 units that are read of one text: some hundred pages. */
const MAX_LENGTH = 1_000_000;

const parser = new MarkdownIt('commonmark', { maxNesting: MAX_NESTING });
// Addresses are wanted as the author wrote them.
parser.normalizeLink = (url) => url;

/**
 * Reads CommonMark: inline links, reference links, autolinks in angle brackets, and the links of raw HTML; the text
 * without code blocks and images. Bare addresses are text (they are an extension of some renderers).
 */
export const readMarkdown = (markdown: string, reader: ContentReader): void => {
  for (const token of parser.parse(markdown.slice(0, MAX_LENGTH), {})) {
    reader.boundary?.();
    if (token.type === 'html_block') readHtml(token.content, reader);
    for (const inline of token.children ?? []) readInline(inline, reader);
  }
};

const readInline = (token: Token, reader: ContentReader): void => {
  switch (token.type) {
    case 'link_open':
      return reader.link?.(token.attrGet('href') ?? '');
    case 'html_inline':
      return readHtml(token.content, reader);
    case 'text':
    case 'code_inline':
      return reader.text?.(token.content);
    case 'softbreak':
    case 'hardbreak':
      return reader.boundary?.();
    default:
      return undefined;
  }
};
