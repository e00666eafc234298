import { describe, expect, test } from 'vitest';
import { renderBlocks } from '../../playground/site/blocks.mjs';
import { renderMarkdown } from '../../playground/site/markdown.mjs';
import { createSite } from '../../playground/site/server.mjs';
import { serve } from './serve';

const SITE = 'http://site.example';

const article = {
  slug: 'first',
  title: 'First & <last>',
  summary: 'What it is "about"',
  publishedAt: '2026-02-03T10:00:00.000Z',
  body: [{ type: 'paragraph', children: [{ type: 'text', text: 'Hello <there>' }] }],
  notes: 'See [the neighbour](http://neighbour.example/a?b=1&c=2).',
};

const discovery = {
  open: true,
  pingback: 'http://cms.example/api/linkbacks/xmlrpc',
  webmention: null,
  trackback: 'http://cms.example/api/linkbacks/trackback/articles/abc',
  html: '<link rel="pingback" href="http://cms.example/api/linkbacks/xmlrpc">',
  headers: { 'X-Pingback': 'http://cms.example/api/linkbacks/xmlrpc' },
  rdf: '<!-- <rdf:RDF></rdf:RDF> -->',
};

const hostile = {
  id: '1',
  protocol: 'pingback',
  type: 'mention',
  source: 'javascript:alert(1)',
  title: '<script>alert(1)</script>',
  excerpt: '"><img src=x onerror=alert(1)>',
  siteName: '<b>Evil</b>',
  author: { name: null, url: null, photo: null },
  published: null,
  received: '2026-02-04T10:00:00.000Z',
};

const linkbacks = (data: unknown[]) => ({ data, meta: { count: { total: data.length } } });

/** The site before a Strapi that answers each path as told, 404 otherwise. */
const startSite = async (answers: Record<string, unknown>) => {
  const asked: string[] = [];
  const strapiUrl = await serve(() => (request, response) => {
    const url = new URL(request.url ?? '', 'http://strapi.invalid');
    const about = url.searchParams.get('target') ?? url.searchParams.get('locale') ?? '';
    asked.push(`${url.pathname} ${about}`.trim());
    const answer = answers[url.pathname];
    response.writeHead(answer === undefined ? 404 : 200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(answer ?? {}));
  });
  const site = await serve(() => createSite({ strapiUrl, siteUrl: SITE }));
  return { site, asked };
};

const withArticle = (data: unknown[] = []) => ({
  '/api/articles': { data: [article] },
  '/api/linkbacks': linkbacks(data),
  '/api/linkbacks/discovery': { data: discovery },
});

