import { LARGEST, NASTY_TARGET } from './nasty-documents';

/** The data of an article, at the largest size that is read, or that an editor can save. */
export interface NastyEntry {
  readonly name: string;
  readonly data: Record<string, unknown>;
  /** Of the entry's own settings. */
  readonly trackbackUrls?: readonly string[];
}

/** Bytes of what an editor can save at once: Strapi takes a megabyte. */
const SAVED = 900_000;
/** Components of an entry; what Strapi takes to store them grows with their square: 0.8 s for 500. */
const COMPONENTS = 100;
const text = (words: string) => ({ type: 'text', text: words });
const link = (url: string) => ({ type: 'link', url, children: [text('x')] });
const paragraph = (children: unknown[]) => ({ type: 'paragraph', children });
/** As often as it fits into what can be saved. */
const times = <T>(make: (at: number) => T, size = SAVED): T[] =>
  Array.from({ length: Math.floor(size / (JSON.stringify(make(1_000)).length + 1)) }, (_, at) => make(at));
/** Lists in lists; deeper ones Strapi cannot read itself. */
const nested = (depth: number, inner: unknown[]): unknown =>
  Array.from({ length: depth }).reduce<unknown>(
    (children) => ({ type: 'list', format: 'unordered', children: [children] }),
    { type: 'list-item', children: inner }
  );

/** Blocks: many nodes, many links, links that cost the most to resolve, and deep lists. */
export const nastyBlocks = (): NastyEntry[] => {
  const dots = '.'.repeat(1_500);
  const marks = 'e\u0301.'.repeat(80);
  return [
    { name: 'many texts', data: { body: times(() => paragraph([text('x')])) } },
    { name: 'one paragraph of texts', data: { body: [paragraph(times((at) => text(`word ${String(at)}`)))] } },
    { name: 'many links', data: { body: [paragraph(times((at) => link(`https://a${String(at)}.example/`)))] } },
    { name: 'links to one host', data: { body: [paragraph(times((at) => link(`https://a.example/${String(at)}`)))] } },
    { name: 'relative links', data: { body: [paragraph(times((at) => link(`/${String(at)}/${dots}`)))] } },
    { name: 'links that are hard to read', data: { body: [paragraph(times((at) => link(`/[%zz%e9\\${dots}${String(at)}`)))] } },
    { name: 'links with marks', data: { body: [paragraph(times((at) => link(`http://${marks}${String(at)}.example/${marks}`)))] } },
    { name: 'one long text', data: { body: [paragraph([text('word '.repeat(SAVED / 5))])] } },
    { name: 'deep lists', data: { body: [nested(500, times((at) => link(`https://a.example/${String(at)}`), SAVED / 2))] } },
    { name: 'many deep lists', data: { body: times(() => nested(50, [link('https://a.example/')])) } },
  ]; // prettier-ignore
};

/** Rich texts in dynamic zones and repeatable components, small and many, or as large as is read. */
export const nastyZones = (): NastyEntry[] => {
  const section = (o: object) => ({ __component: 'default.section', ...o });
  const quote = (o: object) => ({ __component: 'default.quote', ...o });
  const markdown = '[a](https://a.example/)<!-- ';
  const large = markdown.repeat(LARGEST.markdown / markdown.length);
  return [
    { name: 'many small sections', data: { sections: Array.from({ length: COMPONENTS }, (_, at) => section({ text: `[x](https://a.example/${String(at)})` })) } },
    { name: 'many quotes', data: { section: { quotes: Array.from({ length: COMPONENTS }, (_, at) => ({ text: `<a href="/${String(at)}">x</a>`, source: [paragraph([link(`https://b.example/${String(at)}`)])] })) } } },
    { name: 'large sections', data: { sections: Array.from({ length: 6 }, () => section({ text: large })) } },
    { name: 'quotes of large blocks', data: { sections: Array.from({ length: 6 }, (_, at) => quote({ source: [paragraph(times((n) => link(`https://a.example/${String(at)}/${String(n)}`), SAVED / 6))] })) } },
    { name: 'everything', data: { text: large, html: large, body: [paragraph([link('https://a.example/')])], section: { text: large }, sections: [section({ text: large, quotes: [{ text: large }] })] } },
  ]; // prettier-ignore
};

/** Links to our own pages: other entries, the entry itself in other spellings, what is no page. */
export const nastyInternalLinks = (): NastyEntry[] => {
  const { origin } = new URL(NASTY_TARGET);
  const entry = (name: string, url: (at: number) => string): NastyEntry => ({
    name,
    data: { body: [paragraph(Array.from({ length: 2_500 }, (_, at) => link(url(at))))] },
  });
  return [
    entry('to entries that are not there', (at) => `${origin}/no-${String(at)}`),
    entry('to one entry, spelled in many ways', (at) => `${NASTY_TARGET}?utm_source=${String(at)}&n=${String(at)}`),
    entry('relative ones', (at) => `/no-${String(at)}/../post?${String(at)}`),
    entry('long ones', (at) => `${origin}/${'%61-'.repeat(400)}${String(at)}`),
    entry('deep ones', (at) => `${origin}/${'a/'.repeat(500)}${String(at)}`),
  ]; // prettier-ignore
};

/** Thousands of links to other sites, none of which is long or deep. */
export const nastyForeignLinks = (): NastyEntry[] => {
  const entry = (name: string, url: (at: number) => string): NastyEntry => ({
    name,
    data: { text: Array.from({ length: 2_000 }, (_, at) => `[a](${url(at)})`).join(' ') },
  });
  return [
    entry('to one host', (at) => `https://linked.example/${String(at)}`),
    entry('to as many hosts', (at) => `https://linked-${String(at)}.example/`),
    entry('in other letters', (at) => `https://bücher-${String(at)}.example/straße?größe=${String(at)}`),
  ];
};

/** The entry's own list of trackback URLs at its largest: beside as many links as are read, broken and mixed ones. */
export const nastyTrackbacks = (): NastyEntry[] => {
  const data = {
    body: [paragraph(Array.from({ length: 2_000 }, (_, at) => link(`https://a.example/post-${String(at)}`)))],
  };
  const list = (name: string, url: (at: number) => string): NastyEntry => ({
    name,
    data,
    trackbackUrls: Array.from({ length: 50 }, (_, at) => url(at)),
  });
  return [
    list('of the linked pages', (at) => `https://a.example/post-${String(at)}/trackback`),
    list('as long as URLs are', (at) => `https://a.example/${'x'.repeat(1_900)}${String(at)}`),
    list('with many slashes', (at) => `https://a.example/${'/'.repeat(1_900)}${String(at)}/trackback`),
    list('with names of marks', (at) => `https://${'e\u0301'.repeat(20)}${String(at)}.example/trackback`),
    list('that lead to ourselves', (at) => `${NASTY_TARGET}?${String(at)}`),
  ]; // prettier-ignore
};
