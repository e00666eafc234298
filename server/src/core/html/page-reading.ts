import type { LinkMark } from './excerpt';
import type { EntryFacts } from './microformats';
import type { Refreshes } from './refresh';

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
  /** `<link rel="canonical">`, absolute: what the page says of itself. */
  readonly canonical: string | null;
  /** Where `<meta http-equiv="refresh">` sends visitors by itself, absolute. */
  readonly refreshes: Refreshes;
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
  /** `u-url` of the h-entry around the link, absolute. */
  readonly permalink: string | null;
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
  /**
   * One of the links to the target must be such a one, else there is no link. What is read of the page is what stands around
   * the first link to the target all the same: a sender cannot choose by the spelling which words are taken.
   */
  isRequired?(url: string): boolean;
  /** Read to the end and keep the text for `words`; else reading stops as soon as all is known. */
  readonly keepText?: boolean;
  /** Read to the end and count the links to other hosts. */
  readonly countLinks?: boolean;
}
