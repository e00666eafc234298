import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEndpoints } from '../../../server/src/core/html/endpoints';
import { fixture, inPieces, read, TARGET } from './support';

const LINK = `<a href="${TARGET}">x</a>`;
const MANY = 1_000_000;

describe('a page made to exhaust us', () => {
  it.each([
    ['a million unclosed tags', '<b>'.repeat(MANY)],
    ['a million ends without a start', '<i>'.repeat(MANY / 2) + '</b>'.repeat(MANY / 2)],
    ['a million templates in one another', `${'<template>'.repeat(MANY)}${'</template>'.repeat(MANY)}`],
    ['a million entries in one another', '<p class="h-entry p-name">'.repeat(MANY)],
    ['a million attributes', `<p ${Array.from({ length: MANY }, (_, n) => `a${n}`).join(' ')}>`],
    ['a million entities', '&lt;'.repeat(MANY)],
    ['a million comments', '<!---->'.repeat(MANY)],
    ['a million bases and metas', '<base href=/><meta name=og:title content=" ">'.repeat(MANY / 2)],
    ['a tag name of a million letters', `<${'x'.repeat(MANY)}>`],
    ['an attribute value of a million letters', `<p title="${'x&amp;'.repeat(MANY / 5)}">`],
    ['a comment of a million letters', `<!--${'- '.repeat(MANY / 2)}-->`],
    ['a million spaces', ' '.repeat(MANY)],
  ])(
    '%s still shows its link',
    async (_, junk) => {
      const reading = await read(`<title>T</title>${junk}${LINK}`, { keepText: true });
      expect(reading.link?.href).toBe(TARGET);
      expect(reading.title).toBe('T');
    },
    60_000
  );

  it('may come in single bytes', async () => {
    const reading = await read(`<!--${'x'.repeat(300_000)}-->${LINK}`, { size: 1 });
    expect(reading.link?.href).toBe(TARGET);
  });

  it('is compared with the target a limited number of times', async () => {
    let calls = 0;
    const isTarget = () => (calls += 1) < 0;
    await read('<a href=a>'.repeat(100_000), { isTarget });
    expect(calls).toBe(20_000);
  });

  it('shows no more of its texts than is stored', async () => {
    const long = 'word '.repeat(100_000);
    const head = `<title>${long}</title><meta property="og:site_name" content="${long}"><meta name="linkbacks-revision" content="${long}">`;
    const reading = await read(`${head}${long}<a href="${TARGET}">${long}</a>${long}`, { keepText: true });
    const lengths = [reading.title, reading.siteName, reading.revision].map((text) => text?.length ?? 0);
    for (const length of lengths) expect(length).toBeLessThanOrEqual(300);
    expect(reading.link?.excerpt?.length).toBeLessThanOrEqual(410);
  });
});

describe('any page', () => {
  const words = [
    '<', '>', '</', '/>', '"', "'", '=', '&', ';', '<!--', '-->', '<![CDATA[', ']]>', '<?', ' ', '\n', 'a', 'href', '\0',
    '<a href="', TARGET, LINK, '<title>', '</title>', '<script>', '</script>', '<template>', '</template>', '<svg>', '</svg>',
    '<base href=', '<meta property=og:title content=', 'class="h-entry"', 'class="p-name"', '&#x110000;', '&#xD800;', '&lt',
    '<link rel=pingback href=', '<rdf:Description dc:identifier=', 'trackback:ping=', '字', '😀', '\uD800', '</p>', '<plaintext>',
  ]; // prettier-ignore
  const markup = fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 5 })), {
    maxLength: 60,
  });

  it('is read without throwing, the same however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(markup, fc.integer({ min: 1, max: 50 }), async (pieces, size) => {
        const page = Buffer.from(pieces.join(''));
        const whole = await read(page, { keepText: true });
        expect(await read(page, { keepText: true, size })).toEqual({ ...whole, words: expect.any(Function) });
        const options = { contentType: null, url: 'https://peer.example/', target: 'https://peer.example/' };
        expect(await readEndpoints(inPieces(page, size), options)).toEqual(
          await readEndpoints(inPieces(page), options)
        );
      }),
      { numRuns: 500 }
    );
  });

  it('is read without throwing from any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom(null, 'text/html; charset=utf-16', 'x'),
        async (bytes, contentType) => {
          await read(Buffer.concat([Buffer.from('<meta http-equiv=content-type content="'), bytes]), {
            contentType,
          });
          await read(bytes, { contentType });
        }
      )
    );
  });

  it('never gives a link that the caller did not accept', async () => {
    const page = fixture('hidden-links.html');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: page.length }), async (end) => {
        expect((await read(page.subarray(0, end))).link).toBeNull();
      })
    );
  });
});
