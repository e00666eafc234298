import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Entries } from '../../adapters/entries';
import { entryKey } from '../../adapters/keys';
import type { EntryRef } from '../../core/types';
import { dropRootDot, looseKey } from '../../core/url/normalise';
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
  const host = page?.split(/[/?]/u, 1)[0];
  // Most links lead to other hosts: these cost one parsing.
  const isPage = (text: string): boolean => {
    const url = parseUrl(text);
    if (url) dropRootDot(url);
    return url?.host === host && looseKey(text) === page;
  };
  const own = new Set([...entries.ownHosts, hostOf(o.url)]);
  const others = new Set<string>();
  for (const link of o.links) {
    if (isPage(link) || !own.has(hostOf(link))) continue;
    const found = await entries.resolveUrl(link);
    // SQLite answers at once: without this, thousands of links would hold up everything else.
    await nextTurn();
    if (found.kind === 'entry' && entryKey(found.entry.ref) === entryKey(o.ref)) others.add(link);
  }
  return (url) => isPage(url) || others.has(url);
};

const hostOf = (url: string): string => parseUrl(url)?.host ?? '';
