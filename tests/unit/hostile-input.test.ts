import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeXmlBody, parseMethodCall, serializeMethodCall } from '../../server/src/core/pingback/wire';
import { parseMentionForm } from '../../server/src/core/webmention/receive';
import { parseTrackbackForm } from '../../server/src/core/trackback/wire';
import { readEndpoints } from '../../server/src/core/html/endpoints';
import { looseKey, normaliseUrl, parseHttpUrl } from '../../server/src/core/url/normalise';
import { fixture, inPieces, read, TARGET } from './html/support';

/** Nearly valid: an honest input of which some bytes are gone, doubled, replaced or elsewhere. */
const nearly = (honest: Uint8Array): fc.Arbitrary<Uint8Array> => {
  const at = fc.nat({ max: honest.length });
  const change = fc.record({
    kind: fc.constantFrom('drop', 'double', 'replace', 'move'),
    at,
    to: at,
    length: fc.integer({ min: 1, max: 24 }),
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 6 }),
      fc.constantFrom(...PIECES.map((text) => Buffer.from(text)))
    ),
  });
  return fc.array(change, { minLength: 1, maxLength: 6 }).map((changes) => {
    let bytes = Buffer.from(honest);
    for (const { kind, at: from, to, length, bytes: other } of changes) {
      const [before, piece, after] = [
        bytes.subarray(0, from),
        bytes.subarray(from, from + length),
        bytes.subarray(from + length),
      ];
      if (kind === 'drop') bytes = Buffer.concat([before, after]);
      else if (kind === 'double') bytes = Buffer.concat([before, piece, piece, after]);
      else if (kind === 'replace') bytes = Buffer.concat([before, other, after]);
      else {
        const rest = Buffer.concat([before, after]);
        bytes = Buffer.concat([rest.subarray(0, to), piece, rest.subarray(to)]);
      }
    }
    return bytes;
  });
};

const PIECES = [
  '<', '>', '&', ';', '"', "'", '=', '%', '\0', '\r\n', '\uFEFF', '<!--', '<![CDATA[', '<!DOCTYPE x [', '&x;', '&#0;', '%00', '%u0041',
  '__proto__', 'url[]=', 'charset=utf-7', '</string>', '<value>', '<script>', '\uD83D', 'é', '字',
]; // prettier-ignore

const SOURCE = 'https://blog.example/a?b=1&c=2';
const CALL = Buffer.from(serializeMethodCall('pingback.ping', [SOURCE, TARGET]));
const FORM = Buffer.from(
  new URLSearchParams({ url: SOURCE, title: 'A title', excerpt: 'Some words', blog_name: 'Ü' }).toString()
);
const TYPES = [
  null,
  '',
  'text/xml',
  'text/xml; charset=iso-8859-1',
  'text/xml; charset=utf-7',
  'application/x-www-form-urlencoded',
  'x; charset="',
];

describe('a body that is nearly a pingback', () => {
  it('is a call or is refused, and gives nothing that is not in it', async () => {
    await fc.assert(
      fc.asyncProperty(nearly(CALL), fc.constantFrom(...TYPES), async (body, type) => {
        const text = decodeXmlBody(body, type);
        if (!text.ok) return;
        const call = await parseMethodCall(text.value);
        if (!call.ok) return;
        expect(call.value.params.length).toBeLessThanOrEqual(32);
        for (const param of call.value.params) {
          if (typeof param === 'string') expect(param.length).toBeLessThanOrEqual(text.value.length);
        }
      }),
      { numRuns: 1_000 }
    );
    expect('polluted' in {}).toBe(false);
  });

  it('is read as what it says when nothing is wrong with it', async () => {
    const text = decodeXmlBody(CALL, 'text/xml');
    expect(text.ok && (await parseMethodCall(text.value))).toEqual({
      ok: true,
      value: { method: 'pingback.ping', params: [SOURCE, TARGET] },
    });
  });
});

describe('a body that is nearly a trackback', () => {
  it('has one url or is refused; all of its texts are texts', () => {
    fc.assert(
      fc.property(nearly(FORM), fc.constantFrom(...TYPES), (body, type) => {
        const form = parseTrackbackForm(body, type);
        if (!form.ok) return;
        expect(form.value.url).not.toBe('');
        for (const text of Object.values(form.value)) {
          expect(text === null || typeof text === 'string').toBe(true);
          // A letter of one byte becomes one of Unicode, an escape of three bytes at the most one.
          expect(text?.length ?? 0).toBeLessThanOrEqual(body.length);
        }
      }),
      { numRuns: 2_000 }
    );
  });
});

describe('a body that is nearly a webmention', () => {
  const mention = Buffer.from(new URLSearchParams({ source: SOURCE, target: TARGET }).toString());

  it('has one source and one target or is refused', () => {
    fc.assert(
      fc.property(nearly(mention), fc.constantFrom(...TYPES), (body, type) => {
        const form = parseMentionForm(body, type);
        if (!form.ok) return;
        expect(Object.keys(form.value).sort()).toEqual(['source', 'target']);
        for (const text of Object.values(form.value)) {
          expect(text).not.toBe('');
          expect(text.length).toBeLessThanOrEqual(body.length);
        }
      }),
      { numRuns: 2_000 }
    );
  });
});

const NAMES = readdirSync(join(__dirname, '..', 'fixtures', 'pages'));
const TITLE = 300;

describe.each(NAMES)('the page %s', (name) => {
  const page = fixture(name);

  it('is read the same however the network cuts it', async () => {
    const whole = { ...(await read(page, { keepText: true })), words: expect.any(Function) };
    for (const size of [1, 7, 1_000]) expect(await read(page, { keepText: true, size })).toEqual(whole);
  });

  it('damaged, is read without a throw, within the caps, and gives no link that nobody accepted', async () => {
    await fc.assert(
      fc.asyncProperty(nearly(page), async (bytes) => {
        const { title, siteName, link } = await read(bytes);
        expect([...(title ?? '')].length).toBeLessThanOrEqual(TITLE);
        expect([...(siteName ?? '')].length).toBeLessThanOrEqual(TITLE);
        expect([...(link?.excerpt ?? '')].length).toBeLessThanOrEqual(2 * TITLE);
        expect(link?.href ?? TARGET).toBe(TARGET);
        await readEndpoints(inPieces(bytes), { contentType: 'text/html', url: TARGET, target: TARGET });
      }),
      { numRuns: 60 }
    );
  });
});

describe('a text that is nearly a URL', () => {
  const url = nearly(Buffer.from('https://blog.example:8080/a/b%20c/?d=e&utm_source=f#g')).map((bytes) =>
    Buffer.from(bytes).toString('latin1')
  );

  it('is an http URL without a user or is refused, and is normal once it is normalised', () => {
    fc.assert(
      fc.property(url, (text) => {
        const parsed = parseHttpUrl(text);
        const normal = normaliseUrl(text);
        expect(normal === null).toBe(!parsed.ok);
        if (!parsed.ok || normal === null) return;
        expect(parsed.value.protocol).toMatch(/^https?:$/);
        expect(parsed.value.username + parsed.value.password).toBe('');
        expect(parsed.value.href.length).toBeLessThanOrEqual(2_048);
        expect(normaliseUrl(normal)).toBe(normal);
        expect(looseKey(normal)).toBe(looseKey(text));
        expect(normal).not.toMatch(/[\s#<>]/);
      }),
      { numRuns: 3_000 }
    );
  });
});
