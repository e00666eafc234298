import fc from 'fast-check';

/**
 * A document of a family that grows: `build(size)` gives about `size` UTF-16 units. Whoever reads it in the square of its
 * length shows it at twice the size.
 */
export interface NastyFamily {
  readonly name: string;
  build(size: number): string;
}

/** What strangers and editors write, by how it is read. */
export type NastyKind =
  | 'page'
  | 'rdf'
  | 'text'
  | 'json'
  | 'xmlrpc-call'
  | 'xmlrpc-answer'
  | 'trackback-answer'
  | 'form'
  | 'link-header'
  | 'media-type'
  | 'markdown'
  | 'html-field'
  | 'blocks'
  | 'words'
  | 'url';

/** The target that honest links in the documents lead to. */
export const NASTY_TARGET = 'https://target.example/post';

/** UTF-16 units (bytes of ASCII) of the largest document of a kind that is read at all. */
export const LARGEST: Readonly<Record<NastyKind, number>> = {
  page: 1_048_576,
  rdf: 1_048_576,
  text: 1_048_576,
  json: 1_048_576,
  'xmlrpc-call': 65_536,
  'xmlrpc-answer': 65_536,
  'trackback-answer': 65_536,
  form: 65_536,
  'link-header': 16_384,
  'media-type': 16_384,
  markdown: 131_072,
  'html-field': 131_072,
  blocks: 131_072,
  words: 16_384,
  url: 2_048,
};

/** How a document is put together: a head, a part that is repeated, and a tail. */
export interface NastyPlan {
  readonly head?: string;
  /** `#` becomes the number of the repetition, so that no two are the same. */
  readonly part: string;
  /** Closes each part, in reverse order: the parts nest. */
  readonly close?: string;
  readonly tail?: string;
}

const filled = (part: string, at: number): string =>
  part.includes('#') ? part.replaceAll('#', String(at)) : part;

const buildPlan = ({ head = '', part, close = '', tail = '' }: NastyPlan, size: number): string => {
  const room = Math.max(0, size - head.length - tail.length);
  if (!part.includes('#') && close === '') {
    return head + part.repeat(Math.max(1, Math.floor(room / Math.max(1, part.length)))) + tail;
  }
  const parts: string[] = [];
  for (let length = 0, at = 0; length < room; at += 1) {
    const next = filled(part, at);
    parts.push(next);
    length += next.length + close.length;
  }
  return head + parts.join('') + close.repeat(parts.length) + tail;
};

/** The family of a plan. */
export const nastyFamily = (plan: NastyPlan): NastyFamily => ({
  name: JSON.stringify(plan).slice(0, 160),
  build: (size) => buildPlan(plan, size),
});

const MARKS = '\u0301\u0316\u0300\u0323';
const DOTS = '.'.repeat(2_000);
const LONG = 'x'.repeat(2_000);
const LINK = `<a href="${NASTY_TARGET}">x</a>`;
const MANY_CLASSES = [
  'p-name',
  'u-url',
  'u-photo',
  'e-content',
  'p-author',
  'u-like-of',
  'u-in-reply-to',
  'p-summary',
];
const classes = (count: number): string =>
  Array.from({ length: count }, (_, at) => MANY_CLASSES[at] ?? `p-x${at}`).join(' ');

