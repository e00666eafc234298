import { describe, expect, it } from 'vitest';
import { readPage } from '../../../server/src/core/html/page';
import { fixture, read, TARGET } from './support';

const LINK = `<a href="${TARGET}">this post</a>`;
const excerptOf = async (html: string) => (await read(html)).link?.excerpt;

describe('the title of a source', () => {
  const titled = async (head: string, body = `<p>${LINK}</p>`) =>
    (await read(`<head>${head}</head><body>${body}</body>`)).title;

  it('is og:title before the title element', async () => {
    expect(await titled('<title>Post – Site</title><meta property="og:title" content="Post">')).toBe('Post');
    expect(await titled('<title>Post</title><meta property="og:title" content=" ">')).toBe('Post');
    expect(await titled('<meta name="OG:Title" content="Post">')).toBe('Post');
  });

  it('is the first of several og:titles', async () => {
    expect(await titled('<meta property="og:title" content="A"><meta property="og:title" content="B">')).toBe(
      'A'
    );
  });

  it('is the first title element that says something, folded and decoded', async () => {
    expect(await titled('<title> </title><title>A &amp; B\n\t&quot;C&quot;</title><title>D</title>')).toBe(
      'A & B "C"'
    );
  });

  it('is never the title of a drawing', async () => {
    const drawing = '<svg><title>Menu icon</title><path d=""/></svg>';
    expect(await titled('', `${drawing}<p>${LINK}</p>`)).toBeNull();
    expect(await titled('', `<svg/>${drawing}<p>${LINK}</p><title>Late</title>`)).toBe('Late');
  });

  it('is the name of the entry that the link stands in', async () => {
    expect((await read(fixture('indieweb-feed.html'))).title).toBe('On engines & letters');
  });

  it('is not the text of a note without a name', async () => {
    const note = `<div class="h-entry"><p class="p-name e-content">I like ${LINK}</p></div>`;
    expect(await titled('<title>Ada: notes</title>', note)).toBe('Ada: notes');
  });

  it('is plain text: markup in it is only text, controls and direction marks are gone', async () => {
    const title = await titled('<title><script>alert(1)</script> a\u0000b\u202Ec\u200B</title>');
    expect(title).toBe('<script>alert(1)</script> a bc');
  });

  it('is cut at a word', async () => {
    const title = await titled(`<title>${'word '.repeat(200)}</title>`);
    expect(title).toMatch(/^(word )+word…$/);
    expect(title?.length).toBeLessThanOrEqual(300);
  });
});

describe('the excerpt', () => {
  it('is the words around the link, the whole when they are few', async () => {
    expect(await excerptOf(`<p>I  read\n ${LINK}&nbsp;&mdash; twice.</p>`)).toBe('I read this post — twice.');
  });

  it('is cut at words, about 100 characters to each side', async () => {
    const excerpt = await excerptOf(`<p>${'before '.repeat(60)}${LINK} ${'behind '.repeat(60)}</p>`);
    const [before = '', behind = ''] = excerpt?.split('this post') ?? [];
    expect(before).toMatch(/^…(before )+$/);
    expect(behind).toMatch(/^( behind)+…$/);
    for (const side of [before.trim(), behind.trim()]) {
      expect(side.length).toBeGreaterThan(90);
      expect(side.length).toBeLessThanOrEqual(100);
    }
  });

  it('tells words apart that only tags separate, and keeps words together that tags divide', async () => {
    expect(await excerptOf(`<p>Ripe<b>ned</b> by ${LINK}<br>in May</p>`)).toBe('Ripened by this post in May');
  });

  it('keeps to the paragraph of the link', async () => {
    const html = `<header>A blog</header><h1>Tomatoes</h1><p>Ripened by ${LINK} in May.</p><ul><li>one</li></ul>`;
    expect(await excerptOf(html)).toBe('Ripened by this post in May.');
  });

  it('takes in what stands around a link that is alone in its paragraph', async () => {
    const html = `<h1>Tomatoes</h1><ul><li>${LINK}</li><li>that post</li></ul>`;
    expect(await excerptOf(html)).toBe('Tomatoes this post that post');
  });

  it('is that of the first of several links', async () => {
    expect(await excerptOf(`<p>First ${LINK}.</p>${'word '.repeat(300)}<p>Second ${LINK}.</p>`)).toMatch(
      /^First this post/
    );
  });

  it('takes the next link for the end of one that is never closed', async () => {
    const html = `<a href="${TARGET}">this post <a href="/other">${'word '.repeat(100)}</a>`;
    expect((await excerptOf(html))?.length).toBeLessThanOrEqual('this post '.length + 100);
  });

  it('leaves out the title, scripts and comments', async () => {
    const html = `<title>Title</title><p>A<script>b()</script><!-- c --> ${LINK}<style>d</style> e</p>`;
    expect(await excerptOf(html)).toBe('A this post e');
  });

  it('cuts a link text without end and scripts without spaces', async () => {
    const all = await excerptOf(
      `${'前'.repeat(300)}<a href="${TARGET}">${'字'.repeat(5000)}</a>${'後'.repeat(300)}`
    );
    expect(all).toMatch(/^…前{99}字{199}…$/u);
  });

  it('does not tear characters apart', async () => {
    const excerpt = await excerptOf(`${'😀'.repeat(900)}${LINK}${'😀'.repeat(900)}`);
    expect(excerpt).toBe(`…${'😀'.repeat(99)}this post${'😀'.repeat(99)}…`);
  });

  it('is null when there are no words at all', async () => {
    expect(await excerptOf(`<a href="${TARGET}"><img src="x"></a>`)).toBeNull();
  });

  it('says where the text of the link stands in it', async () => {
    const marked = async (html: string) => {
      const link = (await read(html)).link;
      return link?.excerpt && link.mark && link.excerpt.slice(link.mark.start, link.mark.end);
    };
    expect(await marked(`<p>Read this post: ${LINK}, twice.</p>`)).toBe('this post');
    expect(await marked(`<p>${'before '.repeat(60)}${LINK}${'behind '.repeat(60)}</p>`)).toBe('this post');
    expect(await marked(`<p><a href="${TARGET}">  this\n post </a>`)).toBe('this post');
    expect(await marked(`<p><a href="${TARGET}">${'word '.repeat(100)}</a> end</p>`)).toMatch(
      /^(word )+word…$/
    );
    expect(await marked(`<p>A picture: <a href="${TARGET}"><img src="x"></a></p>`)).toBeNull();
    expect((await read(`<p>this post, this post: ${LINK}</p>`)).link?.mark).toEqual({ start: 22, end: 31 });
  });

  it('comes from a real WordPress page', async () => {
    const isTarget = (url: string) => url === `${TARGET}?a=1&b=2`;
    expect(await read(fixture('wordpress-post.html'), { isTarget })).toMatchObject({
      title: 'Why blogs still talk – The Garden Shed',
      siteName: 'The Garden Shed',
      link: {
        excerpt:
          'What convinced me in the end was a patient piece on linkbacks, which explains why a site should ' +
          'be told when somebody answers it, and how little that costs…',
      },
    });
  });
});

