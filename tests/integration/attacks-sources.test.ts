import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  linkTo,
  page,
  ping,
  TARGET,
  testAttacks,
  testAttacksTogether,
  useAttackLab,
  type Attack,
} from '../helpers/attack-lab';
import { drips, floods, hangs, redirects, resets, says } from '../helpers/bad-peers';
import type { PeerHandler } from '../helpers/http-peer';
import { storedLinkbacks } from '../helpers/receiving';

/** PROTOCOLS §6, "Source pages". */
const lab = useAttackLab();

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const html = (body: string, head?: string): PeerHandler => says(page(body, head), { headers: HTML });
const typed = (type: string, body: string | Buffer): PeerHandler =>
  says(body, { headers: { 'content-type': type } });
const encoded = (coding: string, body: Buffer): PeerHandler =>
  says(body, { headers: { ...HTML, 'content-encoding': coding } });

const BOMB = readFileSync(new URL('../fixtures/bombs/one-gigabyte.br', import.meta.url));

/** A row for one page: what is at the path, what its pingback is answered. */
const at = (what: string, handler: () => PeerHandler, expected: Omit<Attack, 'what' | 'send'>): Attack => {
  const path = `/${what.replaceAll(/\W+/g, '-')}`;
  return {
    what,
    send: (o) => {
      o.pages.set(path, handler());
      return ping(o, path);
    },
    fetched: [path],
    ...expected,
  };
};

const NO_LINK = { answer: 'fault 17' };
const UNREACHABLE = { answer: 'fault 16' };
/** Not known within the budget: the worker looks again. */
const LATER = { answer: 'accepted', left: 1 };
const TAKEN = { answer: 'accepted', stored: 1 };

const status = (code: number): Attack =>
  at(`${code} with the link in it`, () => says(page(linkTo()), { status: code, headers: HTML }), UNREACHABLE);

const broken: Attack[] = [
  at('endless, without the link', () => floods('<p>', { headers: HTML, filler: 'words ' }), NO_LINK),
  at('endless, with the link', () => floods(page(linkTo()), { headers: HTML, filler: 'words ' }), TAKEN),
  at('50 kB that stand for 50 MB', () => encoded('gzip', gzipSync(Buffer.alloc(50_000_000))), NO_LINK),
  at('a tag that never ends', () => typed('text/html', `<p>hello</p><a href="${TARGET}"`), NO_LINK),
  at('a PDF', () => typed('application/pdf', `%PDF-1.4 ${linkTo()}`), NO_LINK),
  at(
    'an image',
    () => typed('image/png', Buffer.concat([Buffer.from([0x89]), Buffer.from(linkTo())])),
    NO_LINK
  ),
];

/** Their senders wait for all of the budget. */
const unanswered: Attack[] = [
  ...[404, 410, 500, 503, 304].map(status),
  at('1 kB that stands for 1 GB', () => encoded('br', BOMB), UNREACHABLE),
  at('what is not what its coding says', () => encoded('gzip', Buffer.from('hello')), UNREACHABLE),
  at('stacked codings', () => encoded('gzip, gzip', gzipSync(gzipSync(page(linkTo())))), UNREACHABLE),
  at('a connection that breaks', () => resets('<p>', { headers: HTML }), UNREACHABLE),
  at('a byte a second', () => drips('<p>', { headers: HTML }), LATER),
  at('an answer that never comes', () => hangs, LATER),
  {
    ...at('a redirect loop', () => redirects(302, '/a-redirect-loop'), UNREACHABLE),
    fetched: Array<string>(6).fill('/a-redirect-loop'),
  },
  at('a redirect to a machine inside', () => redirects(302, `${lab.inside.url}/post`), UNREACHABLE),
  at('a redirect to a file', () => redirects(302, 'file:///etc/passwd'), UNREACHABLE),
  at('a redirect to another port', () => redirects(302, 'http://127.0.0.2:22/'), UNREACHABLE),
  at('a redirect to our admin', () => redirects(302, 'http://127.0.0.1:1337/admin'), UNREACHABLE),
  at('a redirect to the target', () => redirects(302, TARGET), UNREACHABLE),
];

const linkless: Attack[] = [
  ['a comment', `<!-- ${linkTo()} -->`],
  ['an unfinished comment', `<!-- ${linkTo()}`],
  ['a script', `<script>document.write('${linkTo()}')</script>`],
  ['a style', `<style>a { background: url(${TARGET}) } ${linkTo()}</style>`],
  ['a template', `<template>${linkTo()}</template>`],
  ['a textarea', `<textarea>${linkTo()}</textarea>`],
  ['noscript', `<noscript>${linkTo()}</noscript>`],
  ['a title', `<title>${linkTo()}</title>`],
  ['an iframe’s text', `<iframe>${linkTo()}</iframe>`],
  ['text', `<p>${TARGET}</p>`],
  ['escaped text', `<p>${linkTo().replaceAll('<', '&lt;')}</p>`],
  ['an attribute of something else', `<p title='${linkTo()}' data-href="${TARGET}">hello</p>`],
  ['a longer URL', linkTo(`${TARGET}-world`)],
  ['a URL that has it in its query', linkTo(`https://example.com/?${TARGET}`)],
  ['another host', linkTo(TARGET.replace('127.0.0.1', '127.0.0.9'))],
  ['a relative link of another site', linkTo('/blog/hello')],
  ['a link before another base', `<base href="https://example.com/">${linkTo('/blog/hello')}`],
].map(([what, body]) => at(`only in ${what}`, () => html(String(body)), NO_LINK));

