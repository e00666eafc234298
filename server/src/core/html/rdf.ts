import { createTokenReader } from './tokens';
import type { Attributes } from './tokens';

/** Finds the trackback URL of one page among the RDF descriptions that the page embeds (TrackBack 1.2, T4). */
export interface TrackbackRdfReader {
  /** An element of the page: RDF may stand in it openly. */
  see(name: string, attributes: Attributes): void;
  /** A comment of the page: that is where RDF mostly stands. */
  comment(text: string): void;
  /** `trackback:ping` as written; null when no description is about the page. */
  ping(): string | null;
}

/** `pageUrls`: the addresses under which the page is known. Identifiers are compared as written, then without fragment. */
export const createTrackbackRdfReader = (pageUrls: readonly string[]): TrackbackRdfReader => {
  const exact = new Set(pageUrls);
  const loose = new Set(pageUrls.map(withoutFragment));
  let exactPing: string | null = null;
  let loosePing: string | null = null;

  const see = (name: string, attributes: Attributes): void => {
    if (name !== 'rdf:description') return;
    const identifier = attributes.get('dc:identifier')?.trim();
    const ping = attributes.get('trackback:ping')?.trim();
    if (!identifier || !ping) return;
    if (exact.has(identifier)) exactPing ??= ping;
    else if (loose.has(withoutFragment(identifier))) loosePing ??= ping;
  };

  return {
    see,
    comment: (text) => {
      if (!/trackback:ping/iu.test(text)) return;
      const reader = createTokenReader({ open: see, close: () => undefined, text: () => undefined });
      reader.write(text);
      reader.end();
    },
    ping: () => exactPing ?? loosePing,
  };
};

const withoutFragment = (url: string): string => url.split('#', 1)[0] ?? '';
