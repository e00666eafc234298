import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ping } from '../../server/src/contracts/pings';
import { openPingLog, type PingLog } from '../helpers/admin-pings';
import { documents } from '../helpers/entries';
import { APP_DIR } from '../helpers/paths';
import { startStrapi, type StartOptions, type TestApp } from '../helpers/strapi';
import { until } from '../helpers/until';

const ARTICLE = 'api::article.article';
/** Nobody listens: pings wait for our page, and what was found shows all the same. */
const SITE = 'http://127.0.0.3:4321';
const OWN = 'This link leads to our own site.';
const ITSELF = 'This link leads to the entry itself.';

let app: TestApp;
let log: PingLog;
let count = 0;

const start = async (o: Pick<StartOptions, 'config' | 'extraSrc'> = {}): Promise<void> => {
  app = await startStrapi({ site: SITE, listen: true, ...o });
  log = await openPingLog(app);
};

interface Written {
  documentId: string;
  slug: string;
}

/** Publishes an article in the locales of `data`, English when that is one article. */
const publish = async (data: Record<string, unknown>, locale = 'en', of?: string): Promise<Written> => {
  const slug = `found-${(count += 1)}`;
  const article = { title: 'Links', slug, ...data };
  const service = documents(app, ARTICLE);
  const { documentId } = of
    ? await service.update({ documentId: of, locale, data: article })
    : await service.create({ locale, data: article });
  await service.publish({ documentId, locale });
  return { documentId, slug: String(article.slug) };
};

/** What the admin's list has of an entry, once it is planned. */
const pingsOf = async (documentId: string): Promise<Ping[]> => {
  await until('it is planned', async () => {
    const left = await app.strapi.db.connection('linkbacks_jobs').where({ kind: 'plan' }).first('id');
    return left === undefined;
  });
  return log.of(documentId);
};

const found = async (data: Record<string, unknown>): Promise<string[]> =>
  (await pingsOf((await publish(data)).documentId)).map(({ target }) => target);

const url = (name: string) => `https://${name}.example/`;
const urls = (...names: string[]) => names.map(url);

const text = (value: string, marks: object = {}) => ({ type: 'text', text: value, ...marks });
const link = (to: string, words = 'this') => ({ type: 'link', url: to, children: [text(words)] });
const paragraph = (...children: unknown[]) => ({ type: 'paragraph', children });
const item = (...children: unknown[]) => ({ type: 'list-item', children });
const list = (format: 'ordered' | 'unordered', ...children: unknown[]) => ({
  type: 'list',
  format,
  children,
});