describe('an article page', () => {
  test('carries the tags, the header and the RDF that discovery gives for its public URL', async () => {
    const { site, asked } = await startSite(withArticle());

    const response = await fetch(`${site}/articles/first`);
    const page = await response.text();

    expect(asked).toContain(`/api/linkbacks/discovery ${SITE}/articles/first`);
    expect(response.headers.get('x-pingback')).toBe(discovery.pingback);
    expect(page.slice(0, page.indexOf('</head>'))).toContain(discovery.html);
    expect(page.slice(page.indexOf('<body>'))).toContain(discovery.rdf);
  });

  test('answers HEAD with the same headers and no body', async () => {
    const { site } = await startSite(withArticle());
    const response = await fetch(`${site}/articles/first`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-pingback')).toBe(discovery.pingback);
    expect(await response.text()).toBe('');
  });

  test('shows a linkback escaped, and no link that could run', async () => {
    const { site, asked } = await startSite(withArticle([hostile]));

    const page = await (await fetch(`${site}/articles/first`)).text();

    expect(asked).toContain(`/api/linkbacks ${SITE}/articles/first`);
    expect(page).toContain('One site links here');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toMatch(/<script|<img|<b>|javascript:/);
  });

  test('links to the source of a linkback without recommending it', async () => {
    const { site } = await startSite(
      withArticle([{ ...hostile, source: 'http://a.example/?x=1&y=2', title: 'A' }])
    );
    const page = await (await fetch(`${site}/articles/first`)).text();
    expect(page).toContain('<a href="http://a.example/?x=1&amp;y=2" rel="nofollow ugc">A</a>');
  });

  test('stands without linkbacks when the plugin does not answer', async () => {
    const { site } = await startSite({ '/api/articles': { data: [article] } });
    const response = await fetch(`${site}/articles/first`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('First &amp; &lt;last&gt;');
  });
});

test('a page is shown in the language of its address, with what discovery gives for that address', async () => {
  const { site, asked } = await startSite({ ...withArticle(), '/api/pages': { data: [article] } });

  const response = await fetch(`${site}/de/pages/first`);

  expect(await response.text()).toContain('First &amp; &lt;last&gt;');
  expect(asked).toContain('/api/pages de');
  expect(asked).toContain(`/api/linkbacks/discovery ${SITE}/de/pages/first`);
});

test('the home page lists the articles, escaped', async () => {
  const { site } = await startSite(withArticle());
  const page = await (await fetch(site)).text();
  expect(page).toContain('<a href="/articles/first">First &amp; &lt;last&gt;</a>');
  expect(page).toContain('What it is &quot;about&quot;');
});

test.each([
  ['/articles/missing', 404],
  ['/articles/%E0%A4%A', 404],
  ['/de/pages/missing', 404],
  ['/nothing', 404],
])('%s answers %i', async (path, status) => {
  const { site } = await startSite({ '/api/articles': { data: [] }, '/api/pages': { data: [] } });
  expect((await fetch(`${site}${path}`)).status).toBe(status);
});

test('a Strapi that is away is a 502', async () => {
  const { site } = await startSite({});
  expect((await fetch(site)).status).toBe(502);
});

describe('blocks', () => {
  test('marks, headings, lists, quotes, code and links become HTML', () => {
    const text = (words: string, marks = {}) => ({ type: 'text', text: words, ...marks });
    const html = renderBlocks([
      { type: 'heading', level: 1, children: [text('Title')] },
      { type: 'paragraph', children: [text('a\nb', { bold: true, italic: true })] },
      { type: 'list', format: 'ordered', children: [{ type: 'list-item', children: [text('one')] }] },
      { type: 'quote', children: [text('said')] },
      { type: 'code', children: [text('a < b')] },
      {
        type: 'paragraph',
        children: [{ type: 'link', url: 'http://a.example/?a=1&b=2', children: [text('there')] }],
      },
    ]);
    expect(html).toBe(
      [
        '<h2>Title</h2>',
        '<p><em><strong>a<br>b</strong></em></p>',
        '<ol><li>one</li></ol>',
        '<blockquote><p>said</p></blockquote>',
        '<pre><code>a &lt; b</code></pre>',
        '<p><a href="http://a.example/?a=1&amp;b=2">there</a></p>',
      ].join('\n')
    );
  });

  test('a javascript: link keeps its words only', () => {
    const children = [{ type: 'link', url: 'javascript:alert(1)', children: [{ type: 'text', text: 'x' }] }];
    expect(renderBlocks([{ type: 'paragraph', children }])).toBe('<p>x</p>');
  });

  test.each([null, undefined, 'text', [null], [{ type: 'unknown' }]])('%j is shown as nothing', (blocks) => {
    expect(renderBlocks(blocks)).toBe('');
  });
});

describe('markdown', () => {
  test.each([
    ['[a](http://a.example/x_y_z)', '<p><a href="http://a.example/x_y_z">a</a></p>'],
    [
      '<http://a.example/?a=1&b=2>',
      '<p><a href="http://a.example/?a=1&amp;b=2">http://a.example/?a=1&amp;b=2</a></p>',
    ],
    [
      '**[a](http://a.example/)** and *b*',
      '<p><strong><a href="http://a.example/">a</a></strong> and <em>b</em></p>',
    ],
    ['# A `<b>`', '<h2>A <code>&lt;b&gt;</code></h2>'],
    ['- one\n- two', '<ul><li>one</li><li>two</li></ul>'],
    ['1. one\n2. two', '<ol><li>one</li><li>two</li></ol>'],
    ['> said', '<blockquote><p>said</p></blockquote>'],
    ['```\n[a](http://a.example)\n```', '<pre><code>[a](http://a.example)</code></pre>'],
    ['<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'],
    ['[a](javascript:alert)', '<p>a</p>'],
    ['[<img>](http://a.example/"x)', '<p><a href="http://a.example/&quot;x">&lt;img&gt;</a></p>'],
  ])('%j', (markdown, html) => expect(renderMarkdown(markdown)).toBe(html));
});
