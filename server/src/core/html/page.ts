import { createPageBase, type PageBase } from './base';
import { decodePage } from './charset';
import { BLOCK_ELEMENTS, VOID_ELEMENTS } from './elements';
import { createEntryNameReader } from './entry-name';
import { createEntryReader } from './entry-reader';
import { createExcerptReader } from './excerpt';
import { isXhtml } from './media-type';
import { createMetaReader, type MetaReader } from './meta';
import { dateOf, readEntryFacts, type EntryFacts } from './microformats';
import { canonicalOf, createLinkCounter, createLinkFilter } from './page-links';
import { NO_REFRESH, refreshOf, withRefresh, type Refresh } from './refresh';
import type { PageReading, ReadPageOptions } from './page-reading';
import { cleanName, cutText } from './text';
import type { Attributes } from './tokens';
import { createVisibleReader } from './visible';
import { createWordsReader } from './words';

const TITLE = 300;
/** Units of `<title>` that are gathered at most. */
const MAX_TITLE_TEXT = 4000;
const SITE_NAME = 200;

/**
 * Reads a page from its bytes as they come: is there a real link to the target (PROTOCOLS §4), under which title,
 * in which words. An `a` element is preferred to every other kind of link. Memory is bounded whatever the page.
 */
export const readPage = async (
  body: AsyncIterable<Uint8Array>,
  options: ReadPageOptions
): Promise<PageReading> => {
  const collector = createPageCollector(options);
  for await (const text of decodePage(body, options.contentType)) {
    collector.reader.write(text);
    if (collector.knowsEnough()) {
      collector.reader.stop();
      break;
    }
  }
  collector.reader.end();
  return collector.reading();
};

interface FoundLink {
  readonly href: string;
  readonly isAnchor: boolean;
  readonly entryName: string | null;
}

const createPageCollector = (options: ReadPageOptions) => {
  const base = createPageBase(options.url);
  const meta = createMetaReader();
  const entryName = createEntryNameReader();
  const entry = createEntryReader(base);
  const excerpt = createExcerptReader();
  const words = createWordsReader();
  const seeLink = createLinkFilter(options, base);
  const counter = options.countLinks ? createLinkCounter(options.url, base) : null;
  let titleText = '';
  let titleEnded = false;
  let link: FoundLink | null = null;
  let canonical: string | null = null;
  let refreshes = NO_REFRESH;
  /** Whether the link that has to be there was met. */
  let satisfied = options.isRequired === undefined;

  const readEntry = (): EntryFacts | null => {
    const found = entry.found();
    return found && readEntryFacts(found, { url: options.url, base, isTarget: options.isTarget });
  };

  const title = (): string | null => plain(meta.get('og:title') ?? link?.entryName ?? titleText, TITLE);

  const open = (name: string, attributes: Attributes): void => {
    if (name === 'base') base.see(attributes);
    if (name === 'meta') meta.see(attributes);
    if (name === 'meta') refreshes = withRefresh(refreshes, refreshIn(attributes, base));
    if (name === 'link') canonical ??= canonicalOf(attributes, base);
    if (BLOCK_ELEMENTS.has(name)) excerpt.block();
    // Links do not nest: the next one ends the one before.
    if (name === 'a') excerpt.linkClosed();
    if (name === 'a') counter?.see(attributes);
    entryName.open(name, attributes);
    const href = link?.isAnchor && satisfied ? null : seeLink(name, attributes);
    satisfied ||= href !== null && options.isRequired?.(href) === true;
    const isFirst = href !== null && !link?.isAnchor;
    entry.open(name, attributes, isFirst);
    if (!isFirst || (link && name !== 'a')) return;
    link = { href, isAnchor: name === 'a', entryName: entryName.current() };
    excerpt.linkOpened();
    if (VOID_ELEMENTS.has(name)) excerpt.linkClosed();
  };

  const reader = createVisibleReader(
    {
      open,
      close: (name) => {
        entryName.close(name);
        entry.close(name);
        if (BLOCK_ELEMENTS.has(name)) excerpt.block();
        if (name === 'a' || !link?.isAnchor) excerpt.linkClosed();
      },
      text: (text) => {
        entryName.text(text);
        entry.text(text);
        excerpt.text(text);
        if (options.keepText) words.text(text);
      },
      boundary: () => {
        excerpt.text(' ');
        if (options.keepText) words.boundary();
      },
      title: (text) => {
        if (!titleEnded && titleText.length < MAX_TITLE_TEXT) titleText += text.slice(0, MAX_TITLE_TEXT);
      },
      titleEnd: () => {
        titleEnded = titleText.trim() !== '';
      },
    },
    { xhtml: isXhtml(options.contentType) }
  );

  return {
    reader,
    knowsEnough: (): boolean =>
      !options.keepText &&
      !counter &&
      satisfied &&
      link?.isAnchor === true &&
      excerpt.isComplete() &&
      !entry.isOpen() &&
      title() !== null,
    reading: (): PageReading => {
      const siteName = plain(meta.get('og:site_name'), SITE_NAME);
      const surrounding = excerpt.excerpt();
      for (const text of [
        titleText,
        meta.get('og:title'),
        siteName,
        options.keepText ? null : surrounding?.text,
      ]) {
        words.boundary();
        if (text) words.text(text);
      }
      return {
        title: title(),
        siteName,
        link:
          satisfied && link
            ? { href: link.href, excerpt: surrounding?.text ?? null, mark: surrounding?.mark ?? null }
            : null,
        revision: plain(meta.get('linkbacks-revision'), SITE_NAME),
        canonical,
        refreshes,
        ...factsOf(readEntry(), meta),
        otherSites: counter?.count() ?? null,
        gone: /^\s*410\b/.test(meta.get('status') ?? ''),
        words: words.has,
      };
    },
  };
};

const refreshIn = (attributes: Attributes, base: PageBase): Refresh | null => {
  if (attributes.get('http-equiv')?.trim().toLowerCase() !== 'refresh') return null;
  const refresh = refreshOf(attributes.get('content') ?? '');
  const url = refresh && base.resolve(refresh.url);
  return refresh && url ? { ...refresh, url } : null;
};

/** The entry's own word, else the head's. */
const factsOf = (facts: EntryFacts | null, meta: MetaReader): EntryFacts => {
  const { name = null, url = null, photo = null } = facts?.author ?? {};
  return {
    author: { name: name ?? plain(meta.get('author'), SITE_NAME), url, photo },
    type: facts?.type ?? 'mention',
    content: facts?.content ?? null,
    permalink: facts?.permalink ?? null,
    published: facts?.published ?? dateOf(meta.get('article:published_time') ?? ''),
  };
};

const plain = (text: string | null | undefined, maxCodePoints: number): string | null =>
  cutText(cleanName(text ?? ''), maxCodePoints) || null;