describe('the revision', () => {
  it('is what our own page says', async () => {
    const html = `<head><meta name="linkbacks-revision" content="3f2a" /></head>${LINK}`;
    expect((await read(html)).revision).toBe('3f2a');
    expect((await read(LINK)).revision).toBeNull();
  });
});

describe('reading', () => {
  it('stops as soon as all is known', async () => {
    let taken = 0;
    async function* endless() {
      yield Buffer.from(`<title>T</title><p>a ${LINK} b</p>`.padEnd(5000, ' word'));
      for (;;) {
        taken += 1;
        if (taken > 100) throw new Error('read on');
        yield Buffer.from('more words '.repeat(1000));
      }
    }
    const options = {
      contentType: null,
      url: 'https://source.example/',
      isTarget: (url: string) => url === TARGET,
    };
    const reading = await readPage(endless(), options);
    expect(reading.link?.href).toBe(TARGET);
    expect(reading.title).toBe('T');
    expect(taken).toBeLessThanOrEqual(1);
  });

  it('throws on what the body throws', async () => {
    async function* broken() {
      yield Buffer.from('<p>');
      throw new Error('connection reset');
    }
    const options = { contentType: null, url: 'https://source.example/', isTarget: () => false };
    await expect(readPage(broken(), options)).rejects.toThrow('connection reset');
  });
});

describe('links to other sites', () => {
  it('are counted to the end of the page when asked for, and else not at all', async () => {
    const others = '<a href="https://a.example/">a</a> <a href="//b.example/x">b</a> <a href="/own">own</a>';
    const html = `<title>Post</title><p>${LINK}</p>${'<p>words</p>'.repeat(1_000)}${others}<a>none</a><a href="mailto:x">m</a>`;

    expect((await read(html, { countLinks: true })).otherSites).toBe(3);
    expect((await read(html)).otherSites).toBeNull();
  });
});

describe('a link that has to be there as it was written', () => {
  const links = (count: number): string =>
    Array.from({ length: count }, (_, at) => `<p>Words ${at} <a href="${TARGET}?n=${at}">here</a></p>`).join(
      ''
    );
  const isTarget = (url: string): boolean => url.startsWith(TARGET);

  it('does not choose the words: they are those around the first link to the target', async () => {
    const page = `<title>T</title>${links(20)}`;
    const readings = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        read(page, { isTarget, isRequired: (url) => url.endsWith(`n=${at}`) })
      )
    );
    expect(new Set(readings.map(({ link }) => JSON.stringify(link))).size).toBe(1);
    expect(readings[0]?.link).toMatchObject({ href: `${TARGET}?n=0`, excerpt: 'Words 0 here' });
  });

  it('is missed where it is not, however many others lead to the target', async () => {
    const reading = await read(links(20), { isTarget, isRequired: (url) => url === TARGET });
    expect(reading.link).toBeNull();
  });
});
