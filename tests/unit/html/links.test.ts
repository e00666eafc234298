import { describe, expect, it } from 'vitest';
import { fixture, read, TARGET } from './support';

const linkOf = async (html: string, options = {}): Promise<string | undefined> =>
  (await read(html, options)).link?.href;

describe('a link to the target', () => {
  it.each([
    ['plain', `<a href="${TARGET}">x</a>`],
    ['without quotes', `<a href=${TARGET}>x</a>`],
    ['in single quotes and capitals', `<A CLASS='x' HREF='${TARGET}'>x</A>`],
    ['with nofollow', `<a rel="nofollow ugc" href="${TARGET}">x</a>`],
    ['in white space', `<a href="\n ${TARGET}\t">x</a>`],
    ['with entities', '<a href="https&#58;&#x2F;/target.example&sol;post">x</a>'],
    ['relative to the scheme', '<a href="//target.example/post">x</a>'],
    ['an area', `<map><area href="${TARGET}"></map>`],
    ['a link element', `<link rel="related" href="${TARGET}">`],
    ['a quotation', `<blockquote cite="${TARGET}">x</blockquote>`],
    ['unclosed', `<a href="${TARGET}">x`],
    ['behind an end tag with a slash', `<noscript>x</noscript/><a href="${TARGET}">x</a>`],
    ['first of two equal attributes', `<a href="${TARGET}" href="https://other.example/">x</a>`],
    ['behind a comment that looks open', `<!--> <a href="${TARGET}">x</a>`],
    ['behind a script with a tag in a string', `<script>"<a href='x"</script><a href="${TARGET}">x</a>`],
  ])('%s', async (_, html) => {
    expect(await linkOf(html)).toBe(TARGET);
  });

  it('is none of the hidden, textual, longer or unfinished ones', async () => {
    expect((await read(fixture('hidden-links.html'))).link).toBeNull();
  });

  it.each([
    ['script', `<script src="x.js"/><a href="${TARGET}">x</a></script>`],
    ['textarea', `<textarea/><a href="${TARGET}">x</a></textarea>`],
    ['unclosed template', `<template><p><a href="${TARGET}">x</a>`],
    ['second of two equal attributes', `<a href="https://other.example/" href="${TARGET}">x</a>`],
  ])('is not hidden in HTML by a slash or a missing end: %s', async (_, html) => {
    expect(await linkOf(html)).toBeUndefined();
  });

  it('stands behind a self-closing script in XHTML', async () => {
    const html = `<html><head><script src="x.js"/></head><body><a href="${TARGET}">x</a></body></html>`;
    expect(await linkOf(html, { contentType: 'application/xhtml+xml' })).toBe(TARGET);
  });

  it('is seen from the base of the page', async () => {
    const link = '<a href="post">x</a>';
    expect(await linkOf(`<base href="https://target.example/">${link}`)).toBe(TARGET);
    expect(await linkOf(link, { url: 'https://target.example/blog' })).toBe(TARGET);
    expect(await linkOf(link)).toBeUndefined();
  });

  it('follows the first base that has an address, and none that is not http', async () => {
    const bases = '<base target="_top"><base href="https://target.example/"><base href="https://x.example/">';
    expect(await linkOf(`${bases}<a href="post">x</a>`)).toBe(TARGET);
    const options = { url: 'https://target.example/' };
    expect(await linkOf('<base href="data:text/html,"><a href="post">x</a>', options)).toBe(TARGET);
  });

  it('hands each link to the caller as an absolute http URL', async () => {
    const seen: string[] = [];
    const isTarget = (url: string) => seen.push(url) < 0;
    await read('<a href="/a?b&amp;c#d"></a><a href="mailto:x@y"></a><a href="http://["></a><img src="e">', {
      isTarget,
    });
    expect(seen).toEqual(['https://source.example/a?b&c#d', 'https://source.example/e']);
  });

  it('is an anchor rather than an element that readers do not see', async () => {
    const html = `<link rel="canonical" href="${TARGET}"><p>Read <a href="${TARGET}">this</a> now.</p>`;
    expect((await read(html)).link?.excerpt).toBe('Read this now.');
  });

  it('does not depend on how the network cuts the page', async () => {
    const page = fixture('wordpress-post.html');
    const options = { isTarget: (url: string) => url === `${TARGET}?a=1&b=2` };
    const whole = await read(page, options);
    expect(whole.link?.href).toBe(`${TARGET}?a=1&b=2`);
    for (const size of [1, 7, 1024]) {
      expect(await read(page, { ...options, size })).toEqual({ ...whole, words: expect.any(Function) });
    }
  });
});
