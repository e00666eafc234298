import { extractLinks, isCut, plainText, type ContentPart } from '../../server/src/core/content/links';
import { exchange, peerWords } from '../../server/src/core/delivery/exchange';
import { readEndpoints } from '../../server/src/core/html/endpoints';
import { resolveHttp } from '../../server/src/core/html/base';
import { linkHeader } from '../../server/src/core/html/link-header';
import { isPage, parseMediaType, sourceKind } from '../../server/src/core/html/media-type';
import { linkInJson, linkInText } from '../../server/src/core/html/other-sources';
import { readPage } from '../../server/src/core/html/page';
import { toPlainText } from '../../server/src/core/html/text';
import { SHARED_HOSTS, siteOf } from '../../server/src/core/moderation/sites';
import { findBlockedWord } from '../../server/src/core/moderation/words';
import { readOwnPage } from '../../server/src/core/own-page';
import { decodeXmlBody, parseMethodCall, parseMethodResponse } from '../../server/src/core/pingback/wire';
import type { HttpClient } from '../../server/src/core/ports';
import { readTrackbackResponse } from '../../server/src/core/trackback/response';
import { parseTrackbackForm } from '../../server/src/core/trackback/wire';
import { looseKey, normaliseUrl } from '../../server/src/core/url/normalise';
import { parseUrlPattern } from '../../server/src/core/url/pattern';
import { parseMentionForm } from '../../server/src/core/webmention/receive';
import { LARGEST, NASTY_TARGET, type NastyKind } from './nasty-documents';

export type NastyReader = (document: string) => unknown;

const PIECE = 16_384;
const PAGE = { contentType: 'text/html; charset=utf-8', url: 'https://source.example/post' };

async function* inPieces(text: string): AsyncGenerator<Uint8Array> {
  // As the client does, which counts bytes.
  const bytes = Buffer.from(text).subarray(0, LARGEST.page);
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/** As the receiver asks: every address of the entry is the target. */
const isTarget = (() => {
  const loose = looseKey(NASTY_TARGET);
  const exact = normaliseUrl(NASTY_TARGET);
  return (url: string): boolean => looseKey(url) === loose || normaliseUrl(url) === exact;
})();

const PATTERNS = [
  'https://target.example/:a-:b-:c',
  'https://target.example/:a/:b.:c',
  'https://target.example/?a=:b&c=:d',
].map((text) => {
  const pattern = parseUrlPattern(text);
  return pattern.ok ? pattern.value : null;
});

const clientOf = (text: string, contentType: string): HttpClient => ({
  request: async (request, read) => ({
    ok: true,
    value: await read({
      status: 200,
      url: request.url,
      headers: { 'content-type': contentType },
      body: inPieces(text),
    }),
  }),
  close: async () => undefined,
});

const readWholePage = async (text: string): Promise<void> => {
  const page = await readPage(inPieces(text), { ...PAGE, isTarget, keepText: true, countLinks: true });
  // What a trackback claims: once from the page itself, and the longest that a search takes.
  page.words(`b${'a'.repeat(3_998)}`);
  page.words(text.slice(0, 1_000));
};

const readAsSource = async (text: string): Promise<void> => {
  await readPage(inPieces(text), { ...PAGE, isTarget });
};

const readForEndpoints = async (text: string): Promise<void> => {
  await readEndpoints(inPieces(text), { ...PAGE, target: NASTY_TARGET });
};

const readLive = async (text: string): Promise<void> => {
  await readOwnPage(clientOf(text, PAGE.contentType), { url: PAGE.url, privateHosts: new Set() });
};

/** For its links, and for its words. */
const fieldReaders = (partOf: (document: string) => ContentPart): NastyReader[] => [
  (document) => extractLinks([partOf(document)], 'https://source.example/post'),
  (document) => [plainText([partOf(document)]), isCut(partOf(document))],
];

const parsed = (text: string): unknown => {
  const paragraph = { type: 'paragraph', children: [{ type: 'text', text }] };
  const links = text
    .match(/.{1,40}/gsu)
    ?.map((url) => ({ type: 'link', url, children: [{ type: 'text', text: url }] }));
  return [paragraph, { type: 'quote', children: links ?? [] }];
};

/** Reads a document of a kind as the plugin does, by each way that reads it. */
export const NASTY_READERS: Readonly<Record<NastyKind, readonly NastyReader[]>> = {
  page: [readWholePage, readAsSource, readForEndpoints, readLive],
  rdf: [readForEndpoints, readWholePage],
  text: [(text) => linkInText(text, isTarget)],
  json: [(text) => linkInJson(text, isTarget)],
  'xmlrpc-call': [
    async (text) => {
      const xml = decodeXmlBody(Buffer.from(text), 'text/xml');
      if (xml.ok) await parseMethodCall(xml.value);
    },
  ],
  'xmlrpc-answer': [
    parseMethodResponse,
    (text) =>
      exchange(clientOf(text, 'text/xml'), {
        request: { url: 'https://peer.example/' },
        endTag: '</methodresponse>',
        judge: async (answer) => peerWords(answer.text),
      }),
  ],
  'trackback-answer': [(text) => peerWords(readTrackbackResponse(text)?.message ?? text), toPlainText],
  form: [
    (text) => parseTrackbackForm(Buffer.from(text), 'application/x-www-form-urlencoded'),
    (text) => parseMentionForm(Buffer.from(text), 'application/x-www-form-urlencoded'),
  ],
  'link-header': [(text) => linkHeader({ link: [text, text] }, 'webmention', PAGE.url)],
  'media-type': [(text) => [parseMediaType(text), isPage(text), sourceKind(text)]],
  markdown: fieldReaders((value) => ({ kind: 'markdown', value })),
  'html-field': fieldReaders((value) => ({ kind: 'html', value })),
  blocks: fieldReaders((text) => ({ kind: 'blocks', value: parsed(text) })),
  url: [
    (text) => {
      for (let times = 0; times < 100; times += 1) {
        resolveHttp(text, `https://source.example/${String(times)}`);
        looseKey(text);
        for (const pattern of PATTERNS) pattern?.match(text);
        siteOf(text, SHARED_HOSTS);
      }
    },
  ],
  words: [(text) => findBlockedWord([text], ['casino', '$$$', 'a b', 'ß', '字', 'casino.example'])],
};