/** Fragments that parsers of each kind stumble over: alone, repeated, nested and in every order. */
const FRAGMENTS: Readonly<Record<NastyKind, readonly string[]>> = {
  page: [
    '<', '</', '>', '"', "'", '=', '&', '&#', '&#x', '&amp', ';', ' ', '\n', 'a', '\0', 'é', '字', '😀', '\u200b', MARKS, '\ufdfa', '<!--', '-->', '<!', '<?', '<![CDATA[', ']]>', '<a', '<a href=', '<a href="', '<a href=x>', '<a href=#>', '<a href="//[">', '<a href=http://a#.example/>', '</a>',
    LINK, `<a href="http://a${DOTS}">`, `<a href="${LONG}#">`, `<a href="http://${MARKS.repeat(40)}/">`, '<p>', '<b>', '</b>', '<li>', '<div>', '</div>', '<br>', '<hr>', '<img src=# alt=y>', '<p x>', '<p x=y ', 'x#=y ', '<script>', '</script>', '<template>', '</template>', '<title>', '</title>', '<svg>', '<plaintext>', '<textarea>', '<noscript>',
    `<base href="/${LONG}">`, '<base href=/>', '<meta name=og:title content="x">', '<link rel=canonical href=/#>', '<meta http-equiv=refresh content="0;url=/#">', '<meta http-equiv=refresh content="0;url=//[">', `<meta http-equiv=refresh content="${'0.'.repeat(1_100)}">`, `<meta http-equiv=refresh content="${' '.repeat(2_000)}">`, '<a class="u-url u-like-of" href=/#>', '<link rel=canonical href="//[">', '<link rel=pingback href="//[">', '<a rel=webmention href="//[">', '<link rel="trackback webmention pingback" href="http:///">',
    '<div class="h-entry">', '<div class="h-cite u-comment">', '<div class="p-author h-card">', `<div class="${classes(40)}">`, `<i class="${classes(12)}">y</i>`, '<p class="', 'p-x# ', 'h-x# ', '<a class="u-like-of" href=/#>', '<span class="value">2024</span>', '<time class=dt-published>', '<div class="p-x h-y">', '<b class="vcard fn url">',
    '<!-- <rdf:Description dc:identifier="x" trackback:ping="y"> -->', '<rdf:Description dc:identifier=x trackback:ping="//[">', 'trackback:ping', '<!-- trackback:ping <!-- ', 'word ', '[...]', '…',
  ],
  rdf: [
    '<!--', '-->', '<!-- <rdf:RDF>', '</rdf:RDF> -->', '<rdf:Description ', '<rdf:Description dc:identifier="#" ', 'trackback:ping="http://a#.example/" ', 'trackback:ping="//[" ', `trackback:ping="http://a${DOTS}" `, `dc:identifier="${NASTY_TARGET}" `, `rdf:about="${'/'.repeat(1_900)}" `, 'xmlns:a#="b" ', 'dc:identifier=', 'trackback:ping=', '/>', '>', '<', '"', "'", '&quot;', '&#', ' ', '\n', 'a', MARKS, 'trackback', ':', 'rdf:', '<rdf:', '<rdf:rdf ', '<!-- trackback:ping ',
  ],
  text: [
    'http://', 'https://', 'http://a', `http://a${DOTS}`, '.', ',', ')', '}', '…', ' ', '\n', 'x', '/', '//', '?', '#', '@', '%', '%2e', ':', '[', '<', '"', MARKS, 'é', '字', `http://a/${'.'.repeat(1_000)}x `, `http://${'a.'.repeat(900)} `, `http://a/${'/'.repeat(1_900)}x `, `http://${MARKS.repeat(50)} `, 'http://a#.example/ ', NASTY_TARGET.slice(0, -1),
  ],
  json: ['[', ']', '{', '}', '{"a":', '{"a#":', '"a#":1,', '"', '\\', '\\u0041', '1', '-', '1e', '9', '.', ',', ':', ' ', 'true,', 'null,', '[],', '"http://a",', '"https://a#.example/",', `"http://a${DOTS}",`, `"http://a/${'/'.repeat(1_900)}x",`, '{"__proto__":', '{"k#":{"x":1}},', '\n'],
  'xmlrpc-call': [
    '<', '>', '&', '&amp;', '&#', '&#x', '&#1', '&#xa', ';', '"', "'", ' ', '\n', 'a', '1', '-', '<!--', '-->', '<![CDATA[', ']]>', '<![CDATA[x]]>', '<?', '?>', '<?xml encoding', '<!DOCTYPE', '</', '/>', '<param>', '</param>', '<value>', '</value>', '<value/>', '<array><data>', '</data></array>', '<value><array><data>', '</data></array></value>', '<struct>', '<member><name>a#</name><value/></member>', '<value><int>1</int></value>', '<value><string>', '</string></value>', '<base64>', '<value x="', 'x#="y" ', '<double>', '<dateTime.iso8601>',
  ],
  'xmlrpc-answer': [
    '<', '>', '&', '&#', ' ', '\n', 'a', '<methodResponse>', '<methodResponse ', '</methodResponse', '</methodResponse ', '<fault>', '<params>', '<value><struct><member><name>faultCode</name><value><int>', 'faultCode', 'faultString', '<member>', '</member', '<name', '<value>', '<value><array><data>', '</data></array></value>', '<![CDATA[', ']]>', '<!--', '1', '-', MARKS, '\u00a0', '字', '<struct>', '<member><name>a#</name><value>x</value></member>', '&#x41;', '<b>',
  ],
  'trackback-answer': ['<error', '<error>', '<error> ', '<error x', '<error><![CDATA[', '<![CDATA[', ']]>', ' ', '\n', '0', '1', '<message', '<message>', '</message', '</message>', '<', '>', '&', '&amp;', '<!--', '<response>', 'a', MARKS, '<b>', '<script>', '<p>'],
  form: ['&', '=', '%', '%2', '%41', '%zz', '+', 'url', 'url=', 'url[]=', 'url[', 'source=', 'target=', 'a#=', 'title=', 'excerpt=', 'charset=utf-8', 'a', ' ', ';', 'é', '\0', 'http://a', '/', '.', '%cc%81'],
  'link-header': ['<', '>', '<a>', '<a>;', '<>', ';', ',', '"', '\\', '\\"', ' ', '\t', '=', 'rel', 'rel=', 'rel="', 'rel="webmention"', '; rel=webmention', '<//[>; rel=webmention, ', '<a>; rel="webmention"; anchor="b", ', 'a', '*', ';a="\\"', "title*=utf-8''%41", `<${'x'.repeat(1_000)}>;rel=webmention,`],
  'media-type': ['text/html', ';', '; ', ' ', '=', '"', '\\', '\\"', 'charset', 'charset=', 'a#=b;', 'a="', '/', 'a', ',', '\t'],
  markdown: [
    '<!--', '<!-- ', '-->', '<!A ', '<!a', '<?', '?>', '<![CDATA[', '<a ', '<a href="', '<a href=x>', '</a>', '<a b=\'', '<div>\n', '<', '>', '[', ']', '![', '](', '(', ')', '[a](', '[a](b)', '[a](<', '[a](b "', '[a][', '[a]: ', '[a]: b\n', '[a#]: b\n', '[a#]', '[a]: <', '[a]: b "', '[\n', '*', '**', '_', '*a_', '**a ', 'a*', ' *', '`', '``', '`a', '```\n', '~~~\n', '\\', '\\[', '&', '&a', '&#', '&amp;', '> ', '>', '- ', '-', '1. ', '+ ', '# ', '=', '===\n', '---\n', '    ', '\t', ' ', '\n', '\n\n', 'a', 'é', '😀', MARKS, '|', '|a|\n', '"', "'", 'http://a', '<http://a#>', '<a@b>', '\0', '\r', '\r\n', '  \n', '\\\n',
  ],
  'html-field': ['<a href="', '<a href=/#>', LINK, '<!-- ', '<', '>', '&', '<p>', '<b>', '<script>', '</script>', '"', "'", ' ', 'a', '<template>', '<area href=x>', `<a href="http://a${DOTS}">`, `<a href="http://b/${'/'.repeat(1_900)}x#">`, '<a href="//[">', MARKS],
  blocks: ['a', ' ', MARKS, 'http://a', `http://a${DOTS}`, '//[', '/', '#'],
  words: ['a', 'casino', ' ', '\u200b', '\u00ad', MARKS, 'ß', 'ς', '\ufdfa', '字', 'casi', '\u0300', 'aA', '𝔠', '.', '\n', 'ﬃ'],
  url: ['a', '-', 'a-', '/', '//', '.', '..', '/../', '/./', '%', '%2', '%2e', '%2F', '%41', '%cc%81', '?', '&', '&a=', '&utm_source=x', '=', ':', ':1', '@', 'xn--', 'xn--a-', MARKS, 'é', '字', '[', '\\', '\t', '#', '1.', '0x'],
}; // prettier-ignore

