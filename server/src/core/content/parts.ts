/** One text of an entry, in the order of its fields. Strapi's "richtext" is Markdown, CKEditor's fields are HTML. */
export type ContentPart = {
  /** The entry's field that it is, or stands in. */
  readonly field?: string;
} & (
  | { readonly kind: 'blocks'; readonly value: unknown }
  | { readonly kind: 'markdown' | 'html'; readonly value: string }
  /** The addresses of links, and nothing else. */
  | { readonly kind: 'hrefs'; readonly value: readonly string[] }
);

/** What the readers of the formats report, in document order. */
export interface ContentReader {
  /** A link as written, entities and escapes decoded. */
  link?(href: string): void;
  text?(text: string): void;
  /** What stands before and after is not one word. */
  boundary?(): void;
}
