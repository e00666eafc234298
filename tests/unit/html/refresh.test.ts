import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPage } from '../../../server/src/core/html/page';
import { refreshOf } from '../../../server/src/core/html/refresh';

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
        expect(refreshOf(`${before}${delay}${separator}${name}${quote}${URL_}${end}`)).toBe(URL_);
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
        expect(refreshOf(text + 'x'.repeat(100_000))).toBe(refreshOf(text));
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
    return page.refresh;
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
  ])('with %s sends its visitors to %s', async (html, expected) => {
    expect(await refreshIn(html)).toBe(expected);
  });
});