describe('links are found', () => {
  beforeAll(() => start());
  afterAll(() => app.stop());

  it('in blocks: paragraphs, headings, quotes, and lists in lists', async () => {
    const body = [
      paragraph(text('I read '), link(url('a')), text(' and '), link(url('b')), text('.')),
      { type: 'heading', level: 2, children: [text('On '), link(url('c'))] },
      { type: 'quote', children: [link(url('d'))] },
      list(
        'unordered',
        item(link(url('e'))),
        list('ordered', item(text('deep '), link(url('f'))), list('unordered', item(link(url('g')))))
      ),
    ];
    expect(await found({ body })).toEqual(urls('a', 'b', 'c', 'd', 'e', 'f', 'g'));
  });

  it('in blocks: not in code, not in bare text', async () => {
    const body = [
      { type: 'code', language: 'html', children: [text(`<a href="${url('code')}">x</a> ${url('code')}`)] },
      paragraph(text(url('bare')), text(url('span'), { code: true }), link(url('link'))),
    ];
    expect(await found({ body })).toEqual(urls('link'));
  });

  it('in Markdown: inline, references, autolinks, HTML, and around images', async () => {
    const value = [
      `[inline](${url('inline')} "title") and [reference][1], [Collapsed][], [shortcut]`,
      `> * quoted <${url('auto')}>`,
      `[![alt](${url('image-in-link')}i.png)](${url('around-image')})`,
      `Some <a href='${url('html')}?a=1&amp;b=2'>HTML</a>.`,
      `| [cell](${url('table')}) |\n| --- |`,
      [
        `[1]: ${url('reference')}`,
        `[collapsed]: ${url('collapsed')}`,
        `[SHORTCUT]: <${url('shortcut')}>`,
      ].join('\n'),
    ];
    expect(await found({ text: value.join('\n\n') })).toEqual([
      ...urls('inline', 'reference', 'collapsed', 'shortcut', 'auto', 'around-image'),
      `${url('html')}?a=1&b=2`,
      url('table'),
    ]);
  });

  it('in Markdown: not in code, images, definitions that nothing uses, and bare text', async () => {
    const value = [
      `\`[span](${url('span')})\` and \`\`<${url('double')}>\`\``,
      `\`\`\`md\n[fence](${url('fence')})\n\`\`\``,
      `    [indented](${url('indented')})`,
      `![image](${url('image')}i.png) ![by reference][i]`,
      `\\[escaped](${url('escaped')}) ${url('bare')}`,
      `<!-- [comment](${url('comment')}) <a href="${url('comment')}">x</a> -->`,
      `[i]: ${url('image')}j.png\n[unused]: ${url('unused')}`,
      `[the only one](${url('only')})`,
    ];
    expect(await found({ text: value.join('\n\n') })).toEqual(urls('only'));
  });

  it('in HTML, as CKEditor keeps it', async () => {
    const html = [
      `<h2><a href="${url('heading')}">x</a></h2><ul><li><a href='${url('item')}'>x</a></li></ul>`,
      `<blockquote><p><A HREF=${url('quote')}>x</A></p></blockquote>`,
      `<figure class="image"><a href="${url('around-image')}"><img src="${url('image')}i.png"></a></figure>`,
      `<figure class="media"><oembed url="${url('media')}"></oembed></figure>`,
      `<pre><code>&lt;a href="${url('code')}"&gt;</code></pre>`,
      `<!-- <a href="${url('comment')}">x</a> --><p>${url('bare')}</p>`,
      `<p><a id="anchor">no link</a> <a href="${url('query')}?a=1&amp;b=%C3%BC#part">x</a></p>`,
    ];
    expect(await found({ html: html.join('') })).toEqual([
      ...urls('heading', 'item', 'quote', 'around-image'),
      `${url('query')}?a=1&b=%C3%BC#part`,
    ]);
  });

  it('in components, repeatable ones, dynamic zones, and those inside each other', async () => {
    const markdown = (name: string) => `[this](${url(name)})`;
    const section = (name: string) => ({
      heading: markdown(`${name}-plain-text`),
      text: markdown(name),
      quotes: [
        { text: markdown(`${name}-quote-1`), source: [paragraph(link(url(`${name}-source-1`)))] },
        { text: null, source: [list('unordered', item(link(url(`${name}-source-2`))))] },
      ],
    });
    const of = (name: string) => urls(name, `${name}-quote-1`, `${name}-source-1`, `${name}-source-2`);
    const targets = await found({
      section: section('component'),
      sections: [
        { __component: 'default.section', ...section('zone') },
        { __component: 'default.quote', text: markdown('zone-quote') },
        { __component: 'default.section', heading: 'Empty' },
        { __component: 'default.section', text: markdown('zone-last') },
      ],
    });
    expect(targets).toEqual([...of('component'), ...of('zone'), ...urls('zone-quote', 'zone-last')]);
  });

  it('in the order of the fields', async () => {
    const targets = await found({
      html: `<a href="${url('third')}">x</a>`,
      text: `[x](${url('second')})`,
      body: [paragraph(link(url('first')))],
    });
    expect(targets).toEqual(urls('first', 'second', 'third'));
  });

  it('in each locale for itself', async () => {
    const english = await publish({ body: [paragraph(link(url('both')), link(url('english')))] });
    const body = [paragraph(link(url('both')), link(url('french')))];
    const { slug } = await publish({ body }, 'fr', english.documentId);
    const pings = await pingsOf(english.documentId);
    const rows = pings.map(({ entry, target, source }) => [entry.locale, target, source]);
    // Each is an entry of its own, planned whenever its turn comes.
    rows.sort(([a = ''], [b = '']) => a.localeCompare(b));
    expect(rows).toEqual([
      ['en', url('both'), `${SITE}/blog/${english.slug}`],
      ['en', url('english'), `${SITE}/blog/${english.slug}`],
      ['fr', url('both'), `${SITE}/fr/blog/${slug}`],
      ['fr', url('french'), `${SITE}/fr/blog/${slug}`],
    ]);
  });

  it('in the published version, not in the draft', async () => {
    const { documentId } = await publish({ text: `[x](${url('published')})` });
    await documents(app, ARTICLE).update({ documentId, data: { text: `[x](${url('draft')})` } });
    expect((await pingsOf(documentId)).map(({ target }) => target)).toEqual(urls('published'));
  });

  it('in a type without drafts, and in a single type', async () => {
    const data = { title: 'One', slug: 'a-note', text: `[x](${url('kind')})` };
    const note = await documents(app, 'api::note.note').create({ data });
    const about = await documents(app, 'api::page.page').create({ data: { title: 'One', text: data.text } });
    await documents(app, 'api::page.page').publish({ documentId: about.documentId });
    expect((await pingsOf(note.documentId)).map(({ target }) => target)).toEqual(urls('kind'));
    expect((await pingsOf(about.documentId)).map(({ target }) => target)).toEqual(urls('kind'));
  });

  it('once each, as they are written first, whatever their form', async () => {
    const first = 'HTTPS://Once.Example:443/a/../%7ejo/?b=%c3%bc#top';
    const targets = await found({
      body: [paragraph(link(first))],
      text: `[x](https://once.example/~jo/?b=%C3%BC) [y](https://once.example/~jo/?b=ü#end)`,
      html: '<a href="https://once.example/~jo?b=ü">another path</a><a href="http://once.example/~jo/?b=ü">z</a>',
    });
    expect(targets).toEqual([first, 'https://once.example/~jo?b=ü', 'http://once.example/~jo/?b=ü']);
  });

  it('when they lead to web pages', async () => {
    const body = ['mailto:me@a.example', 'tel:+491234', 'ftp://files.example/x'].map((to) =>
      paragraph(link(to))
    );
    const others = [
      'javascript:alert(1)',
      'data:text/html,x',
      'sms:1',
      '#part',
      '',
      '#',
      'http://',
      'https://u:p@x.example/',
    ];
    const targets = await found({
      body,
      text: `${others.map((to) => `[x](${to})`).join(' ')} <me@a.example> [m](mailto:me@a.example) <tel:1>`,
      html: [...others, ' JavaScript:x', 'java\tscript:x'].map((to) => `<a href="${to}">x</a>`).join(''),
    });
    expect(targets).toEqual([]);
  });

  it('relative ones too, as seen from the public page of the entry', async () => {
    const { documentId, slug } = await publish({
      body: [paragraph(link('/about/us'))],
      text: '[x](other) [y](../tags/a?b=c) [z](?page=2) [s](//scheme.example/x)',
      html: '<a href="./">up</a>',
    });
    const pings = await pingsOf(documentId);
    expect(pings.map(({ target }) => target)).toEqual([
      `${SITE}/about/us`,
      `${SITE}/blog/other`,
      `${SITE}/tags/a?b=c`,
      `${SITE}/blog/${slug}?page=2`,
      'http://scheme.example/x',
      `${SITE}/blog/`,
    ]);
  });

  it('and left alone when they lead to our own site, or to the entry itself', async () => {
    const slug = `found-${count + 1}`;
    const { documentId } = await publish({
      text: `[a](${SITE}/blog/other) [b](/) [c](${SITE}/blog/${slug}) [d](${url('else')})`,
      html: `<a href="${slug}/?utm_source=x#part">in disguise</a><a href="${SITE.toUpperCase()}/notes/x">y</a>`,
    });
    const pings = await pingsOf(documentId);
    expect(
      pings.map(({ target, status, reason }) => [target, status, status === 'skipped' ? reason : null])
    ).toEqual([
      [`${SITE}/blog/other`, 'skipped', OWN],
      [`${SITE}/`, 'skipped', OWN],
      [`${SITE}/blog/${slug}`, 'skipped', ITSELF],
      [url('else'), 'waiting', null],
      [`${SITE}/blog/${slug}/?utm_source=x#part`, 'skipped', ITSELF],
      [`${SITE.toUpperCase()}/notes/x`, 'skipped', OWN],
    ]);
  });
});

