import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairKeyOf } from '../../../server/src/adapters/pair-key';
import { normaliseWithFragment } from '../../../server/src/core/url/normalise';
import { readParameters } from '../../../server/src/services/inbound/parameters';

const TARGET = 'https://example.com/blog/hello';
const REF = { uid: 'api::article.article', documentId: 'hello', locale: 'en' } as const;
const read = (source: string, url = TARGET) =>
  readParameters({ protocol: 'pingback', source, target: { kind: 'url', url }, address: null });

describe('the parameters of a ping', () => {
  it('keep the target as it was given', () => {
    const given = 'HTTPS://Example.com:443/blog/h%65llo?x=é';
    const parameters = read('https://a.example/', given);

    expect(parameters.ok && parameters.value.target).toEqual({ kind: 'url', url: given });
  });

  it('are kept as URLs', () => {
    const parameters = read('HTTP://Blog.Example:80/a%20b', `${TARGET}#x`);

    expect(parameters.ok && parameters.value.source.href).toBe('http://blog.example/a%20b');
    expect(parameters.ok && parameters.value.target).toEqual({ kind: 'url', url: `${TARGET}#x` });
  });

  it('name a source as its pair is known, however it is spelled', () => {
    const path = fc.array(
      fc.constantFrom(
        'a',
        '4',
        'F',
        '/',
        '.',
        '?',
        '=',
        '%',
        '%61',
        '%6f',
        '%34',
        '%2e',
        '%2F',
        '%c3',
        'é',
        '#',
        ':~:',
        '%7e'
      )
    );
    const host = fc.constantFrom('Blog.Example', 'blog.example.', 'blog.example:443', '[::ffff:c000:202]');
    fc.assert(
      fc.property(host, path, (name, segments) => {
        const written = `https://${name}/${segments.join('')}`;
        const parameters = read(written);
        const source = parameters.ok ? parameters.value.source.href : '';

        expect([written, source]).toEqual([written, normaliseWithFragment(written)]);
        expect(pairKeyOf(source, REF)).toBe(pairKeyOf(written, REF));
        expect(read(source)).toEqual(parameters);
      }),
      { numRuns: 2_000 }
    );
    const parameters = read('https://blog.example/p%6Fst/%c3%bc?#top');
    expect(parameters.ok && parameters.value.source.href).toBe('https://blog.example/post/%C3%BC');
  });

  it('have no second name for the host of a source', () => {
    const parameters = read('https://blog.example.:8443/post');

    expect(parameters.ok && parameters.value.source.href).toBe('https://blog.example:8443/post');
  });

  it.each([
    ['', 'the source is not an absolute URL.'],
    ['/post', 'the source is not an absolute URL.'],
    ['javascript:alert(1)', 'the source is not an http or https URL.'],
    ['gopher://a.example/', 'the source is not an http or https URL.'],
    ['https://user:pass@a.example/', 'the source contains a user name or password.'],
    [`https://a.example/${'x'.repeat(65_536)}`, 'the source is too long.'],
    ['https://a.example/\r\nHost: b', 'the source contains control characters.'],
    ['https://a.example/\0', 'the source contains control characters.'],
    [TARGET, 'source and target are the same page.'],
    [`${TARGET}/`, 'source and target are the same page.'],
    [TARGET.replace('.com', '.com.'), 'source and target are the same page.'],
    [`${TARGET}#comments`, 'source and target are the same page.'],
    [`http://EXAMPLE.com:80/blog/h%65llo?utm_source=x`, 'source and target are the same page.'],
  ])('refuse %j as source', (source, detail) => {
    expect(read(source)).toEqual({ ok: false, error: { kind: 'parameters', detail } });
  });

  it('refuse a target that is no URL', () => {
    expect(read('https://a.example/', 'hello')).toEqual({
      ok: false,
      error: { kind: 'parameters', detail: 'the target is not an absolute URL.' },
    });
  });
});
