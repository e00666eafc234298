import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeXmlBody,
  parseMethodCall,
  serializeMethodCall,
  type MethodCall,
} from '../../../server/src/core/pingback/wire';
import type { Result } from '../../../server/src/core/result';

const SOURCE = 'https://source.example/post';
const TARGET = 'https://target.example/page';

const param = (value: string) => `<param><value>${value}</value></param>`;
const string = (text: string) => param(`<string>${text}</string>`);
const call = (params: string, prolog = '<?xml version="1.0"?>') =>
  `${prolog}<methodCall><methodName>pingback.ping</methodName><params>${params}</params></methodCall>`;
const ping = (source: string, target: string, prolog?: string) =>
  call(string(source) + string(target), prolog);

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);

const receive = async (
  body: Uint8Array,
  contentType: string | null = 'text/xml'
): Promise<Result<MethodCall, string>> => {
  const xml = decodeXmlBody(body, contentType);
  return xml.ok ? parseMethodCall(xml.value) : xml;
};

const params = async (body: Uint8Array, contentType?: string | null) => {
  const received = await receive(body, contentType);
  return received.ok ? received.value.params : received.error;
};

describe('a pingback call as it arrives', () => {
  it('gives the method and its parameters', async () => {
    expect(await receive(bytes(ping(SOURCE, TARGET)))).toEqual({
      ok: true,
      value: { method: 'pingback.ping', params: [SOURCE, TARGET] },
    });
  });

  it.each<[string, Uint8Array, string | null, readonly unknown[]]>([
    ['blanks before the declaration', bytes(`\r\n \t${ping(SOURCE, TARGET)}`), 'text/xml', [SOURCE, TARGET]],
    ['a byte order mark', bytes(`\uFEFF${ping(SOURCE, TARGET)}`), 'text/xml', [SOURCE, TARGET]],
    [
      'blanks, then a byte order mark',
      bytes(`\n\uFEFF${ping(SOURCE, TARGET)}`),
      'text/xml',
      [SOURCE, TARGET],
    ],
    ['no declaration', bytes(ping(SOURCE, TARGET, '')), 'text/xml', [SOURCE, TARGET]],
    ['text/html', bytes(ping(SOURCE, TARGET)), 'text/html; charset=UTF-8', [SOURCE, TARGET]],
    ['the form type', bytes(ping(SOURCE, TARGET)), 'application/x-www-form-urlencoded', [SOURCE, TARGET]],
    ['no content type', bytes(ping(SOURCE, TARGET)), null, [SOURCE, TARGET]],
    [
      'latin-1, declared in the XML',
      bytes(ping('http://a.example/é', TARGET, '<?xml version="1.0" encoding="ISO-8859-1"?>'), 'latin1'),
      'text/xml',
      ['http://a.example/é', TARGET],
    ],
    [
      'latin-1, declared in the header, which wins',
      bytes(ping('http://a.example/é', TARGET, '<?xml version="1.0" encoding="utf-8"?>'), 'latin1'),
      'text/xml; charset="iso-8859-1"',
      ['http://a.example/é', TARGET],
    ],
    [
      'latin-1 bytes under UTF-8',
      bytes(ping('http://a.example/é', TARGET, '<?xml version="1.0" encoding="UTF-8"?>'), 'latin1'),
      'text/xml; charset=utf-8',
      ['http://a.example/é', TARGET],
    ],
    [
      'UTF-8 declared as US-ASCII',
      bytes(ping('http://a.example/é', TARGET)),
      'text/xml; charset=us-ascii',
      ['http://a.example/é', TARGET],
    ],
    [
      'UTF-16 with a mark, little-endian',
      bytes(`\uFEFF${ping('http://a.example/日', TARGET)}`, 'utf16le'),
      'text/xml',
      ['http://a.example/日', TARGET],
    ],
    [
      'UTF-16 with a mark, big-endian',
      bytes(`\uFEFF${ping('http://a.example/日', TARGET)}`, 'utf16le').swap16(),
      'text/xml; charset=utf-8',
      ['http://a.example/日', TARGET],
    ],
    ['UTF-16 without a mark', bytes(ping(SOURCE, TARGET), 'utf16le').swap16(), 'text/xml', [SOURCE, TARGET]],
    [
      '"utf-16" declared over UTF-8 bytes',
      bytes(ping('http://a.example/é', TARGET, '<?xml version="1.0" encoding="utf-16"?>')),
      'text/xml',
      ['http://a.example/é', TARGET],
    ],
    [
      'a raw & in a URL',
      bytes(ping('http://a.example/?x=1&y=2&copy=3&amp;z=4', 'http://b.example/?a&b')),
      'text/xml',
      ['http://a.example/?x=1&y=2&copy=3&z=4', 'http://b.example/?a&b'],
    ],
    [
      'a raw & right before a tag',
      bytes(ping('http://a.example/?x&', TARGET)),
      'text/xml',
      ['http://a.example/?x&', TARGET],
    ],
    [
      'CDATA, with an & that stays as it is',
      bytes(ping('<![CDATA[http://a.example/?x=1&amp;y]]>', TARGET)),
      'text/xml',
      ['http://a.example/?x=1&amp;y', TARGET],
    ],
    [
      'untyped values',
      bytes(call(param(SOURCE) + param(`\n${TARGET}\n`))),
      'text/xml',
      [SOURCE, `\n${TARGET}\n`],
    ],
    ['comments', bytes(ping(`${SOURCE}<!-- </string> -->`, TARGET)), 'text/xml', [SOURCE, TARGET]],
    ['an int parameter', bytes(call(param('<int>42</int>') + string(TARGET))), 'text/xml', [42, TARGET]],
    ['one parameter', bytes(call(string(SOURCE))), 'text/xml', [SOURCE]],
    ['three parameters', bytes(call(string('a') + string('b') + string('c'))), 'text/xml', ['a', 'b', 'c']],
    ['no parameters', bytes('<methodCall><methodName>x</methodName></methodCall>'), 'text/xml', []],
    [
      'upper case tags',
      bytes('<METHODCALL><METHODNAME>x</METHODNAME><PARAMS/></METHODCALL>'),
      'text/xml',
      [],
    ],
  ])('is read with %s', async (_name, body, contentType, expected) => {
    expect(await params(body, contentType)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['an empty body', ''],
    ['blanks', ' \n'],
    ['text', 'hello'],
    ['JSON', '{"method":"pingback.ping"}'],
    ['HTML', '<!DOCTYPE html><html><body>Hi</body></html>'],
    ['a truncated call', ping(SOURCE, TARGET).slice(0, -20)],
    ['a call cut inside a tag', ping(SOURCE, TARGET).slice(0, 60)],
    ['mismatched tags', ping(SOURCE, TARGET).replace('</string>', '</int>')],
    ['an unknown element', call(param('<b>x</b>'))],
    ['an element inside a string', call(string('<i4>1</i4>'))],
    ['two values in one parameter', call('<param><value>a</value><value>b</value></param>')],
    ['two types in one value', call(param('<string>a</string><string>b</string>'))],
    ['two method names', ping('a', 'b').replace('<params>', '<methodName>x</methodName><params>')],
    ['no method name', '<methodCall><params/></methodCall>'],
    ['a blank method name', '<methodCall><methodName> </methodName></methodCall>'],
    ['two calls', ping('a', 'b') + ping('a', 'b', '')],
    ['text behind the call', `${ping('a', 'b')} and more`],
    ['a response', '<methodResponse><params/></methodResponse>'],
    ['a fault in a call', '<methodCall><methodName>x</methodName><fault></fault></methodCall>'],
    ['a reference beyond Unicode', call(string('&#x7fffffff;'))],
    ['a letter as an int', call(param('<int>x</int>'))],
    ['an unclosed comment', call(string('<!-- x'))],
    [
      'an entity bomb',
      call(
        string('&c;'),
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>'
      ),
    ],
    ['an external entity', call(string('&x;'), '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>')],
    ['an external document type', call('', '<!DOCTYPE x SYSTEM "http://evil.example/x.dtd">')],
    ['100,000 nested arrays', call(param('<array><data><value>'.repeat(100_000)))],
    ['65 nested arrays, all closed', call(param(nested(65)))],
    ['100,000 parameters', call(string('a').repeat(100_000))],
    ['33 parameters', call(string('a').repeat(33))],
    ['100,000 unclosed comments', '<!--'.repeat(100_000)],
    ['100,000 brackets', '<'.repeat(100_000)],
  ])('is malformed: %s', async (_name, xml) => {
    expect(await receive(bytes(xml))).toEqual({ ok: false, error: 'malformed' });
  });

  it.each(['utf-7', 'x-nobody-knows', 'hz-gb-2312'])('is refused in the charset %s', async (charset) => {
    expect(await receive(bytes(ping(SOURCE, TARGET)), `text/xml; charset=${charset}`)).toEqual({
      ok: false,
      error: 'encoding',
    });
    const declared = ping(SOURCE, TARGET, `<?xml version="1.0" encoding="${charset}"?>`);
    expect(await receive(bytes(declared))).toEqual({ ok: false, error: 'encoding' });
  });

  it('reads the typographic characters of windows-1252, on every Node', async () => {
    const body = Buffer.concat([
      bytes('<methodCall><methodName>'),
      Buffer.of(0x93, 0x80, 0x94),
      bytes('</methodName></methodCall>'),
    ]);
    expect(await receive(body)).toEqual({ ok: true, value: { method: '“€”', params: [] } });
  });

  it('never expands an entity that is not XML’s own', async () => {
    expect(await params(bytes(ping('&x;', '&nbsp;&lt;')))).toEqual(['&x;', '&nbsp;<']);
  });

  it('keeps a member called __proto__ away from every other object', async () => {
    const member =
      '<member><name>__proto__</name><value><struct><member><name>polluted</name><value>yes</value></member></struct></value></member>';
    expect(await params(bytes(call(param(`<struct>${member}</struct>`))))).toHaveLength(1);
    expect('polluted' in {}).toBe(false);
  });

  it('answers any bytes with a value, never with an exception', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.option(fc.string()),
        async (body, contentType) => {
          expect(typeof (await receive(body, contentType)).ok).toBe('boolean');
        }
      )
    );
  });

  it('answers any soup of XML-RPC’s own tags with a value', async () => {
    const pieces = [
      'methodCall',
      'methodName',
      'params',
      'param',
      'value',
      'string',
      'int',
      'struct',
      'member',
      'name',
      'fault',
      'nil',
    ];
    const piece = fc.oneof(
      ...pieces.map((name) => fc.constantFrom(`<${name}>`, `</${name}>`, `<${name}/>`)),
      fc.constantFrom('&', '&#x110000;', '<!--', '-->', '<![CDATA[', ']]>', '__proto__', '7'),
      fc.string({ maxLength: 5 })
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (soup) => {
        expect(typeof (await parseMethodCall(soup.join(''))).ok).toBe('boolean');
      })
    );
  });

  it('reads back what we send', async () => {
    const text = fc
      .string({ unit: 'binary' })
      .map((s) => s.replace(/[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ''));
    await fc.assert(
      fc.asyncProperty(text, text, async (source, target) => {
        const sent = serializeMethodCall('pingback.ping', [source, target]);
        expect(await params(bytes(sent))).toEqual([source, target]);
      })
    );
  });
});

function nested(depth: number): string {
  return '<array><data><value>'.repeat(depth) + '</value></data></array>'.repeat(depth);
}
