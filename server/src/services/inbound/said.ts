import { isSameSite } from '../../core/moderation/sites';
import { relationOf } from '../../core/moderation/spelling';
import {
  belowKeyOf,
  contentKeyOf,
  foreignKeyOf,
  pageKeyOf,
  pageKeysUpFrom,
  twinKeysOf,
} from '../linkbacks/content-key';
import { isExpendable } from '../linkbacks/expendable';
import type { LinkbackRow } from '../linkbacks/rows';
import type { ReceivedPing } from '../../adapters/jobs';
import type { Asked, Said } from './known';
import type { Place } from './place';
import type { Verified } from './verify';
import { wordsOf } from './words';

/**
 * Returns the keys of what a source says, for its own site and for the one that it redirects to: without what a trackback
 * claims of it.
 */
export const saidBy = (
  { ref }: ReceivedPing,
  { place, verified, sharedHosts }: { place: Place; verified: Verified; sharedHosts: readonly string[] }
): readonly string[] => {
  const words = wordsOf(verified);
  const keyOf = (url: string): string => contentKeyOf({ source: url, ref, words, sharedHosts });
  return [...new Set([keyOf(place.columns.source), keyOf(verified.finalUrl)])];
};

/**
 * Returns what may be known of a source, and whose traces refuse it: those of a foreign spelling hold for foreign spellings
 * only; a page that says where it is at home is refused for what was said there; and one that says nothing, for what was said
 * anywhere on its site but below it.
 */
export const askedOf = ({ spelling, identity }: Place, said: readonly string[]): Omit<Asked, 'textKey'> => {
  const { passed } = identity;
  const rows = [...said, ...said.flatMap(twinKeysOf)];
  switch (spelling.kind) {
    case 'foreign':
      return {
        said: rows,
        pairs: [...passed, ...passed.map(foreignKeyOf)],
        contents: [...said, ...said.map(foreignKeyOf)],
        site: [],
        others: [],
      };
    case 'declared':
      return {
        said: rows,
        pairs: passed,
        contents: said.map((key) => pageKeyOf(key, spelling.source)),
        site: [],
        others: said,
      };
    case 'plain':
      return {
        said: rows,
        pairs: passed,
        contents: said.flatMap((key) => pageKeysUpFrom(key, spelling.source)),
        site: said,
        others: said.map((key) => belowKeyOf(key, spelling.source)),
      };
  }
};

/** What a source is to the linkbacks that are there. */
export type Standing =
  /**
   * `key`: of what it says, null where there is none; `isTwin`: another page of its site says the same, or did; `inPlaceOf`:
   * what makes way for it, since there are enough of those.
   */
  | {
      readonly kind: 'new';
      readonly key: string | null;
      readonly isTwin: boolean;
      readonly inPlaceOf: LinkbackRow | null;
    }
  /** One of these: another spelling of its URL. */
  | { readonly kind: 'same'; readonly row: LinkbackRow }
  /** It comes in the page's own spelling: this one, which has a foreign one, is its. */
  | { readonly kind: 'takes-over'; readonly row: LinkbackRow };

/**
 * Returns what a source is to the linkbacks that say the same.
 *
 * @param o.said keys of what it says
 */
export const standingOf = (
  { spelling }: Place,
  o: { said: readonly string[]; found: Said; sharedHosts: readonly string[] }
): Standing => {
  // What is gone makes room for a page of its own site only: somebody else's, which redirects there, is itself.
  const rows = o.found.rows.filter(
    (row) => row.status !== 'gone' || isSameSite(row.source, spelling.source, o.sharedHosts)
  );
  const relation = (row: LinkbackRow) => relationOf(spelling, row);
  const foreign = rows.find((row) => relation(row) === 'takes-over');
  if (foreign) return { kind: 'takes-over', row: foreign };
  // Where nothing is any more, the page has moved.
  const same = rows.find((row) => row.status === 'gone' || relation(row) === 'same');
  if (same) return { kind: 'same', row: same };
  const taken = new Set(o.found.rows.map(({ contentKey }) => contentKey));
  const [key] = o.said;
  const isTwin = rows.length > 0 || o.found.isOtherErased;
  if (key === undefined) return { kind: 'new', key: null, isTwin, inPlaceOf: null };
  const places = twinKeysOf(key);
  const free = [key, ...places].find((one) => !taken.has(one));
  if (free !== undefined) return { kind: 'new', key: free, isTwin, inPlaceOf: null };
  const holders = o.found.rows.filter(({ contentKey }) => contentKey !== null && places.includes(contentKey));
  // Strangers may fill all places with pages of the site: what nobody decided about keeps none from a later one.
  const inPlaceOf = holders.find(isAway) ?? holders.find((row) => isExpendable(row, 'pending')) ?? null;
  const [last] = rows;
  if (inPlaceOf === null && last) return { kind: 'same', row: last };
  return { kind: 'new', key: inPlaceOf?.contentKey ?? null, isTwin, inPlaceOf };
};

/** Where it takes no place of those that wait or are shown. */
export const isAway = ({ status }: Pick<LinkbackRow, 'status'>): boolean =>
  status === 'spam' || status === 'trash' || status === 'gone';
