import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPage } from '../../../server/src/core/html/page';

const TARGET = 'https://target.example/post';
const URL_ = 'https://blog.example/notes/1';

const bodyOf = (html: string) =>
  (async function* () {
    yield Buffer.from(html);
  })();

const read = async (html: string) => {
  const { author, type, published, content, link } = await readPage(bodyOf(html), {
    contentType: 'text/html; charset=utf-8',
    url: URL_,
    isTarget: (url) => url === TARGET,
  });
  return { author, type, published, content, linked: link !== null };
};

const CARD =
  '<div class="p-author h-card"><img class="u-photo" src="/ann.png" alt=""><a class="u-url p-name" href="/ann">Ann &amp; Co</a></div>';
const entry = (link: string, rest = CARD) =>
  `<article class="h-entry"><h1 class="p-name">A note</h1>${link}<div class="e-content">What I have to say.</div>
   <time class="dt-published" datetime="2024-05-31T12:00:00Z">May</time>${rest}</article>`;

describe('the entry around a link', () => {
  it.each([
    ['a reply', `<a class="u-in-reply-to" href="${TARGET}">re</a>`, 'reply'],
    ['a like', `<a class="u-like-of" href="${TARGET}">liked</a>`, 'like'],
    ['a repost', `<a class="u-repost-of" href="${TARGET}">shared</a>`, 'repost'],
    ['a bookmark', `<a class="u-bookmark-of" href="${TARGET}">kept</a>`, 'bookmark'],
    [
      'a like of a cited page',
      `<div class="u-like-of h-cite"><a class="u-url p-name" href="${TARGET}">x</a></div>`,
      'like',
    ],
    ['a mention', `<a href="${TARGET}">x</a>`, 'mention'],
    [
      'a reply to somebody else',
      `<a class="u-in-reply-to" href="https://other.example/">o</a><a href="${TARGET}">x</a>`,
      'mention',
    ],
  ])('tells %s', async (_what, link, type) => {
    expect(await read(entry(link))).toEqual({
      type,
      author: { name: 'Ann & Co', url: 'https://blog.example/ann', photo: 'https://blog.example/ann.png' },
      published: '2024-05-31T12:00:00.000Z',
      content: type === 'mention' ? null : 'What I have to say.',
      linked: true,
    });
  });

  it.each([
    'http://127.0.0.1:1337/admin',
    'http://[::1]/',
    'http://2130706433/',
    'http://router/',
    'https://nas.local/',
    'https://x.onion/',
    'https://jane.example:6379/',
  ])('has no author at %s', async (url) => {
    const card = `<div class="p-author h-card"><img class="u-photo" src="${url}"><a class="u-url p-name" href="${url}">Ann</a></div>`;
    expect((await read(entry(`<a href="${TARGET}">x</a>`, card))).author).toEqual({
      name: 'Ann',
      url: null,
      photo: null,
    });
    const bare = `<a class="u-author" href="${url}"></a>`;
    expect((await read(entry(`<a href="${TARGET}">x</a>`, bare))).author).toEqual({
      name: null,
      url: null,
      photo: null,
    });
  });

  it.each(['&#x3164;&#xFFA0;', '&#x2800;', '&#x301;&#x301;', '&#xE0041;&#xE0042;', '&#x200B; &#xAD;'])(
    'has no author of the invisible name %s',
    async (name) => {
      const card = `<a class="p-author h-card" href="/ann">${name}</a>`;
      expect((await read(entry(`<a href="${TARGET}">x</a>`, card))).author).toMatchObject({ name: null });
    }
  );

  it('is the one that the link stands in', async () => {
    const others = entry(
      '<a class="u-like-of" href="https://other.example/">o</a>',
      '<p class="p-author">Eve</p>'
    );
    const page = `<div class="h-feed">${others}${entry(`<a class="u-in-reply-to" href="${TARGET}">re</a>`)}${others}</div>`;

    expect(await read(page)).toMatchObject({ type: 'reply', author: { name: 'Ann & Co' } });
  });

  it('may be a comment in somebody else’s entry', async () => {
    const comment = `<div class="u-comment h-cite"><span class="p-author h-card">Bob</span><p class="p-content"><a href="${TARGET}">x</a></p></div>`;

    expect(await read(entry('', CARD + comment))).toMatchObject({ author: { name: 'Bob' }, type: 'mention' });
  });

  it.each([
    ['a name only', '<span class="p-author">Ann</span>', { name: 'Ann', url: null, photo: null }],
    [
      'an address only',
      '<a class="u-author" href="/ann">me</a>',
      { name: null, url: 'https://blog.example/ann', photo: null },
    ],
    [
      'addresses of other schemes',
      '<div class="p-author h-card"><span class="p-name">Ann</span><a class="u-url" href="javascript:alert(1)">x</a><img class="u-photo" src="data:image/png;base64,AA"></div>',
      { name: 'Ann', url: null, photo: null },
    ],
    [
      'markup in a name',
      '<div class="p-author h-card"><b class="p-name">&lt;script&gt;A</b></div>',
      { name: '<script>A', url: null, photo: null },
    ],
  ])('may have an author with %s', async (_what, author, expected) => {
    expect((await read(entry(`<a href="${TARGET}">x</a>`, author))).author).toEqual(expected);
  });

  it.each(['soon', '1492-10-12', '2999-01-01', '2024-13-45T00:00', '"'.repeat(500)])(
    'has no date that is "%s"',
    async (date) => {
      const page = `<div class="h-entry"><a href="${TARGET}">x</a><time class="dt-published" datetime='${date}'></time></div>`;

      expect((await read(page)).published).toBeNull();
    }
  );

  it('is missing on most pages, whose head may name an author and a date', async () => {
    const head =
      '<meta name="author" content=" Ann "><meta property="article:published_time" content="2024-05-31T12:00:00+02:00">';

    expect(await read(`${head}<a href="${TARGET}">x</a>`)).toMatchObject({
      type: 'mention',
      author: { name: 'Ann', url: null, photo: null },
      published: '2024-05-31T10:00:00.000Z',
    });
    expect(await read(`<a href="${TARGET}">x</a>${entry('')}`)).toMatchObject({
      type: 'mention',
      author: { name: null },
    });
  });

  it('is not read when it is too large', async () => {
    const page = entry(`<a class="u-like-of" href="${TARGET}">x</a>`, `${'words '.repeat(50_000)}${CARD}`);

    expect(await read(page)).toMatchObject({ linked: true, type: 'mention', author: { name: null } });
  });

  it('ends where its unclosed elements do', async () => {
    const page = `<div class="h-entry"><p>One<p>Two <a class="u-like-of" href="${TARGET}">x<p>Three<ul><li>a<li>b</ul>${CARD}</div>`;

    expect(await read(page)).toMatchObject({ type: 'like', author: { name: 'Ann & Co' } });
  });
});

