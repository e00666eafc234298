import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractLinks, plainText } from '../../../server/src/core/content/links';
import type { ContentPart } from '../../../server/src/core/content/links';

const PAGE = 'https://our.example/blog/post';
const urls = (...parts: ContentPart[]): string[] => extractLinks(parts, PAGE).map(({ url }) => url);
const markdown = (value: string) => urls({ kind: 'markdown', value });
const html = (value: string) => urls({ kind: 'html', value });
const blocks = (value: unknown) => urls({ kind: 'blocks', value });

const text = (value: string) => ({ type: 'text', text: value });
const link = (url: string, words = 'words') => ({ type: 'link', url, children: [text(words)] });
const block = (type: string, ...children: unknown[]) => ({ type, children });

describe('links of blocks', () => {
  it('are found in paragraphs, headings, quotes and nested lists, in the order of the text', () => {
    const value = [
      block('heading', text('A'), link('https://1.example/')),
      block('paragraph', text('see '), link('https://2.example/a')),
      block(
        'list',
        block(
          'list-item',
          link('https://3.example/'),
          block('list', block('list-item', link('https://4.example/')))
        )
      ),
      block('quote', link('https://5.example/')),
    ];
    expect(blocks(value)).toEqual(
      [1, 2, 3, 4, 5].map((n) => (n === 2 ? 'https://2.example/a' : `https://${n}.example/`))
    );
  });

  it('are none in code blocks, images and bare text', () => {
    const value = [
      block('code', text('https://1.example/'), link('https://1.example/')),
      { type: 'image', image: { url: 'https://2.example/x.png' }, children: [text('')] },
      block('paragraph', text('https://3.example/')),
    ];
    expect(blocks(value)).toEqual([]);
  });

  it.each([
    null,
    undefined,
    7,
    'text',
    {},
    [null, 'x', 7, [], { type: 'link' }, { type: 'link', url: 7 }, { children: 'x' }],
  ])('are none in what is not a blocks value: %j', (value) => {
    expect(blocks(value)).toEqual([]);
  });

  it('are found however deep', () => {
    let value: unknown = link('https://deep.example/');
    for (let depth = 0; depth < 50_000; depth += 1) value = block('quote', value);
    expect(blocks([value])).toEqual(['https://deep.example/']);
  });
});

describe('links of Markdown', () => {
  it.each([
    ['inline', '[a](https://x.example/a)', ['https://x.example/a']],
    ['as written', '[a](HTTPS://ü.example/ö?%7e)', ['HTTPS://ü.example/ö?%7e']],
    ['with title and angle brackets', '[a](<https://x.example/a b> "t")', ['https://x.example/a%20b']],
    ['escaped and with entities', '[a](https://x.example/a\\_b?c&amp;d)', ['https://x.example/a_b?c&d']],
    ['balanced parentheses', '[a](https://x.example/a_(b))', ['https://x.example/a_(b)']],
    [
      'references in every form',
      '[a][1] [B][] [c]\n\n[1]: https://1.example/\n[b]: https://2.example/\n[C]: https://3.example/',
      ['https://1.example/', 'https://2.example/', 'https://3.example/'],
    ],
    [
      'the first of two definitions',
      '[a]\n\n[a]: https://1.example/\n[a]: https://2.example/',
      ['https://1.example/'],
    ],
    ['autolinks', '<https://x.example/a>', ['https://x.example/a']],
    [
      'raw HTML, inline and as a block',
      'a <a href="https://1.example/?a&amp;b">b</a>\n\n<div><a href=https://2.example/>c</a></div>',
      ['https://1.example/?a&b', 'https://2.example/'],
    ],
    ['around an image', '[![a](https://i.example/i.png)](https://x.example/)', ['https://x.example/']],
    [
      'in headings, quotes, lists and emphasis',
      '# [a](https://1.example/)\n> [b](https://2.example/)\n\n- **[c](https://3.example/)**',
      ['https://1.example/', 'https://2.example/', 'https://3.example/'],
    ],
  ])('%s', (_, value, found) => {
    expect(markdown(value)).toEqual(found);
  });

  it.each([
    [
      'code',
      '`[a](https://x.example/)` and\n\n    [a](https://x.example/)\n\n```\n[a](https://x.example/)\n```',
    ],
    ['images', '![a](https://x.example/a.png) ![b][1]\n\n[1]: https://x.example/b.png'],
    ['bare addresses', 'https://x.example/ and www.x.example'],
    [
      'comments and hidden HTML',
      '<!-- <a href="https://x.example/">a</a> -->\n\n<script>"<a href=https://x.example/>"</script>',
    ],
    ['unused definitions', '[a]: https://x.example/'],
    ['addresses of mail', '<me@x.example> [a](mailto:me@x.example)'],
  ])('are none: %s', (_, value) => {
    expect(markdown(value)).toEqual([]);
  });

  it('are found behind text that is hard to parse', () => {
    const hard = ['a\n\n', '**a', '[', '[a](b', '> ', '- ', '<a ', '![[', '<!-- ', '`` '];
    for (const piece of hard) {
      const value = `${piece.repeat(60_000 / piece.length)}\n\n\n[x](https://x.example/)`;
      expect([piece, markdown(value).length]).toEqual([piece, piece === '<!-- ' ? 0 : 1]);
    }
  });

  it('are found in nested lists', () => {
    const value = Array.from(
      { length: 30 },
      (_, depth) => `${'  '.repeat(depth)}- [x](https://x.example/${depth})`
    );
    expect(markdown(value.join('\n'))).toHaveLength(30);
  });

  it('are read from any text without throwing', () => {
    const pieces = [
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      '!',
      '`',
      '*',
      '_',
      '\n',
      '    ',
      '- ',
      '> ',
      '[a]: ',
      'https://x.example/',
      '&amp;',
      '\\',
      '<a href="',
      '\0',
      'é',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 3 })), {
          maxLength: 60,
        }),
        (all) => {
          for (const url of markdown(all.join(''))) expect(url).toMatch(/^https?:\/\//i);
        }
      ),
      { numRuns: 300 }
    );
  });
});

