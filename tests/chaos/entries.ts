import type { Protocol } from '../../server/src/core/types';
import { linking } from '../helpers/entries';

/** One ping that a published entry makes. */
export interface Wanted {
  readonly protocol: Protocol;
  readonly source: string;
  readonly target: string;
}

export interface Entry {
  readonly slug: string;
  readonly links: readonly string[];
  readonly trackbackUrls: readonly string[];
  readonly wanted: readonly Wanted[];
}

/** By turns, so that of 100 pings 60 are pingbacks, 30 webmentions and 10 trackbacks. */
const MIXES: readonly (readonly Protocol[])[] = [
  ['pingback', 'webmention'],
  ['pingback', 'trackback'],
  ['pingback', 'webmention'],
  ['pingback', 'pingback'],
  ['pingback', 'webmention'],
];
const PATHS: Record<Protocol, string> = {
  pingback: 'pingback',
  webmention: 'mention',
  trackback: 'trackback',
};

/** `count` entries with two pings each, to two peers. */
export const makeEntries = (o: { count: number; site: string; origins: readonly string[] }): Entry[] =>
  Array.from({ length: o.count }, (_, number) => {
    const slug = `entry-${number}`;
    const source = `${o.site}/blog/${slug}`;
    const mix = MIXES[number % MIXES.length] ?? [];
    const wanted = mix.map((protocol, index): Wanted => {
      const origin = o.origins[(number * mix.length + index) % o.origins.length] ?? '';
      return { protocol, source, target: `${origin}/${PATHS[protocol]}/${number}-${index}` };
    });
    const targets = (isTrackback: boolean): string[] =>
      wanted.filter(({ protocol }) => (protocol === 'trackback') === isTrackback).map(({ target }) => target);
    return { slug, links: targets(false), trackbackUrls: targets(true), wanted };
  });

/** What the process that publishes it is sent. */
export const messageOf = ({ slug, links, trackbackUrls }: Entry) => ({
  kind: 'publish' as const,
  entry: { slug, body: linking(...links), trackbackUrls },
});
