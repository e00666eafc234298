import { HIDDEN_ELEMENTS, INLINE_ELEMENTS } from './elements';
import { createTokenReader } from './tokens';
import type { Attributes, TokenReader } from './tokens';

/** What a reader of visible markup reports; all optional, text in pieces. */
export interface VisibleHandler {
  open?(name: string, attributes: Attributes): void;
  close?(name: string): void;
  /** Text that readers see, white space as it is in the page. */
  text?(text: string): void;
  /** A tag that separates words was met. */
  boundary?(): void;
  /** The text of `<title>`, never of a drawing's. */
  title?(text: string): void;
  titleEnd?(): void;
  /** The text of a comment outside hidden elements. */
  comment?(text: string): void;
}

/**
 * Reads the part of a page that counts: elements, text and comments outside of script, style, template, textarea,
 * noscript and the like. `xhtml`: the page is XML, where `<script/>` is a whole element.
 */
export const createVisibleReader = (
  handler: VisibleHandler,
  options: { xhtml?: boolean } = {}
): TokenReader => {
  let hidden: { name: string; depth: number } | null = null;
  let drawings = 0;

  const isTitle = (): boolean => hidden?.name === 'title' && drawings === 0;

  const hide = (name: string, selfClosing: boolean): void => {
    // HTML ignores the slash of `<script/>`; XML and inline SVG do not.
    const closesItself = selfClosing && (options.xhtml === true || drawings > 0);
    if (!closesItself && HIDDEN_ELEMENTS.has(name)) hidden = { name, depth: 1 };
  };

  return createTokenReader({
    open: (name, attributes, selfClosing) => {
      if (hidden) {
        if (name === 'template' && hidden.name === name) hidden.depth += 1;
        return;
      }
      if (name === 'svg' && !selfClosing) drawings += 1;
      if (!INLINE_ELEMENTS.has(name)) handler.boundary?.();
      handler.open?.(name, attributes);
      hide(name, selfClosing);
    },
    close: (name) => {
      if (hidden) {
        if (hidden.name !== name) return;
        hidden.depth -= 1;
        if (hidden.depth > 0) return;
        if (isTitle()) handler.titleEnd?.();
        hidden = null;
        return;
      }
      if (name === 'svg' && drawings > 0) drawings -= 1;
      handler.close?.(name);
      if (!INLINE_ELEMENTS.has(name)) handler.boundary?.();
    },
    text: (text) => {
      if (!hidden) handler.text?.(text);
      else if (isTitle()) handler.title?.(text);
    },
    comment: (text) => {
      if (!hidden) handler.comment?.(text);
    },
  });
};
