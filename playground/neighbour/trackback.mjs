/** TrackBack 1.2 with the trust of its time: whoever pings is believed. */
import { escape, isHttpUrl, unescape, wordsOf } from './html.mjs';
import { post } from './web.mjs';

/** The RDF by which others find a post's trackback URL. `-` is written as an entity: "-->" would end the comment. */
export const advertise = ({ url, title, endpoint }) => {
  const value = (text) => escape(text).replaceAll('-', '&#45;');
  return `<!--
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">
<rdf:Description rdf:about="${value(url)}" dc:identifier="${value(url)}" dc:title="${value(title)}"
  trackback:ping="${value(endpoint)}" />
</rdf:RDF>
-->`;
};

/**
 * @param {string} body a form
 * @returns {{ source: string, title: string, excerpt: string, site: string } | null} null without a usable `url`
 */
export const parsePing = (body) => {
  const form = new URLSearchParams(body);
  const source = form.get('url')?.trim() ?? '';
  if (!isHttpUrl(source)) return null;
  return {
    source,
    title: form.get('title') || source,
    excerpt: form.get('excerpt') ?? '',
    site: form.get('blog_name') ?? '',
  };
};

/** @param {string | null} error */
export const response = (error) => `<?xml version="1.0" encoding="utf-8"?>
<response><error>${error ? 1 : 0}</error>${error ? `<message>${escape(error)}</message>` : ''}</response>
`;

/** The trackback URL of the page at `url`, from the RDF in it. */
export const findEndpoint = ({ html, url }) => {
  for (const [block] of html.matchAll(/<rdf:Description\s[^>]*>/g)) {
    const value = (name) => unescape(new RegExp(`${name}="([^"]*)"`).exec(block)?.[1] ?? '');
    if (value('dc:identifier') === url) return value('trackback:ping') || null;
  }
  return null;
};

/**
 * @param {{ endpoint: string, source: string, title: string, excerpt: string, site: string }} o
 * @returns {Promise<{ ok: boolean, answer: string }>}
 */
export const send = async ({ endpoint, source, title, excerpt, site }) => {
  const form = new URLSearchParams({ url: source, title, excerpt, blog_name: site });
  const type = 'application/x-www-form-urlencoded; charset=utf-8';
  const answer = await post({ url: endpoint, type, body: form.toString() });
  const ok = /<error>\s*0\s*<\/error>/.test(answer);
  const message = wordsOf(/<message>(.*?)<\/message>/s.exec(answer)?.[1] ?? '');
  return { ok, answer: message || (ok ? 'thank you' : 'no reason given') };
};
