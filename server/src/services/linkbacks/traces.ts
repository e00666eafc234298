import { entryRefOf } from '../../adapters/keys';
import { contentKeyOf, foreignKeyOf, pageKeyOf, twinKeysOf } from './content-key';
import type { LinkbackRow } from './rows';
import type { Tombstones } from './tombstones';
import { wordsOfRow } from './words-key';

/**
 * Returns what a linkback leaves behind when it is deleted for good. In a foreign spelling it speaks for that alone, and for
 * others that are foreign too; in the page's own, for what the page says at this path.
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
  return isTwin
    ? { pairs, contents: [pageKeyOf(said, source)] }
    : { pairs, contents: [contentKey, pageKeyOf(contentKey, source)] };
};
