import { Tokenizer } from 'htmlparser2';
import type { TokenizerCallbacks } from 'htmlparser2';

/** Attributes by lower-case name, entities decoded; the first of one name counts. */
export type Attributes = ReadonlyMap<string, string>;

/** What a token reader reports. Names are lower-case. Text and comments may come in several pieces. */
export interface TokenHandler {
  open(name: string, attributes: Attributes, selfClosing: boolean): void;
  close(name: string): void;
  text(text: string): void;
  comment?(text: string): void;
}

export interface TokenReader {
  write(text: string): void;
  end(): void;
  /** Nothing is reported any more. */
  stop(): void;
}

/** More attributes on one element than any real page has. */
const MAX_ATTRIBUTES = 256;

/**
 * Reads HTML as a flat stream of tokens, in pieces of any size, with entities decoded; never throws on bad markup.
 *
 * It stands on htmlparser2's tokenizer and not on its `Parser`, because that keeps every open element in an array
 * which it shifts and searches for each tag: one megabyte of unclosed tags takes it many seconds. Nothing that we
 * look for needs a tree.
 */
export const createTokenReader = (handler: TokenHandler): TokenReader => {
  // The tokenizer reports positions in the whole text; kept is what it may still refer to.
  let kept = '';
  let keptFrom = 0;
  let reported = 0;
  let stopped = false;

  let name = '';
  let attributes = new Map<string, string>();
  let attributeName = '';
  let attributeValue = '';

  const slice = (start: number, end: number): string => {
    reported = Math.max(reported, end);
    return kept.slice(start - keptFrom, end - keptFrom);
  };

  const opened = (selfClosing: boolean): void => {
    if (!stopped) handler.open(name, attributes, selfClosing);
  };

  const callbacks: TokenizerCallbacks = {
    onopentagname: (start, end) => {
      name = slice(start, end).toLowerCase();
      attributes = new Map();
    },
    onattribname: (start, end) => {
      attributeName = slice(start, end).toLowerCase();
      attributeValue = '';
    },
    onattribdata: (start, end) => {
      attributeValue += slice(start, end);
    },
    onattribentity: (codePoint) => {
      attributeValue += String.fromCodePoint(codePoint);
    },
    onattribend: () => {
      if (attributes.size < MAX_ATTRIBUTES && !attributes.has(attributeName)) {
        attributes.set(attributeName, attributeValue);
      }
      attributeValue = '';
    },
    onopentagend: () => opened(false),
    onselfclosingtag: () => opened(true),
    onclosetag: (start, end) => {
      const closed = slice(start, end).toLowerCase();
      if (!stopped) handler.close(closed.split('/', 1)[0] ?? '');
    },
    ontext: (start, end) => {
      const text = slice(start, end);
      if (!stopped) handler.text(text);
    },
    ontextentity: (codePoint) => {
      if (!stopped) handler.text(String.fromCodePoint(codePoint));
    },
    oncomment: (start, end, offset) => {
      const text = slice(start, end - offset);
      if (!stopped) handler.comment?.(text);
    },
    oncdata: () => undefined,
    ondeclaration: () => undefined,
    onprocessinginstruction: () => undefined,
    onend: () => undefined,
  };

  const tokenizer = new Tokenizer({}, callbacks);

  return {
    write: (text) => {
      if (stopped || text === '') return;
      kept = (reported > keptFrom ? kept.slice(reported - keptFrom) : kept) + text;
      keptFrom = reported;
      tokenizer.write(text);
    },
    end: () => {
      if (!stopped) tokenizer.end();
    },
    stop: () => {
      stopped = true;
      tokenizer.pause();
    },
  };
};