/** Where the repeated part has to stand for the reader to come so far. */
const FRAMES: Readonly<Record<NastyKind, readonly (readonly [string, string])[]>> = {
  page: [
    ['', ''],
    ['', LINK],
    [`<div class="h-entry">${LINK}`, '</div>'],
    [`${LINK}<base href="https://target.example/${LONG}">`, ''],
    [LINK, 'x'],
  ],
  rdf: [
    ['', ''],
    [LINK, ''],
    ['<!-- <rdf:RDF xmlns:trackback="x">', '</rdf:RDF> -->'],
    ['<!-- <rdf:RDF><rdf:Description ', '/></rdf:RDF> -->'],
    [`${LINK}<!-- <rdf:RDF><rdf:Description dc:identifier="${NASTY_TARGET}" trackback:ping="`, '" /></rdf:RDF> -->'],
  ],
  text: [['', ''], ['x ', NASTY_TARGET]],
  json: [['', ''], ['[', '1]'], ['{"a":"', '"}'], ['[', '""]']],
  'xmlrpc-call': [
    ['', ''],
    ['<methodCall><methodName>pingback.ping</methodName><params><param><value><string>', '</string></value></param></params></methodCall>'],
    ['<methodCall><methodName>x</methodName><params><param>', '</param></params></methodCall>'],
    ['<methodCall><methodName>x</methodName><params><param><value><array><data>', '</data></array></value></param></params></methodCall>'],
    ['<methodCall><methodName>x</methodName><params><param><value><struct>', '</struct></value></param></params></methodCall>'],
  ],
  'xmlrpc-answer': [
    ['', ''],
    ['<methodResponse>', '</methodResponse>'],
    ['<methodResponse><params><param><value>', '</value></param></params></methodResponse>'],
    ['<methodResponse><params><param><value><struct>', '</struct></value></param></params></methodResponse>'],
    ['<methodResponse><fault><value><struct><member><name>faultString</name><value>', '</value></member></struct></value></fault></methodResponse>'],
  ],
  'trackback-answer': [['', ''], ['<response><error>1</error><message>', '</message></response>'], ['<error>', '']],
  form: [['', ''], ['url=http://a&', ''], ['url=', ''], ['source=http://a&target=', '']],
  'link-header': [['', ''], ['<a>; ', ''], ['<a>; rel="', '"']],
  'media-type': [['', ''], ['text/html;', ''], ['text/html; charset="', '"']],
  markdown: [['', ''], ['', '\n\n[x](https://x.example/)'], ['> ', ''], ['- ', ''], ['[', '](x)'], ['a ', ' a']],
  'html-field': [['', ''], ['<p>', LINK]],
  blocks: [['', '']],
  words: [['', ''], ['', ' casino']],
  url: [['https://target.example/', ''], ['https://', '/x'], ['https://target.example/', 'x'], ['https://target.example/?', ''], ['//', '']],
}; // prettier-ignore

