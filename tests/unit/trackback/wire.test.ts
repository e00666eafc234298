import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trackbackMessage } from '../../../server/src/core/faults';
import {
  parseTrackbackForm,
  serializeTrackbackResponse,
  trackbackRefusal,
  trackbackRss,
  type TrackbackPing,
} from '../../../server/src/core/trackback/wire';

const FORM = 'application/x-www-form-urlencoded';
const URL_FIELD = 'url=https%3A%2F%2Fa.example%2F';
const ping = (fields: Partial<TrackbackPing> = {}): TrackbackPing => ({
  url: 'https://a.example/',
  title: null,
  excerpt: null,
  blogName: null,
  ...fields,
});
const parse = (body: string | Uint8Array, contentType: string | null = FORM) =>
  parseTrackbackForm(typeof body === 'string' ? Buffer.from(body) : body, contentType);
const latin1 = (text: string) => Buffer.from(text, 'latin1');

describe('a received trackback', () => {
  it('has a url and three texts', () => {
    const body = `title=A+title&${URL_FIELD}&excerpt=Some%20words%2C+more&blog_name=The%20Blog`;
    expect(parse(body)).toEqual({
      ok: true,
      value: ping({ title: 'A title', excerpt: 'Some words, more', blogName: 'The Blog' }),
    });
  });

  it.each<[string, string | Uint8Array, string | null, TrackbackPing]>([
    ['the url only', URL_FIELD, FORM, ping()],
    ['empty and blank texts', `${URL_FIELD}&title=&excerpt=+%0A`, FORM, ping()],
    [
      'texts too long to be looked for',
      `${URL_FIELD}&title=x&excerpt=${'y'.repeat(4_001)}`,
      FORM,
      ping({ title: 'x' }),
    ],
    ['no content type', URL_FIELD, null, ping()],
    ['a content type in upper case', URL_FIELD, FORM.toUpperCase(), ping()],
    ['line breaks around it', `\r\n${URL_FIELD}&title=x\r\n`, FORM, ping({ title: 'x' })],
    [
      'UTF-8, declared',
      `${URL_FIELD}&title=%C3%A9%F0%9F%98%80`,
      `${FORM}; charset=UTF-8`,
      ping({ title: 'é😀' }),
    ],
    ['UTF-8, undeclared', `${URL_FIELD}&title=%C3%A9`, FORM, ping({ title: 'é' })],
    ['UTF-8, not percent-encoded', `${URL_FIELD}&title=é`, FORM, ping({ title: 'é' })],
    ['ISO-8859-1, declared', `${URL_FIELD}&title=%E9`, `${FORM}; charset="iso-8859-1"`, ping({ title: 'é' })],
    [
      'ISO-8859-1 bytes that are valid UTF-8',
      `${URL_FIELD}&title=%C3%A9`,
      `${FORM}; charset=iso-8859-1`,
      ping({ title: 'Ã©' }),
    ],
    ['windows-1252, undeclared', `${URL_FIELD}&title=%93caf%E9%94`, FORM, ping({ title: '“café”' })],
    ['raw windows-1252 bytes', latin1(`${URL_FIELD}&title=caf\u00e9`), FORM, ping({ title: 'café' })],
    [
      'windows-1252 declared as UTF-8',
      `${URL_FIELD}&title=caf%E9`,
      `${FORM}; charset=utf-8`,
      ping({ title: 'café' }),
    ],
    [
      'Shift_JIS, declared',
      `${URL_FIELD}&title=%93%FA%96%7B`,
      `${FORM}; charset=Shift_JIS`,
      ping({ title: '日本' }),
    ],
    [
      'EUC-JP, declared in a field',
      `${URL_FIELD}&charset=EUC-JP&title=%C6%FC%CB%DC`,
      FORM,
      ping({ title: '日本' }),
    ],
    ['an empty charset field', `${URL_FIELD}&charset=&title=%C3%A9`, FORM, ping({ title: 'é' })],
    [
      '"utf-16" declared over UTF-8',
      `${URL_FIELD}&title=%C3%A9`,
      `${FORM}; charset=utf-16`,
      ping({ title: 'é' }),
    ],
    [
      'broken escapes',
      `${URL_FIELD}&title=100%25%&excerpt=%zz`,
      FORM,
      ping({ title: '100%%', excerpt: '%zz' }),
    ],
    ['markup, kept for whoever makes it plain', `${URL_FIELD}&title=%3Cb%3Ex`, FORM, ping({ title: '<b>x' })],
    ['a repeated title: the first', `${URL_FIELD}&title=a&title=b`, FORM, ping({ title: 'a' })],
    ['names of every object', `${URL_FIELD}&__proto__=x&constructor=y&title[toString]=z`, FORM, ping()],
  ])('is read with %s', (_name, body, contentType, expected) => {
    expect(parse(body, contentType)).toEqual({ ok: true, value: expected });
  });

  it.each<[string, string, string | null, string]>([
    ['nothing', '', FORM, 'url-missing'],
    ['no url', 'title=x', FORM, 'url-missing'],
    ['a blank url', 'url=+%20', FORM, 'url-missing'],
    ['two urls', 'url=a&url=b', FORM, 'url-ambiguous'],
    ['an array of urls', 'url[]=a', FORM, 'url-ambiguous'],
    ['an array beside a url', 'url=a&url%5B%5D=b', FORM, 'url-ambiguous'],
    ['an object for a url', 'url[$ne]=a', FORM, 'url-ambiguous'],
    ['utf-7 in the header', URL_FIELD, `${FORM}; charset=utf-7`, 'charset'],
    ['utf-7 in the field', `${URL_FIELD}&charset=utf-7`, FORM, 'charset'],
    ['an unknown charset', URL_FIELD, `${FORM}; charset=klingon`, 'charset'],
    ['XML', '<x/>', 'text/xml', 'not-a-form'],
    ['JSON', '{"url":{"$ne":""}}', 'application/json', 'not-a-form'],
    ['a multipart form', 'x', 'multipart/form-data; boundary=x', 'not-a-form'],
    ['a content type that is none', URL_FIELD, 'form', 'not-a-form'],
  ])('is refused with %s', (_name, body, contentType, problem) => {
    expect(parse(body, contentType)).toEqual({ ok: false, error: problem });
  });

  it('says in a sentence what is wrong with the form', () => {
    expect(trackbackMessage(trackbackRefusal('url-missing'))).toBe(
      'Invalid parameters: the field "url" is missing.'
    );
  });

  it('comes through a form unharmed, whatever it says', () => {
    const text = fc.string({ unit: 'binary' }).map((s) => s.replace(/[\p{Cs}\uFEFF]/gu, '').trim());
    fc.assert(
      fc.property(
        text.filter((s) => s !== ''),
        text,
        text,
        (url, title, excerpt) => {
          const body = new URLSearchParams({ url, title, excerpt }).toString();
          expect(parse(body, `${FORM}; charset=utf-8`)).toEqual({
            ok: true,
            value: { url, title: title || null, excerpt: excerpt || null, blogName: null },
          });
        }
      )
    );
  });

  it('never ends in an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.option(fc.string()), (body, contentType) => {
        expect(typeof parse(body, contentType).ok).toBe('boolean');
      })
    );
  });
});