const linking: Attack[] = [
  ['nofollow', `<a rel="nofollow ugc" href="${TARGET}">it</a>`],
  ['no words', `<a href="${TARGET}"></a>`],
  ['a base', `<base href="${new URL(TARGET).origin}/blog/">${linkTo('hello')}`],
  ['entities in its URL', linkTo(TARGET.replace('/blog', '&#47;blog'))],
  ['a tracking parameter', linkTo(`${TARGET}?utm_source=feed`)],
  ['another spelling', linkTo(TARGET.replace('http:', 'HTTP:').replace('hello', '%68ello'))],
  ['no quotes', `<a href=${TARGET}>it</a>`],
].map(([what, body]) => at(`a link with ${what}`, () => html(String(body)), TAKEN));

const charsets: Attack[] = [
  at('no charset', () => typed('text/html', page(linkTo())), TAKEN),
  at('an unknown charset', () => typed('text/html; charset=x-nobody', page(linkTo())), TAKEN),
  at('utf-16 that is none', () => typed('text/html; charset=utf-16', page(linkTo())), NO_LINK),
  at(
    'real UTF-16',
    () => typed('text/html; charset=utf-16le', Buffer.from(page(linkTo()), 'utf16le')),
    TAKEN
  ),
  at(
    'utf-7',
    () => typed('text/html; charset=utf-7', page('+ADw-a href=+ACI-' + TARGET + '+ACIAPg-it+ADw-/a+AD4-')),
    NO_LINK
  ),
  at(
    'two charsets that contradict each other',
    () =>
      typed('text/html; charset=iso-8859-1', page(linkTo(), '<meta charset="shift_jis"><title>x</title>')),
    TAKEN
  ),
];

describe('a source is not believed that is', () => {
  testAttacks(lab, broken);
  testAttacksTogether(lab, unanswered);
});
describe('there is no link', () => testAttacks(lab, linkless));
describe('there is', () => testAttacks(lab, linking));
describe('a source is read with', () => testAttacks(lab, charsets));

describe('a page that is made to tire us', () => {
  it.each([
    ['a million unclosed tags', '<b>'.repeat(340_000)],
    ['a million attributes', `<p ${'a=1 '.repeat(250_000)}>`],
    ['one attribute without end', `<p title="${'x'.repeat(1_000_000)}`],
    ['a million entities', '&amp;'.repeat(200_000)],
    ['open quotes and angles', '<"\'='.repeat(250_000)],
    ['comments in comments', '<!--'.repeat(250_000)],
  ])('of %s is read to the cap, and others are served meanwhile', async (what, body) => {
    const path = `/tiring-${what.replaceAll(/\W+/g, '-')}`;
    lab.pages.set(path, says(body + linkTo(), { headers: HTML }));
    const [tiring, other] = await Promise.all([ping(lab, path), ping(lab, '/honest')]);
    expect(tiring).toMatch(/^(fault 17|accepted)$/);
    expect(other).toBe('accepted');
    expect(await storedLinkbacks(lab.app)).toEqual(
      expect.arrayContaining([expect.objectContaining({ source: `${lab.blog.url}/honest` })])
    );
  });
});

describe('what is taken from a source', () => {
  const EVIL = '<script>alert(1)</script>';
  beforeAll(() => {
    lab.pages.set(
      '/evil',
      html(
        `<p>${EVIL} &lt;img src=x onerror=alert(1)&gt; <a href="${TARGET}">it ${EVIL}</a> \u202Egpj.exe</p>` +
          `<a class="p-author h-card" href="javascript:alert(1)">Eve<img class="u-photo" src="javascript:alert(2)"></a>`,
        `<title>&lt;script&gt;alert(1)&lt;/script&gt; \u202Etitle\u0000</title>` +
          `<meta property="og:site_name" content="<b onclick=alert(1)>Site</b>">`
      )
    );
    lab.pages.set('/untitled', html(linkTo(), ''));
  });

  it('is plain text and http addresses', async () => {
    expect(await ping(lab, '/evil')).toBe('accepted');
    const [stored] = await storedLinkbacks(lab.app);
    expect(stored).toMatchObject({ title: expect.stringContaining('alert(1)') });
    const texts = ['title', 'excerpt', 'siteName', 'authorName'].map((name) => String(stored?.[name] ?? ''));
    // eslint-disable-next-line no-control-regex -- exactly these must not be there
    for (const text of texts) expect(text).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/);
    for (const name of ['authorUrl', 'authorPhoto'])
      expect(String(stored?.[name] ?? '')).not.toMatch(/javascript:/i);
  });

  it('needs no title', async () => {
    expect(await ping(lab, '/untitled')).toBe('accepted');
    expect(await storedLinkbacks(lab.app)).toMatchObject([{ title: null }]);
  });
});
