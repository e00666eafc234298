import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPage } from '../../../server/src/core/html/page';
import { destinationOf, refreshOf } from '../../../server/src/core/html/refresh';

const URL_ = 'https://elsewhere.example/a?b=1;c=2,3';

describe('a refresh', () => {
  /** White space, delays, separators, and ways to name and to quote the address, as the standard takes them. */
  const blank = fc.constantFrom('', ' ', '\t', '\n ');
  const parts = fc.record({
    before: blank,
    delay: fc.oneof(
      fc.integer({ min: 0, max: 60 }).map(String),
      fc.constantFrom('0.5', '5.', '.5', '.', '007', '1.2.3')
    ),
    separator: fc.constantFrom(';', ',', ' ', ' ; ', ';\n'),
    name: fc.constantFrom('', 'url=', 'URL = ', 'Url='),
    quote: fc.constantFrom('', '"', "'"),
  });

  it('is read in every form of the standard', () => {
    fc.assert(
      fc.property(parts, ({ before, delay, separator, name, quote }) => {
        const end = quote === '' ? '' : `${quote} rest`;
        expect(refreshOf(`${before}${delay}${separator}${name}${quote}${URL_}${end}`)?.url).toBe(URL_);
      })
    );
  });

  it.each([
    '',
    '0',
    '5;',
    '5; url=',
    '5; url=""',
    'url=https://a.example/',
    'x;url=/',
    '-1;url=/',
    '5url=/',
    '61;url=/',
    '300;url=/',
  ])('is none, loads the same page, or waits too long: %j', (value) => {
    expect(refreshOf(value)).toBeNull();
  });

  it('is read up to its cap, whatever it is', () => {
    const piece = fc.constantFrom('0', '.', ' ', ';', ',', 'url', '=', '"', "'", '\n', '1;url=');
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
        const text = pieces.join('').repeat(3_000).slice(0, 2_304);
        expect(refreshOf(text + 'x'.repeat(100_000))).toEqual(refreshOf(text));
      })
    );
  });
});

describe('a page', () => {
  const refreshIn = async (html: string) => {
    const body = (async function* () {
      yield Buffer.from(html);
    })();
    const page = await readPage(body, {
      contentType: 'text/html',
      url: 'https://blog.example/post',
      isTarget: () => false,
    });
    return destinationOf(page.refreshes, 'https://blog.example/post');
  };
  const meta = (content: string, more = '') => `<meta ${more} http-equiv="Refresh" content="${content}">`;

  it.each([
    [meta('0;url=https://a.example/'), 'https://a.example/'],
    [`<base href="/x/">${meta('0; url=y')}`, 'https://blog.example/x/y'],
    [meta('5') + meta('x') + meta('1;url=/z'), 'https://blog.example/z'],
    [`<p>words</p>${meta('0;/late')}`, 'https://blog.example/late'],
    [`<noscript>${meta('0;url=/no')}</noscript>`, null],
    [`<template>${meta('0;url=/no')}</template>`, null],
    [meta('0;url=javascript:alert(1)'), null],
    ['<meta name="refresh" content="0;url=/no">', null],
    [meta('0;url=https://a:b@blog.example/'), 'https://blog.example/'],
  ])('with %s sends its visitors to %s', async (html, expected) => {
    expect(await refreshIn(html)).toBe(expected);
  });

  it('leaves its host where some browser would, whatever else it says', async () => {
    const own = fc.record({
      delay: fc.integer({ min: 0, max: 90 }),
      url: fc.constantFrom('/own', '#', '//blog.example'),
    });
    const away = 'https://evil.example/';
    const before = fc.array(own, { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(before, fc.array(own, { maxLength: 4 }), async (some, others) => {
        const metas = (all: typeof some) => all.map(({ delay, url }) => meta(`${delay};url=${url}`)).join('');
        // The first, as the standard has it.
        expect(await refreshIn(meta(`50;url=${away}`) + metas(others))).toBe(away);
        // The quickest, as Chromium has it.
        expect(
          await refreshIn(metas(some) + meta(`0;url=${away}`) + metas(others.filter((one) => one.delay > 0)))
        ).toBe(away);
      })
    );
  });
});
