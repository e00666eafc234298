import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBlockedWord } from '../../../server/src/core/moderation/words';
import { shownTexts } from '../../../server/src/services/inbound/words';
import { words } from '../linkbacks/row';

const foundIn = (url: string, word: string): boolean =>
  findBlockedWord(shownTexts(words(), url), [word]) !== null;
const escaped = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
/** Bytes that are no UTF-8 wherever they stand. */
const bad = fc.constantFrom('%ff', '%c0', '%fe', '%', '%-', '%f8', '%ed%a0%80');
const word = fc.constantFrom('казино', 'bücher', '赌场', 'casino');

describe('a blocked word', () => {
  it('is found in an escaped path, whatever bad escapes stand around it', () => {
    fc.assert(
      fc.property(word, fc.array(bad), fc.array(bad), (blocked, before, after) => {
        const url = `https://a.example/${before.join('')}${escaped(blocked)}${after.join('')}`;
        expect(foundIn(url, blocked)).toBe(true);
      })
    );
  });

  it('is found in a host, in its own letters or in ASCII', () => {
    const scheme = fc.constantFrom('http://', 'HTTPS://', 'https:', 'https:\\\\');
    const form = fc.constantFrom(
      (host: string) => host,
      (host: string) => host.toUpperCase(),
      escaped
    );
    fc.assert(
      fc.property(word, scheme, form, (blocked, start, as) => {
        const host = domainToASCII(`${blocked}.example`);
        expect(foundIn(`${start}${as(host)}:8443/x`, `${blocked}.example`)).toBe(true);
      })
    );
  });

  it.each(['https://a.example/%', 'nonsense', 'https://[::1]/', 'https://xn--a/', ''])(
    'is not seen in %j',
    (url) => expect(foundIn(url, 'casino')).toBe(false)
  );
});
