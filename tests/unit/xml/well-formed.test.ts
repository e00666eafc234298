// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advertise } from '../../../server/src/core/advertise';
import { toJf2Feed } from '../../../server/src/core/jf2';
import {
  serializeFault,
  serializeMethodCall,
  serializeValue,
  type XmlRpcValue,
} from '../../../server/src/core/pingback/wire';
import { serializeTrackbackResponse, trackbackRss } from '../../../server/src/core/trackback/wire';
import { toJson } from '../../../server/src/core/well-formed';

const parser = new DOMParser();

/** Reads XML by a real parser; throws where that is not well-formed. */
const read = (xml: string): Document => {
  const document = parser.parseFromString(xml, 'text/xml');
  const problem = document.querySelector('parsererror');
  if (problem) throw new Error(`${problem.textContent}\n${JSON.stringify(xml)}`);
  return document;
};

/** Any UTF-16 at all, and what XML and HTML make much of. */
const units = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  maxLength: 12,
});
const pieces = fc.constantFrom(
  ']]>',
  '<![CDATA[',
  '-->',
  '<!--',
  '--',
  '<?xml ?>',
  '&',
  '&#0;',
  '&nbsp;',
  '<a',
  '">',
  "'",
  '\u0000',
  '\u0085',
  '\ud800',
  '\udfff',
  '\ufffe',
  '\uffff',
  '\u{1fffe}',
  '\ufeff',
  '</string></value>',
  '<!DOCTYPE x [<!ENTITY y "z">]>'
);
const anything = fc.array(fc.oneof(pieces, units), { maxLength: 8 }).map((parts) => parts.join(''));

/** Without what XML cannot carry, and with line feeds for line breaks of any kind. */
const carried = (text: string): string =>
  folded(text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, ''));
const folded = (text: string): string => text.replace(/\r\n?/g, '\n');
const textOf = (element: Element | null): string => folded(element?.textContent ?? 'nothing');

const forAny = (check: (text: string, other: string) => void): void =>
  fc.assert(fc.property(anything, anything, check), { numRuns: 100 });

describe('XML that leaves us is well-formed, whatever the text', () => {
  it('calls', () =>
    forAny((source, target) => {
      const values = [
        ...read(serializeMethodCall('pingback.ping', [source, target])).querySelectorAll('string'),
      ];
      expect(values.map(textOf)).toEqual([carried(source), carried(target)]);
    }));

  it('answers', () =>
    forAny((text, name) => {
      const value: XmlRpcValue = [text, { [name]: text }, [[text]], 1, true];
      expect(textOf(read(serializeValue(value)).querySelector('string'))).toBe(carried(text));
    }));

  it('faults', () =>
    forAny((message) => {
      const fault = read(serializeFault({ code: 17, message }));
      expect(textOf(fault.querySelector('string'))).toBe(carried(message));
    }));

  it('answers to trackbacks', () =>
    forAny((message) => {
      const answer = read(serializeTrackbackResponse(message));
      expect(textOf(answer.querySelector('message'))).toBe(carried(message));
    }));

  it('lists of trackbacks', () =>
    forAny((title, link) => {
      const rss = read(trackbackRss({ title, link, items: [{ title, link, description: title }] }));
      expect(textOf(rss.querySelector('item > title'))).toBe(carried(title));
      expect(textOf(rss.querySelector('channel > link'))).toBe(carried(link));
    }));

  it('what front-ends put into their pages', () =>
    forAny((title, url) => {
      const text = { url, title, pingback: url, trackback: url, webmention: url, revision: title };
      const { html, rdf } = advertise(text);
      expect(read(`<head>${html}</head>`).querySelectorAll('link')).toHaveLength(2);
      const comment = read(`<head>${rdf}</head>`).documentElement.firstChild?.nodeValue ?? '';
      expect(read(comment.trim()).documentElement.localName).toBe('RDF');
    }));
});

describe('JSON that leaves us', () => {
  it('holds no half characters', () =>
    forAny((text, other) => {
      const author = { name: text, url: other, photo: null };
      const mention = { id: '1', type: 'reply', source: text, target: other, author } as const;
      const feed = toJf2Feed([{ ...mention, title: text, excerpt: other, published: null, received: '' }]);
      const texts: string[] = [];
      JSON.parse(toJson(feed), (_name, value: unknown) => {
        if (typeof value === 'string') texts.push(value);
        return value;
      });
      for (const each of texts) expect(each).not.toMatch(/\p{Cs}/u);
    }));
});
