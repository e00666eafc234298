/** Pingback 1.0 as its specification has it, in as few lines as it takes (https://hixie.ch/specs/pingback/). */
import { escape, unescape, wordsOf } from './html.mjs';
import { post, readPage } from './web.mjs';

export const FAULTS = {
  noSource: [16, 'The source cannot be read.'],
  noLink: [17, 'The source does not link to the target.'],
  noTarget: [32, 'There is no such post here.'],
  known: [48, 'That pingback is known already.'],
  malformed: [-32700, 'This is not a method call.'],
  noMethod: [-32601, 'Only pingback.ping is known here.'],
};

const text = (xml) => unescape(xml.replace(/<!\[CDATA\[(.*?)\]\]>/gs, (_, raw) => escape(raw)).trim());

/**
 * @param {string} xml
 * @returns {{ method: string, params: string[] } | null} null when it is no method call
 */
export const parseCall = (xml) => {
  const method = /<methodName>\s*([\w.]+)\s*<\/methodName>/.exec(xml)?.[1];
  const params = /<value>\s*(?:<string>(.*?)<\/string>|([^<]*))\s*<\/value>/gs;
  if (!method) return null;
  return { method, params: Array.from(xml.matchAll(params), ([, typed, bare]) => text(typed ?? bare)) };
};

const RESPONSE = (content) => `<?xml version="1.0" encoding="utf-8"?>
<methodResponse>${content}</methodResponse>
`;

export const success = (message) =>
  RESPONSE(`<params><param><value><string>${escape(message)}</string></value></param></params>`);

export const fault = ([code, message]) =>
  RESPONSE(
    '<fault><value><struct>' +
      `<member><name>faultCode</name><value><int>${code}</int></value></member>` +
      `<member><name>faultString</name><value><string>${escape(message)}</string></value></member>` +
      '</struct></value></fault>'
  );

const withoutFragment = (url) => url.replace(/#.*$/s, '');
const same = (a, b) =>
  URL.canParse(a) && withoutFragment(new URL(a).href) === withoutFragment(new URL(b).href);

/** Where in the page the link to the target stands; null when there is none. */
const findLink = ({ html, source, target }) => {
  for (const match of html.matchAll(/<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>.*?<\/a>/gis)) {
    const href = unescape(match[1] ?? match[2] ?? '').trim();
    if (URL.canParse(href, source) && same(new URL(href, source).href, target)) return match;
  }
  return null;
};

/** The words around the link, some to each side. */
const wordsAround = ({ html, link }) => {
  const mark = '\u0001';
  const start = Math.max(html.search(/<body/i), 0);
  const words = wordsOf(`${html.slice(start, link.index)}${mark}${html.slice(link.index)}`);
  const at = words.indexOf(mark);
  return `…${words.slice(Math.max(at - 90, 0), at)}${words.slice(at + 1, at + 120)}…`;
};

/**
 * Fetches the source and looks for the link.
 *
 * @param {{ source: string, target: string }} o
 * @returns {Promise<{ title: string, excerpt: string } | { refused: [number, string] }>}
 */
export const verify = async ({ source, target }) => {
  const page = await readPage(source).catch(() => null);
  if (!page) return { refused: FAULTS.noSource };
  const html = page.html.replace(/<!--.*?-->/gs, ' ');
  const link = findLink({ html, source, target });
  if (!link) return { refused: FAULTS.noLink };
  const title = wordsOf(/<title[^>]*>(.*?)<\/title>/is.exec(html)?.[1] ?? '') || source;
  return { title, excerpt: wordsAround({ html, link }) };
};

/** The page's endpoint: its header, else the tag in exactly the form that the specification asks for. */
export const findEndpoint = ({ headers, html }) => {
  const header = headers.get('x-pingback');
  const tag = /<link rel="pingback" href="([^"]+)" ?\/?>/.exec(html)?.[1];
  return header ?? (tag ? unescape(tag) : null);
};

/**
 * @param {{ endpoint: string, source: string, target: string }} o
 * @returns {Promise<{ ok: boolean, answer: string }>}
 */
export const send = async ({ endpoint, source, target }) => {
  const params = [source, target].map(
    (url) => `<param><value><string>${escape(url)}</string></value></param>`
  );
  const body =
    '<?xml version="1.0"?>\n' +
    `<methodCall><methodName>pingback.ping</methodName><params>${params.join('')}</params></methodCall>`;
  const answer = await post({ url: endpoint, type: 'text/xml', body });
  const words = wordsOf(/<string>(.*?)<\/string>/s.exec(answer)?.[1] ?? answer);
  const code = /<name>faultCode<\/name>\s*<value>\s*<(?:int|i4)>(-?\d+)</.exec(answer)?.[1];
  // 48: registered before, which is as good.
  if (/<fault>/.test(answer) && code !== '48') return { ok: false, answer: `fault ${code}: ${words}` };
  return { ok: true, answer: words };
};