describe('pages that are made to hurt', () => {
  const many = (text: string) => text.repeat(Math.floor(900_000 / text.length));
  const inEntry = (markup: string) =>
    `<div class="h-entry"><a class="u-like-of" href="${TARGET}">x</a>${markup}</div>`;

  it.each([
    ['formatting that is never closed', inEntry(`${'<b a=1>'.repeat(10_000)}${'<p>'.repeat(10_000)}`)],
    ['formatting without an end', inEntry(many('<b>'))],
    ['links in links', inEntry(many('<a href=x>'))],
    ['a tree without ground', inEntry(many('<div>'))],
    ['entries in entries', inEntry(many('<div class="h-entry">'))],
    ['roots in properties', inEntry(many('<div class="p-a h-b">'))],
    ['many classes', inEntry(`<p class="${many('p-x ')}">`)],
    ['many small properties', inEntry('<i class="p-x">y</i>'.repeat(9_000))],
    ['tables in tables', inEntry(many('<table><tr><td>'))],
    ['closing tags of nothing', inEntry(many('</b></p>'))],
    ['names of prototypes', inEntry('<p class="p-__proto__ u-constructor p-toString h-__proto__">x</p>')],
  ])('%s are read in little time', async (_what, html) => {
    const start = performance.now();
    const found = await read(html);

    expect(found.linked).toBe(true);
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('never make the reader throw', async () => {
    const bits = fc.constantFrom(
      '<div class="h-entry">',
      '</div>',
      '<p class="p-author h-card">',
      `<a class="u-like-of" href="${TARGET}">`,
      '</a>',
      '<li>',
      '<b>',
      'text',
      '<img class="u-photo" src="x">',
      '<!--',
      '-->',
      '<script>',
      '</script>',
      '&amp',
      '<'
    );
    await fc.assert(
      fc.asyncProperty(fc.array(bits, { maxLength: 40 }), async (parts) => {
        expect(await read(parts.join(''))).toMatchObject({ author: expect.any(Object) });
      }),
      { numRuns: 300 }
    );
  });
});
