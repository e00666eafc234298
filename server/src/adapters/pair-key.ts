import { entryKey, hashOf } from './keys';
import type { EntryRef } from '../core/types';
import { normaliseWithFragment } from '../core/url/normalise';

/** One linkback per source and entry: the key of that pair (PROTOCOLS §4a). */
export const pairKeyOf = (source: string, ref: EntryRef): string =>
  hashOf(normaliseWithFragment(source) ?? source, entryKey(ref));
