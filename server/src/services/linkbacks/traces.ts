import { entryRefOf } from '../../adapters/keys';
import { belowKeysOf, contentKeyOf, foreignKeyOf, pageKeyOf, twinKeysOf } from './content-key';
import type { LinkbackRow } from './rows';
import type { Tombstones } from './tombstones';
import { wordsOfRow } from './words-key';

/**
 * Returns what a linkback leaves behind when it is deleted for good. In a foreign spelling it speaks for that alone, and for
 * others that are foreign too; in the page's own, for what the page says at this path, and below it.
 */
export const tracesOf = (
  row: LinkbackRow,
  sharedHosts: readonly string[]
): Parameters<Tombstones['leave']>[0] => {
  const { pairKey, contentKey, source } = row;
  const sourceKey = row.sourceKey ?? pairKey;
  if (row.spelling === 'foreign') {
    const home = sourceKey === pairKey ? [] : [foreignKeyOf(pairKey)];
    return { pairs: [sourceKey, ...home], contents: contentKey === null ? [] : [foreignKeyOf(contentKey)] };
  }
  const pairs = [...new Set([pairKey, sourceKey])];
  if (contentKey === null) return { pairs, contents: [] };
  const said = contentKeyOf({ source, ref: entryRefOf(row), words: wordsOfRow(row), sharedHosts });
  // One of several pages that say the same speaks for itself only.
  const isTwin = twinKeysOf(said).includes(contentKey);
  if (isTwin) return { pairs, contents: [pageKeyOf(said, source)] };
  // A page that says nothing of where it is does not speak for those above it.
  const below = row.spelling === null ? belowKeysOf(contentKey, source) : [];
  return { pairs, contents: [contentKey, pageKeyOf(contentKey, source), ...below] };
};
