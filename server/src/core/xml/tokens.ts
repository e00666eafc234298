/**
 * One piece of an XML document. `broken` is the rest of a document from where it stops being one: an unclosed
 * comment, section or tag, or a `<` that begins nothing.
 */
export interface XmlToken {
  readonly kind:
    'text' | 'open' | 'close' | 'empty' | 'cdata' | 'comment' | 'instruction' | 'declaration' | 'broken';
  /** As written: the raws of all tokens make the document again. */
  readonly raw: string;
  /** The tag's name in lower case; '' for what is no tag. */
  readonly name: string;
}

const SECTIONS = [
  { kind: 'comment', start: '<!--', end: '-->' },
  { kind: 'cdata', start: '<![CDATA[', end: ']]>' },
  { kind: 'instruction', start: '<?', end: '?>' },
  { kind: 'declaration', start: '<!', end: '>' },
] as const;

const TAG = /^<(\/?)([A-Za-z_][\w.:-]*)(?:\s[^<]*?)?(\/?)>$/;

/** Splits XML into its pieces in linear time, without judging it: cheap enough to run before a real parser. */
export function* xmlTokens(xml: string): Generator<XmlToken> {
  let at = 0;
  while (at < xml.length) {
    const token = xml[at] === '<' ? markupAt(xml, at) : textAt(xml, at);
    yield token;
    at += token.raw.length;
  }
}

/** `&` that begins no reference known to XML is taken for itself, as in URLs that a sender forgot to escape. */
export const repairAmpersands = (xml: string): string => {
  let repaired = '';
  for (const { kind, raw } of xmlTokens(xml)) {
    repaired +=
      kind === 'text' ? raw.replace(/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/gi, '&amp;') : raw;
  }
  return repaired;
};

/** UTF-16 units of a rest that is no XML; how a parser reads more of it is not known. */
const MAX_BROKEN = 4_096;

/**
 * Whether a document is small enough for a parser that looks for the tag that a closing one belongs to among all that are
 * open: at most `most.tokens` pieces, never more than `most.depth` tags
 * open, and no long rest that is no XML.
 */
export const isShallow = (
  xml: string,
  most: { readonly tokens: number; readonly depth: number }
): boolean => {
  const open: string[] = [];
  let tokens = 0;
  for (const { kind, name, raw } of xmlTokens(xml)) {
    tokens += 1;
    if (kind === 'broken' && raw.length > MAX_BROKEN) return false;
    if (kind === 'open') open.push(name);
    if (tokens > most.tokens || open.length > most.depth) return false;
    const depth = kind === 'close' ? open.lastIndexOf(name) : -1;
    if (depth !== -1) open.length = depth;
  }
  return true;
};

const textAt = (xml: string, at: number): XmlToken => {
  const end = xml.indexOf('<', at);
  return { kind: 'text', raw: xml.slice(at, end === -1 ? undefined : end), name: '' };
};

const markupAt = (xml: string, at: number): XmlToken => {
  const section = SECTIONS.find(({ start }) => xml.startsWith(start, at));
  const end = xml.indexOf(section?.end ?? '>', at + (section?.start.length ?? 1));
  if (end === -1) return { kind: 'broken', raw: xml.slice(at), name: '' };

  const raw = xml.slice(at, end + (section?.end.length ?? 1));
  return section === undefined ? tag(xml, at, raw) : { kind: section.kind, raw, name: '' };
};

const tag = (xml: string, at: number, raw: string): XmlToken => {
  const parts = TAG.exec(raw);
  const name = parts?.[2]?.toLowerCase();
  if (parts === null || name === undefined) return { kind: 'broken', raw: xml.slice(at), name: '' };
  if (parts[1] === '/') return { kind: 'close', raw, name };
  return { kind: parts[3] === '/' ? 'empty' : 'open', raw, name };
};
