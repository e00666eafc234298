import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, cutText, cutTextStart, foldSpace, toPlainText } from '../../../server/src/core/html/text';

const codePoints = (text: string): number => Array.from(text).length;

describe('cutText', () => {
  it('leaves short texts alone', () => {
    expect(cutText('a word', 6)).toBe('a word');
    expect(cutText('😀😀', 2)).toBe('😀😀');
  });

  it('cuts at a word border', () => {
    expect(cutText('some more words here', 16)).toBe('some more words…');
    expect(cutText('some more words here', 15)).toBe('some more…');
    expect(cutTextStart('some more words here', 16)).toBe('…more words here');
    expect(cutTextStart('some more words here', 15)).toBe('…words here');
  });

  it('cuts a word when there is no border near', () => {
    expect(cutText(`a ${'b'.repeat(50)}`, 10)).toBe('a bbbbbbb…');
    expect(cutTextStart('字'.repeat(50), 4)).toBe('…字字字');
  });

  it('never exceeds its length and only ever shortens', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (text, max) => {
          for (const cut of [cutText(text, max), cutTextStart(text, max)]) {
            expect(codePoints(cut)).toBeLessThanOrEqual(max);
            expect(text).toContain(cut.replace(/^…|…$/gu, ''));
          }
        }
      )
    );
  });
});

describe('cleanText', () => {
  it('folds space and drops what cannot be seen', () => {
    expect(cleanText(' a\r\n\u00A0b\u0000c \u202Eevil\u2069 x\u200By \uD800z\uFEFF ')).toBe(
      'a b c evil xy z'
    );
  });

  it('keeps what scripts and emoji need', () => {
    const text = 'می\u200Cخواهم 👩\u200D👩\u200D👧 é';
    expect(cleanText(text)).toBe(text);
  });

  it('leaves no control, direction mark or lone surrogate of any input, and has nothing more to do', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
        (text) => {
          const clean = cleanText(text);
          expect(clean).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
          expect(cleanText(clean)).toBe(clean);
          expect(foldSpace(clean)).toBe(clean);
        }
      )
    );
  });
});

describe('toPlainText', () => {
  it.each([
    ['A <b>bold</b> word<br>and a line', 'A bold word and a line'],
    ['Fish &amp; chips &#8230;', 'Fish & chips …'],
    ['<p>One</p><p>Two</p>', 'One Two'],
    ['<script>alert(1)</script>x<!-- y --><style>z</style>', 'x'],
    ['&lt;script&gt;', '<script>'],
    ['1 < 2 > 0', '1 < 2 > 0'],
    ['<img src=x onerror=alert(1)>', ''],
    ['', ''],
  ])('%s', (markup, text) => {
    expect(toPlainText(markup)).toBe(text);
  });

  it('takes any input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => toPlainText(text).length <= text.length * 2)
    );
  });
});