/** Combinations that were slow once, or that are known to be slow elsewhere. */
const KNOWN: Partial<Record<NastyKind, readonly NastyPlan[]>> = {
  page: [
    { head: `<div class="h-entry">${LINK}${`<div class="${classes(400)}">`.repeat(45)}`, part: 'word <b>x</b> ' },
    { head: `<div class="h-entry">${LINK}`, part: `<div class="${classes(60)}">t`, close: '</div>' },
    { head: `<div class="h-entry">${LINK}`, part: '<div class="u-comment h-cite"><p class="p-content">x</p>', close: '</div>' },
    { head: `<div class="h-entry">${LINK}`, part: '<i class="u-like-of h-cite u-url">y</i>' },
    { head: `<base href="/${'x'.repeat(400_000)}">`, part: '<a href=#>' },
    { head: `<base href="/${LONG}">`, part: '<a href=#>' },
    { head: `<base href="/${LONG}">`, part: '<link rel=pingback href="//[">' },
    { head: `${LINK}`, part: MARKS },
    { head: 'e', part: '\u0344\u0f73' },
    { part: 'a', tail: LINK },
    { part: 'ab', tail: LINK },
    { part: '<p>', close: '</p>' },
    { head: '<p ', part: 'x#=y ', tail: '>' },
    { head: '<a href="', part: 'x&amp;' },
    { head: '<!--', part: '- ' },
    { head: LINK.slice(0, -4), part: '&#32;' },
    { head: `${LINK.slice(0, -5)}${'y'.repeat(399)}`, part: '&#32;' },
  ],
  rdf: [
    { part: `<!-- <rdf:RDF><rdf:Description dc:identifier="${NASTY_TARGET}" trackback:ping="http://a#.example/" /></rdf:RDF> -->` },
    { part: '<!-- <rdf:RDF><rdf:Description dc:identifier="https://b.example/#" trackback:ping="http://a#.example/" /></rdf:RDF> -->' },
    { head: '<!-- <rdf:RDF><rdf:Description ', part: 'x#="y" ', tail: '/></rdf:RDF> -->' },
    { head: '<!-- ', part: '<rdf:Description ', tail: '-->' },
    { part: '<!-- <rdf:RDF trackback:ping ' },
  ],
  text: [{ part: `http://a${DOTS}x ` }, { part: 'http://a', tail: DOTS }],
  json: [{ part: '[' }, { part: '[', close: ']' }, { part: '{"a":', close: '}' }, { part: '{"k#":{"x":1},"z":', tail: '1', close: '}' }, { head: '[', part: '{"a#":1},', tail: '1]' }, { head: '[', part: '9' }],
  'link-header': [{ part: '<a>\\"' }, { part: '<a>;"\\' }, { part: ';a="\\"' }, { part: '<a>;rel="x y z",' }],
  'trackback-answer': [{ head: '<error>', part: ' ' }, { head: '<error>', part: ' <![CDATA[' }],
  'xmlrpc-answer': [{ head: '<methodResponse>', part: '</methodResponse ' }, { head: '<methodResponse>', part: '</data></array></value><params>' }, { head: '<methodResponse>', part: '</member</member<fault><value>' }],
  markdown: [
    { head: `${'>'.repeat(100)}a\n`, part: 'a\n' },
    { head: `${'- '.repeat(60)}a\n`, part: 'a\n' },
    { head: `${'> '.repeat(60)}a\n`, part: `${'> '.repeat(60)}a\n` },
    { head: `${'- '.repeat(40)}a\n`, part: `${' '.repeat(80)}b\n\n` },
    { part: `${'- '.repeat(9)}a\n` },
    { part: '[', tail: '](x)' },
    { head: '[', part: 'c\n' },
    { head: '[a]: b "', part: 'c\n' },
    { part: '[a#]: b\n', tail: '[a1]' },
    { part: '[a]', head: '[a]: b\n\n' },
    { part: '*a **b', tail: '**' },
    { part: '<a b="x" ' },
  ],
}; // prettier-ignore