describe('with internal links on, and fields that are named', () => {
  beforeAll(() =>
    start({
      config: {
        send: { internalLinks: true },
        contentTypes: { [ARTICLE]: { content: ['summary', 'sections', 'text'] } },
      },
    })
  );
  afterAll(() => app.stop());

  it('links to our own pages are pinged, those to the entry itself never', async () => {
    const slug = `found-${count + 1}`;
    const { documentId } = await publish({
      text: `[a](${SITE}/blog/other) [b](/notes/x) [c](/blog/${slug}#part) [d](?utm_campaign=y)`,
    });
    const pings = await pingsOf(documentId);
    expect(pings.map(({ target, status }) => [target, status])).toEqual([
      [`${SITE}/blog/other`, 'waiting'],
      [`${SITE}/notes/x`, 'waiting'],
      [`${SITE}/blog/${slug}#part`, 'skipped'],
      [`${SITE}/blog/${slug}?utm_campaign=y`, 'skipped'],
    ]);
    expect(pings.slice(2).map(({ reason }) => reason)).toEqual([ITSELF, ITSELF]);
  });

  it('links are looked for in the named fields only, and in all that is inside them', async () => {
    const targets = await found({
      summary: `Plain text that is named is HTML: <a href="${url('summary')}">x</a>`,
      body: [paragraph(link(url('body')))],
      text: `[x](${url('text')})`,
      html: `<a href="${url('html')}">x</a>`,
      section: { text: `[x](${url('section')})` },
      sections: [
        {
          __component: 'default.section',
          heading: `<a href="${url('heading')}">x</a>`,
          text: `[x](${url('zone')})`,
          quotes: [{ text: `[x](${url('quote')})` }],
        },
      ],
    });
    expect(targets.sort()).toEqual(urls('summary', 'text', 'zone', 'quote').sort());
  });
});