describe('links of HTML', () => {
  it('are those of anchors and areas, entities decoded', () => {
    const value =
      '<p><a href="https://1.example/?a&amp;b">x</a><map><area href=https://2.example/></map><a>y</a></p>';
    expect(html(value)).toEqual(['https://1.example/?a&b', 'https://2.example/']);
  });

  it('are none of images, frames, text, comments and hidden elements', () => {
    const value =
      '<img src="https://1.example/"><iframe src="https://2.example/"></iframe>https://3.example/' +
      '<!-- <a href="https://4.example/"> --><template><a href="https://5.example/"></template>';
    expect(html(value)).toEqual([]);
  });
});

describe('a found link', () => {
  it('is as the author wrote it, and known by its normal form', () => {
    const [found] = extractLinks(
      [{ kind: 'html', value: '<a href=" HTTP://Bücher.Example:80/a/../%7eb?c#d ">x</a>' }],
      PAGE
    );
    expect(found).toEqual({
      url: 'HTTP://Bücher.Example:80/a/../%7eb?c#d',
      key: 'http://xn--bcher-kva.example/~b?c',
    });
  });

  it('is resolved when it is relative', () => {
    expect(
      html('<a href="other">x</a><a href="/c?d"></a><a href="//x.example/y"></a><a href="?e"></a>')
    ).toEqual([
      'https://our.example/blog/other',
      'https://our.example/c?d',
      'https://x.example/y',
      'https://our.example/blog/post?e',
    ]);
  });

  it('is listed once, as it is written first, across all texts', () => {
    expect(
      urls(
        { kind: 'markdown', value: '[a](https://X.example/a#1)' },
        { kind: 'html', value: '<a href="https://x.example/a#2">b</a><a href="https://x.example/A">c</a>' }
      )
    ).toEqual(['https://X.example/a#1', 'https://x.example/A']);
  });

  it.each([
    '#top',
    '',
    ' ',
    'mailto:a@b.example',
    'javascript:alert(1)',
    'ftp://x.example/',
    'https://',
    'http://[',
    'http:x',
    'https://u:p@x.example/',
  ])('is not %j', (href) => {
    expect(html(`<a href="${href}">x</a>`)).toEqual([]);
  });

  it('is one of 2,000 at most', () => {
    const value = Array.from({ length: 2100 }, (_, n) => `<a href="https://x.example/${n}">x</a>`).join('');
    expect(html(value)).toHaveLength(2000);
  });
});

describe('plainText', () => {
  it('is the words of the texts', () => {
    const parts: ContentPart[] = [
      {
        kind: 'blocks',
        value: [
          block('paragraph', text('One '), link('https://x.example/', 'two')),
          block('heading', text('Three')),
        ],
      },
      {
        kind: 'markdown',
        value:
          '# Four\n\n**Fi**ve `six`\nseven <b>eight</b>\n\n- nine\n- ten\n\n```\ncode\n```\n\n![no](x.png)',
      },
      { kind: 'html', value: '<p>eleven</p><p>twel<i>ve</i> &amp; more</p><script>no</script>' },
    ];
    expect(plainText(parts)).toBe('One two Three Four Five six seven eight nine ten eleven twelve & more');
  });

  it('is nothing where nothing is', () => {
    expect(plainText([])).toBe('');
    expect(plainText([{ kind: 'blocks', value: [block('code', text('x'))] }])).toBe('');
  });
});