/** All that is built for a kind, the same each time. */
export const nastyFamilies = (kind: NastyKind): NastyFamily[] => {
  const frames = FRAMES[kind];
  const [first = ['', '']] = frames;
  const plain = FRAGMENTS[kind].flatMap((part, at) => {
    const [head, tail] = frames[at % frames.length] ?? first;
    return [nastyFamily({ part }), nastyFamily({ head, part, tail })];
  });
  return [...slowOnce(kind), ...plain];
};

/** The families that were slow once, here or elsewhere. */
export const slowOnce = (kind: NastyKind): NastyFamily[] => (KNOWN[kind] ?? []).map(nastyFamily);

/** Families made of any fragments: some repeated, behind and before some others, maybe nested in one another. */
export const anyNastyFamily = (kind: NastyKind): fc.Arbitrary<NastyFamily> => {
  const fragment = fc.constantFrom(...FRAGMENTS[kind]);
  const some = (max: number) => fc.array(fragment, { maxLength: max }).map((parts) => parts.join(''));
  return fc
    .record({
      frame: fc.constantFrom(...FRAMES[kind]),
      head: some(2),
      parts: fc.array(fragment, { minLength: 1, maxLength: 4 }),
      times: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 4, maxLength: 4 }),
      close: fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: some(2) }),
      tail: some(2),
    })
    .map(({ frame, head, parts, times, close, tail }) =>
      nastyFamily({
        head: frame[0] + head,
        part: parts.map((part, at) => part.repeat(times[at] ?? 1)).join(''),
        close,
        tail: tail + frame[1],
      })
    );
};
