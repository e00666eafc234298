import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkInJson, linkInText } from '../../../server/src/core/html/other-sources';
import { webmentionMessage } from '../../../server/src/core/faults';
import { mentionRefusal, parseMentionForm } from '../../../server/src/core/webmention/receive';

const FORM = 'application/x-www-form-urlencoded';
const TARGET = 'https://example.com/blog/hello';
const isTarget = (url: string) => url === TARGET;

const read = (body: string, contentType: string | null = FORM) => {
  const form = parseMentionForm(Buffer.from(body), contentType);
  return form.ok ? form.value : webmentionMessage(mentionRefusal(form.error));
};

describe('the form of a webmention', () => {
  it('has a source and a target, decoded once', () => {
    expect(read('source=https%3A%2F%2Fa.example%2F%25C3%25A9&target=https://b.example/?a=1%26b=2')).toEqual({
      source: 'https://a.example/%C3%A9',
      target: 'https://b.example/?a=1&b=2',
    });
  });

  it.each([
    ['', 'the parameter "source" is missing'],
    ['target=https://b.example', 'the parameter "source" is missing'],
    ['source=https://a.example', 'the parameter "target" is missing'],
    ['source=&target=https://b.example', 'the parameter "source" is missing'],
    ['source=a&source=a&target=b', 'the parameter "source" must be given once'],
    ['source=a&target=b&target=c', 'the parameter "target" must be given once'],
    ['source[]=a&target=b', 'the parameter "source" must be given once'],
    ['source=a&target[$ne]=b', 'the parameter "target" must be given once'],
  ])('%j is refused, naming the parameter', (body, words) => {
    expect(read(body)).toContain(words);
  });

  it.each([null, '', 'application/json', 'multipart/form-data; boundary=x', 'text/plain'])(
    'is no %s',
    (contentType) => {
      expect(read('source=a&target=b', contentType)).toContain('send a POST of type');
    }
  );

  it.each([
    ['utf-8', { source: 'a', target: 'b' }],
    ['ISO-8859-1', { source: 'a', target: 'b' }],
    ['utf-7', 'Invalid parameters: the charset is not supported.'],
  ])('may be in %s', (charset, expected) => {
    expect(read('source=a&target=b', `${FORM}; charset=${charset}`)).toEqual(expected);
  });

  it('never makes the reader throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.string(), (bytes, type) => {
        parseMentionForm(bytes, FORM);
        parseMentionForm(bytes, type);
      })
    );
  });
});

describe('the target in a JSON document', () => {
  it.each([
    [`{"a":{"b":["${TARGET}"]}}`, TARGET],
    [`"${TARGET}"`, TARGET],
    [`{"${TARGET}":1}`, null],
    [`["${TARGET}-and-more"]`, null],
    [`["see ${TARGET}"]`, null],
    ['{"a":', null],
    ['[1,null,true]', null],
  ])('%s: %s', (text, expected) => {
    expect(linkInJson(text, isTarget)).toBe(expected);
  });

  it('is found however deep, without an end of the stack', () => {
    const deep = 100_000;
    const text = `${'['.repeat(deep)}"${TARGET}"${']'.repeat(deep)}`;

    expect([TARGET, null]).toContain(linkInJson(text, isTarget));
  });
});

describe('the target in a plain text', () => {
  it.each([
    `See ${TARGET} for more.`,
    `See ${TARGET}.`,
    `(${TARGET})`,
    `<${TARGET}>`,
    `"${TARGET}", he said`,
    `${TARGET}\nnext line`,
    TARGET,
  ])('is found in %j', (text) => {
    expect(linkInText(text, isTarget)?.href).toBe(TARGET);
  });

  it.each([`${TARGET}-and-more`, `${TARGET}/comments`, `${TARGET}?x=1`, `x${TARGET}`, 'nothing'])(
    'is not in %j',
    (text) => {
      expect(linkInText(text, isTarget)).toBeNull();
    }
  );

  it('never makes the reader throw, nor find what is not there', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(linkInText(text, () => false)).toBeNull();
        linkInJson(text, () => false);
      })
    );
  });
});
