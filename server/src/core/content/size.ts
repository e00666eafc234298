import { readBlocks } from './blocks';
import type { ContentPart } from './parts';

/**
 * Returns a part as plain strings: of a blocks field only the addresses of its links are left. Blocks are read without
 * parsing, and what has hundreds of nodes is costly to send to a thread.
 */
export const flattened = (part: ContentPart): ContentPart => {
  if (part.kind !== 'blocks') return part;
  const value: string[] = [];
  readBlocks(part.value, { link: (href) => value.push(href) });
  return { kind: 'hrefs', value };
};

/** What resolving an address costs at least, in UTF-16 units of text that cost as much to read. */
const EACH_HREF = 32;

/** Says how much there is to read in flattened parts, in UTF-16 units of text. */
export const sizeOf = (parts: readonly ContentPart[]): number =>
  parts.reduce((sum, part) => sum + lengthOf(part), 0);

const lengthOf = ({ kind, value }: ContentPart): number => {
  if (kind === 'blocks') return 0;
  return typeof value === 'string'
    ? value.length
    : value.reduce((sum, href) => sum + href.length + EACH_HREF, 0);
};