describe("where a function of the project knows an entry's other addresses", () => {
  const resolve = (to: string) => {
    const [, documentId] = /\/short\/(\w+)/.exec(to) ?? [];
    return documentId ? { documentId, locale: 'en' } : null;
  };
  beforeAll(() =>
    start({
      config: {
        send: { internalLinks: true },
        contentTypes: {
          [ARTICLE]: { url: ({ slug }: { slug: string }) => `${SITE}/long/${slug}`, resolve },
        },
      },
    })
  );
  afterAll(() => app.stop());

  it('the entry never pings itself, whichever of them a link has', async () => {
    const { documentId } = await publish({ text: '' });
    const text = `[a](/short/${documentId}?a=b) [b](/short/somebodyelse) [c](${url('else')})`;
    await documents(app, ARTICLE).update({ documentId, data: { text }, status: 'published' });
    const pings = await pingsOf(documentId);
    // The worker may have looked at the page by now, and then the waiting ones have a reason, too.
    const told = pings.map(({ target, status, reason }) => [
      target,
      status,
      reason?.includes('itself') ?? false,
    ]);
    expect(told).toEqual([
      [`${SITE}/short/${documentId}?a=b`, 'skipped', true],
      [`${SITE}/short/somebodyelse`, 'waiting', false],
      [url('else'), 'waiting', false],
    ]);
  });
});

describe('in the custom fields of editors', () => {
  const SCHEMA = 'src/api/article/content-types/article/schema.json';
  const INDEX = `module.exports = {
    register: ({ strapi }) => strapi.customFields.register({ name: 'editor', type: 'richtext' }),
  };`;
  const field = (customField: string, options: object = {}) => ({
    type: 'customField',
    customField,
    options,
  });

  beforeAll(() => {
    const schema = JSON.parse(readFileSync(join(APP_DIR, SCHEMA), 'utf8')) as { attributes: object };
    const attributes = {
      ...schema.attributes,
      byOutput: field('plugin::ckeditor.CKEditor', { output: 'Markdown', preset: 'light' }),
      byPreset: field('plugin::ckeditor.CKEditor', { preset: 'defaultMarkdown' }),
      byNobody: field('plugin::ckeditor.CKEditor', { preset: 'ours' }),
      other: field('global::editor'),
    };
    const files = { [SCHEMA]: JSON.stringify({ ...schema, attributes }), 'src/index.js': INDEX };
    return start({ extraSrc: files });
  });
  afterAll(() => app.stop());

  it('links are found in HTML, and in Markdown where a field is set to that', async () => {
    const targets = await found({
      text: `<i>Markdown</i> in Strapi's own field: [x](${url('own')})`,
      html: `<p><a href="${url('html')}">x</a> [no](${url('no')})</p>`,
      byOutput: `<${url('output')}> [x](${url('output-2')})`,
      byPreset: `[x](${url('preset')}) \`[no](${url('no')})\``,
      byNobody: `# [x](${url('nobody')})`,
      other: `<ul>\n\n    <li><a href="${url('other')}">indented, as no code is</a></li>\n</ul>`,
    });
    expect(targets).toEqual(urls('own', 'html', 'output', 'output-2', 'preset', 'nobody', 'other'));
  });
});
