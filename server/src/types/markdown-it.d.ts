declare module 'markdown-it' {
  /** A flat list: containers are an `_open` and a `_close` token, a text block has its content in an `inline` one. */
  export interface Token {
    readonly type: string;
    content: string;
    attrGet(name: string): string | null;
  }

  /** What a rule for a line of text works on. */
  export interface StateInline {
    readonly src: string;
    pos: number;
    linkLevel: number;
    push(type: string, tag: string, nesting: number): Token;
  }

  export type InlineRule = (state: StateInline, silent: boolean) => boolean;

  export default class MarkdownIt {
    constructor(preset: 'commonmark', options?: { maxNesting?: number });
    /** The address as it goes into the token. */
    normalizeLink: (url: string) => string;
    readonly core: { readonly ruler: { disable(rules: readonly string[]): void } };
    readonly inline: {
      readonly ruler: { at(name: string, rule: InlineRule): void };
      /** `environment`: as `parse` left it, with the link definitions; the tokens are added to `tokens`. */
      parse(text: string, parser: MarkdownIt, environment: object, tokens: Token[]): void;
    };
    parse(markdown: string, environment: object): Token[];
  }
}