describe('the answer to a trackback', () => {
  it('is error 0 for one that was taken', () => {
    expect(serializeTrackbackResponse(null)).toBe(
      '<?xml version="1.0" encoding="utf-8"?>\n<response><error>0</error></response>'
    );
  });

  it('is error 1 with an escaped message for a refusal', () => {
    expect(serializeTrackbackResponse('<script> & "x"\u0000')).toBe(
      '<?xml version="1.0" encoding="utf-8"?>\n<response><error>1</error><message>&lt;script&gt; &amp; &quot;x&quot;</message></response>'
    );
  });

  it('lists trackbacks as RSS 0.91 for ?__mode=rss', () => {
    const rss = trackbackRss({
      title: 'Cats & dogs',
      link: 'https://a.example/?a&b',
      items: [{ title: '<b>', link: 'https://b.example/', description: null }],
    });
    expect(rss).toBe(
      '<?xml version="1.0" encoding="utf-8"?>\n<response><error>0</error><rss version="0.91"><channel>' +
        '<title>Cats &amp; dogs</title><link>https://a.example/?a&amp;b</link><description>Cats &amp; dogs</description>' +
        '<item><title>&lt;b&gt;</title><link>https://b.example/</link><description></description></item>' +
        '</channel></rss></response>'
    );
  });
});
