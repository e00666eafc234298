import { cleanText } from './html/text';
import { dropIllegalXml } from './xml/chars';

export interface AdvertiseOptions {
  /** The public page. */
  readonly url: string;
  readonly title: string;
  /** Endpoints; null when that protocol is closed for the page. */
  readonly pingback: string | null;
  readonly trackback: string | null;
  readonly webmention: string | null;
  /** Which revision of the entry the page shows; the live check looks for it. */
  readonly revision: string;
}

export interface Advertisement {
  /** Lines for the page's `<head>`. */
  readonly html: string;
  /** Headers of the page. */
  readonly headers: Record<string, string>;
  /** A comment with the TrackBack RDF, for anywhere in the page; null without trackback. */
  readonly rdf: string | null;
}

/** What a front-end puts into a public page, so that other sites find our endpoints and we find our own page. */
export const advertise = (options: AdvertiseOptions): Advertisement => {
  const { pingback, webmention, revision } = options;
  const lines: string[] = [];
  const headers: Record<string, string> = {};
  if (pingback !== null) {
    // Pingback 1.0 §2.2 (PROTOCOLS P1): clients look for exactly this form.
    lines.push(`<link rel="pingback" href="${escapeAttribute(pingback)}" />`);
    headers['X-Pingback'] = pingback;
  }
  if (webmention !== null) {
    lines.push(`<link rel="webmention" href="${escapeAttribute(webmention)}" />`);
    headers['Link'] = `<${webmention}>; rel="webmention"`;
  }
  lines.push(`<meta name="linkbacks-revision" content="${escapeAttribute(revision)}" />`);
  return { html: lines.join('\n'), headers, rdf: trackbackRdf(options) };
};

/** TrackBack 1.2, autodiscovery. In a comment, since HTML has no place for RDF. */
const trackbackRdf = ({ url, title, trackback }: AdvertiseOptions): string | null => {
  if (trackback === null) return null;
  return `<!--
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">
<rdf:Description
  rdf:about="${escapeInComment(url)}"
  dc:identifier="${escapeInComment(url)}"
  dc:title="${escapeInComment(cleanText(title))}"
  trackback:ping="${escapeInComment(trackback)}" />
</rdf:RDF>
-->`;
};

/** The four entities that a pingback client must know, and no others (Pingback 1.0 §2.2; PROTOCOLS P2). */
const escapeAttribute = (text: string): string =>
  dropIllegalXml(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** Two hyphens in a row would end the comment, and what follows would be markup of the page (T4). */
const escapeInComment = (text: string): string => escapeAttribute(text).replaceAll('-', '&#45;');
