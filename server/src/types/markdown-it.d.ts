declare module 'markdown-it' {
  /** A flat list: containers are an `_open` and a `_close` token, a text block has its content as `children`. */
  export interface Token {
    readonly type: string;
    readonly content: string;
    readonly children: readonly Token[] | null;
    attrGet(name: string): string | null;
  }

  export default class MarkdownIt {
    constructor(preset: 'commonmark', options?: { maxNesting?: number });
    /** The address as it goes into the token. */
    normalizeLink: (url: string) => string;
    parse(markdown: string, environment: object): Token[];
  }
}
