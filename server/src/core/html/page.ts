import { createPageBase } from './base';
import type { PageBase } from './base';
import { decodePage } from './charset';
import { BLOCK_ELEMENTS, LINK_ATTRIBUTES, VOID_ELEMENTS } from './elements';
import { createEntryMarkupReader } from './entry-markup';
import { createEntryNameReader } from './entry-name';
import { createExcerptReader } from './excerpt';
import type { LinkMark } from './excerpt';
import { isXhtml } from './media-type';
import { createMetaReader, type MetaReader } from './meta';
import { dateOf, readEntryFacts, type EntryFacts } from './microformats';
import { cleanText, cutText } from './text';
import type { Attributes } from './tokens';
import { createVisibleReader } from './visible';
import { createWordsReader } from './words';

/** What a page that may link to a target says about itself. All texts are plain, cleaned and cut. */
export interface PageReading {
  /** `og:title`, else the name of the h-entry around the link, else `<title>`. At most 300 code points. */
  readonly title: string | null;
  /** `og:site_name`, at most 200 code points. */
  readonly siteName: string | null;
  /** The link to the target, absolute, and the words around it. */
  readonly link: {
    readonly href: string;
    readonly excerpt: string | null;
    /** Where in the excerpt the link's own text stands. */
    readonly mark: LinkMark | null;
  } | null;
  /** `<meta name="linkbacks-revision">`. */
  readonly revision: string | null;
  /** `<link rel="canonical">`, absolute; null unless it is on the page's own host. */
  readonly canonical: string | null;
  /** Links (`a`) to other hosts than its own; null: they were not counted. */
  readonly otherSites: number | null;
  /** Whether it says of itself that it has gone: `<meta http-equiv="Status" content="410 Gone">`. */
  readonly gone: boolean;
  /** Who wrote it, what the link is to the target, and when: of the h-entry around the link, the rest of the page's head. */
  readonly author: EntryFacts['author'];
  readonly type: EntryFacts['type'];
  readonly published: string | null;
  /** The text of a reply or the like whose link stands beside it. */
  readonly content: string | null;
  /**
   * Whether the page shows this text (without regard to case, white space and a closing ellipsis). With `keepText`
   * the whole page is searched, else only title, site name and excerpt.
   */
  words(text: string): boolean;
}

export interface ReadPageOptions {
  /** The Content-Type header. */
  readonly contentType: string | null;
  /** Where the page was found, after redirects: the base of its links. */
  readonly url: string;
  /** Whether an absolute http(s) URL is the target. */
  isTarget(url: string): boolean;
  /** Read to the end and keep the text for `words`; else reading stops as soon as all is known. */
  readonly keepText?: boolean;
  /** Read to the end and count the links to other hosts. */
  readonly countLinks?: boolean;
}

const TITLE = 300;
/** Units of `<title>` that are gathered at most. */
const MAX_TITLE_TEXT = 4000;
const SITE_NAME = 200;
/** Links that are compared with the target at most; each costs the parsing of a URL. */
const MAX_LINKS = 20_000;

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
  const entry = createEntryMarkupReader(base);
  const excerpt = createExcerptReader();
  const words = createWordsReader();
  const seeLink = createLinkFilter(options, base);
  const counter = options.countLinks ? createLinkCounter(options.url, base) : null;
  let titleText = '';
  let titleEnded = false;
  let link: FoundLink | null = null;
  let canonical: string | null = null;

  const title = (): string | null => plain(meta.get('og:title') ?? link?.entryName ?? titleText, TITLE);

  const open = (name: string, attributes: Attributes): void => {
    if (name === 'base') base.see(attributes);
    if (name === 'meta') meta.see(attributes);
    if (name === 'link') canonical ??= canonicalOf(attributes, base, options.url);
    if (BLOCK_ELEMENTS.has(name)) excerpt.block();
    // Links do not nest: the next one ends the one before.
    if (name === 'a') excerpt.linkClosed();
    if (name === 'a') counter?.see(attributes);
    entryName.open(name, attributes);
    const href = link?.isAnchor ? null : seeLink(name, attributes);
    entry.open(name, attributes, href !== null);
    if (href === null || (link && name !== 'a')) return;
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
        link: link && {
          href: link.href,
          excerpt: surrounding?.text ?? null,
          mark: surrounding?.mark ?? null,
        },
        revision: plain(meta.get('linkbacks-revision'), SITE_NAME),
        canonical,
        ...factsOf(entry.markup(), meta, options),
        otherSites: counter?.count() ?? null,
        gone: /^\s*410\b/.test(meta.get('status') ?? ''),
        words: words.has,
      };
    },
  };
};

/** The entry's own word, else the head's. */
const factsOf = (markup: string | null, meta: MetaReader, o: ReadPageOptions): EntryFacts => {
  const facts = markup === null ? null : readEntryFacts(markup, o);
  const { name = null, url = null, photo = null } = facts?.author ?? {};
  return {
    author: { name: name ?? plain(meta.get('author'), SITE_NAME), url, photo },
    type: facts?.type ?? 'mention',
    content: facts?.content ?? null,
    published: facts?.published ?? dateOf(meta.get('article:published_time') ?? ''),
  };
};

/** On another host it would let a page pass itself off as somebody else's. */
const canonicalOf = (attributes: Attributes, base: PageBase, url: string): string | null => {
  const rels = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/u);
  const href = rels.includes('canonical') ? base.resolve(attributes.get('href') ?? '') : null;
  return href !== null && new URL(href).host === new URL(url).host ? href : null;
};

/** Tells whether an element links to the target, and by which absolute URL. */
const createLinkFilter = (options: ReadPageOptions, base: PageBase) => {
  let seen = 0;
  return (name: string, attributes: Attributes): string | null => {
    const written = attributes.get(LINK_ATTRIBUTES.get(name) ?? '');
    if (written === undefined || seen >= MAX_LINKS) return null;
    seen += 1;
    const href = base.resolve(written);
    return href !== null && options.isTarget(href) ? href : null;
  };
};

/** Counts the links that lead to other hosts. */
const createLinkCounter = (url: string, base: PageBase) => {
  const { host } = new URL(url);
  let seen = 0;
  let others = 0;
  return {
    see(attributes: Attributes): void {
      const written = attributes.get('href');
      if (written === undefined || seen >= MAX_LINKS) return;
      seen += 1;
      const href = base.resolve(written);
      if (href !== null && new URL(href).host !== host) others += 1;
    },
    count: (): number => others,
  };
};

const plain = (text: string | null | undefined, maxCodePoints: number): string | null =>
  cutText(cleanText(text ?? ''), maxCodePoints) || null;
