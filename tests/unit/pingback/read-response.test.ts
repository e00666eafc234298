import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeXmlBody,
  parseMethodResponse,
  serializeFault,
  serializeValue,
} from '../../../server/src/core/pingback/wire';

const member = (name: string, value: string) =>
  `<member><name>${name}</name><value>${value}</value></member>`;
const fault = (code: string, message: string) =>
  `<?xml version="1.0"?><methodResponse><fault><value><struct>${member('faultCode', code)}${member('faultString', message)}</struct></value></fault></methodResponse>`;
const value = (xml: string) =>
  `<?xml version="1.0"?><methodResponse><params><param><value>${xml}</value></param></params></methodResponse>`;

const GOOD = value('<string>Thanks for the ping.</string>');
const REFUSED = fault('<int>17</int>', '<string>No link.</string>');

describe('the answer to a pingback', () => {
  it.each<[string, string, string]>([
    ['a string', GOOD, 'Thanks for the ping.'],
    ['an untyped value', value('Thanks.'), 'Thanks.'],
    ['an empty value', value(''), ''],
    ['an int', value('<int>1</int>'), '1'],
    ['a boolean', value('<boolean>1</boolean>'), 'true'],
    ['a struct', value(`<struct>${member('flError', '<boolean>0</boolean>')}</struct>`), ''],
    ['no parameters at all', '<methodResponse><params/></methodResponse>', ''],
    ['an unknown type', value('<ex:nil/>'), ''],
    [
      'two parameters',
      GOOD.replace('<param>', '<param><value>Hi</value></param><param>'),
      'Hi Thanks for the ping.',
    ],
    ['a raw &', value('<string>from a?x=1&y=2</string>'), 'from a?x=1&y=2'],
    ['a raw & right before a tag', value('<string>R&D&</string>'), 'R&D&'],
    ['CDATA', value('<string><![CDATA[a & b]]></string>'), 'a & b'],
    ['blanks before the declaration', `\n\n ${GOOD}`, 'Thanks for the ping.'],
    [
      'a warning before the declaration',
      `<br />\n<b>Warning</b>: x & y < z in <b>/a.php</b>\n${GOOD}`,
      'Thanks for the ping.',
    ],
    ['a comment of a cache behind it', `${GOOD}\n<!-- cached -->`, 'Thanks for the ping.'],
    ['a document type', GOOD.replace('?>', '?><!DOCTYPE methodResponse>'), 'Thanks for the ping.'],
    ['letters whose lower case is longer', `${'İ'.repeat(40)}${GOOD}`, 'Thanks for the ping.'],
  ])('is a success with %s', async (_name, xml, text) => {
    expect(await parseMethodResponse(xml)).toEqual({ ok: true, value: { kind: 'value', text } });
  });

  it.each<[string, string, number, string]>([
    ['the usual struct', REFUSED, 17, 'No link.'],
    ['untyped members', fault('17', 'No link.'), 17, 'No link.'],
    ['a code as a string', fault('<string>48</string>', '<string>Twice.</string>'), 48, 'Twice.'],
    ['a negative code', fault('<i4>-32601</i4>', ''), -32601, ''],
    ['an empty string, as WordPress sends', fault('<int>0</int>', '<string></string>'), 0, ''],
    ['a warning before the declaration', `<b>Notice</b>: & ${REFUSED}`, 17, 'No link.'],
    [
      'a raw & in its message',
      fault('<int>17</int>', '<string>No link in a?b&c</string>'),
      17,
      'No link in a?b&c',
    ],
    ['no struct', REFUSED.replace(/<\/?struct>/g, ''), 17, 'No link.'],
    ['no struct and untyped members', fault('17', 'No link.').replace(/<\/?struct>/g, ''), 17, 'No link.'],
    [
      'the message alone',
      '<methodResponse><fault><value><string>Go away</string></value></fault></methodResponse>',
      0,
      'Go away',
    ],
    ['nothing in it', '<methodResponse><fault></fault></methodResponse>', 0, ''],
    ['nil in it', '<methodResponse><fault><value><nil/></value></fault></methodResponse>', 0, ''],
    ['its end missing', REFUSED.slice(0, REFUSED.indexOf('</struct>')), 17, 'No link.'],
    [
      'a member that poses as every object’s parent',
      fault('<int>17</int>', 'x').replaceAll('faultString', '__proto__'),
      17,
      '',
    ],
    ['a struct for a message', fault('17', `<struct>${member('toString', 'x')}</struct>`), 17, ''],
  ])('is a fault with %s', async (_name, xml, code, message) => {
    expect(await parseMethodResponse(xml)).toEqual({ ok: true, value: { kind: 'fault', code, message } });
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['HTML', '<html><body>Not found <fault></body></html>'],
    ['JSON', '{"ok":true}'],
    ['a call', '<methodCall><methodName>x</methodName></methodCall>'],
    ['a success cut short', GOOD.slice(0, 70)],
    ['an empty response', '<methodResponse></methodResponse>'],
  ])('is unreadable: %s', async (_name, xml) => {
    expect(await parseMethodResponse(xml)).toEqual({ ok: false, error: 'unreadable' });
  });

  it('is read when it declares utf-16 over UTF-8 bytes', async () => {
    const body = Buffer.from(`<?xml version="1.0" encoding="utf-16"?>${value('Merci, é')}`);
    const xml = decodeXmlBody(body, 'text/html');
    expect(xml.ok && (await parseMethodResponse(xml.value))).toEqual({
      ok: true,
      value: { kind: 'value', text: 'Merci, é' },
    });
  });

  it('never ends in an exception', async () => {
    const tags = [
      'methodResponse',
      'fault',
      'params',
      'param',
      'value',
      'struct',
      'member',
      'name',
      'int',
      'array',
      'x',
    ];
    const piece = fc.oneof(
      ...tags.map((name) => fc.constantFrom(`<${name}>`, `</${name}>`, `<${name}/>`)),
      fc.constantFrom('faultCode', 'faultString', '&', '&#x110000;', '<!--', ']]>', '17'),
      fc.string({ maxLength: 5 })
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (soup) => {
        expect(typeof (await parseMethodResponse(`<methodResponse>${soup.join('')}`)).ok).toBe('boolean');
      })
    );
  });
});

