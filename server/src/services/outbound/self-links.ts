import type { Entries } from '../../adapters/entries';
import { entryKey } from '../../adapters/keys';
import type { EntryRef } from '../../core/types';
import { looseKey } from '../../core/url/normalise';
import { parseUrl } from '../../core/url/parse-url';

/**
 * Tells whether a URL leads to the entry itself: its page in another form, or another address of it by our URL patterns
 * or the project's `resolve`. The latter is asked about `links` only, which are worth asking about where links to our own
 * pages are pinged at all.
 */
export const selfLinks = async (
  entries: Pick<Entries, 'ownHosts' | 'resolveUrl'>,
  o: { ref: EntryRef; url: string; links: readonly string[] }
): Promise<(url: string) => boolean> => {
  const page = looseKey(o.url);
  const isPage = (url: string): boolean => looseKey(url) === page;
  const own = new Set([...entries.ownHosts, hostOf(o.url)]);
  const others = new Set<string>();
  for (const link of o.links) {
    if (isPage(link) || !own.has(hostOf(link))) continue;
    const found = await entries.resolveUrl(link);
    if (found.kind === 'entry' && entryKey(found.entry.ref) === entryKey(o.ref)) others.add(link);
  }
  return (url) => isPage(url) || others.has(url);
};

const hostOf = (url: string): string => parseUrl(url)?.host ?? '';
