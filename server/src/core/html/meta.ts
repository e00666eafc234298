import type { Attributes } from './tokens';

const NAMES = [
  'og:title',
  'og:site_name',
  'linkbacks-revision',
  'author',
  'article:published_time',
  /** `http-equiv`: what the page's status would be if its author could set it (Webmention §3.2.4). */
  'status',
] as const;
export type MetaName = (typeof NAMES)[number];

/** Enough for every value that we store. */
const MAX_VALUE = 4000;

export interface MetaReader {
  see(attributes: Attributes): void;
  get(name: MetaName): string | null;
}

/** Gathers the `<meta>` elements of interest; the first of one name that says something counts. */
export const createMetaReader = (): MetaReader => {
  const values = new Map<string, string>();
  return {
    see: (attributes) => {
      const name = nameOf(attributes).trim().toLowerCase();
      const content = attributes.get('content') ?? '';
      const isWanted = NAMES.some((wanted) => wanted === name);
      if (isWanted && content.trim() !== '' && !values.has(name))
        values.set(name, content.slice(0, MAX_VALUE));
    },
    get: (name) => values.get(name) ?? null,
  };
};

/** `status` is one as `http-equiv` only, the others never are. */
const nameOf = (attributes: Attributes): string => {
  const equivalent = attributes.get('http-equiv');
  if (equivalent !== undefined) return equivalent.trim().toLowerCase() === 'status' ? 'status' : '';
  // Open Graph asks for `property`; many pages say `name`.
  const name = attributes.get('property') ?? attributes.get('name') ?? '';
  return name.trim().toLowerCase() === 'status' ? '' : name;
};