describe('the answers that we give', () => {
  const legal = fc
    .string({ unit: 'binary' })
    .map((text) => text.replace(/[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ''));

  it('are a fault that reads back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -40_000, max: 500 }), legal, async (code, message) => {
        expect(await parseMethodResponse(serializeFault({ code, message }))).toEqual({
          ok: true,
          value: { kind: 'fault', code, message },
        });
      })
    );
  });

  it('are a string that reads back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(legal, async (text) => {
        expect(await parseMethodResponse(serializeValue(text))).toEqual({
          ok: true,
          value: { kind: 'value', text },
        });
      })
    );
  });

  it('write an & as a reference, not as CDATA, and leave out what XML does not know', () => {
    expect(serializeValue(['https://a.example/?x=1&y=2', 'a\u0000b\ud800c', 'x]]>y'])).toBe(
      '<?xml version="1.0"?><methodResponse><params><param><value><array><data>' +
        '<value><string>https://a.example/?x=1&amp;y=2</string></value>' +
        '<value><string>abc</string></value>' +
        '<value><string>x]]&gt;y</string></value>' +
        '</data></array></value></param></params></methodResponse>'
    );
  });

  it('carry nested structs, as system.getCapabilities wants them', () => {
    expect(serializeValue({ pingback: { specUrl: 'https://x.example/&', specVersion: 1 } })).toContain(
      '<member><name>pingback</name><value><struct><member><name>specUrl</name><value><string>https://x.example/&amp;</string></value></member><member><name>specVersion</name><value><int>1</int></value></member></struct></value></member>'
    );
  });
});
