import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cleanName,
  cleanText,
  cutText,
  cutTextStart,
  foldSpace,
  toPlainText,
} from '../../../server/src/core/html/text';

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

  it.each([
    ['emoji', '👩🏽\u200D🚒 ❤\uFE0F 1\uFE0F\u20E3 👨\u200D👩\u200D👧 🏳\uFE0F\u200D🌈'],
    ['Persian', 'می\u200Cخواهم خانه\u200Cای'],
    ['Arabic with vowels', 'ٱلْحَمْدُ لِلَّٰهِ'],
    ['Hindi', 'क्\u200Dष श्री'],
    ['Sinhala', 'ශ්\u200Dරී'],
    ['Malayalam', 'ന്\u200D'],
    ['Burmese', 'မြွေ့ ကျွန်ုပ်'],
    ['Tibetan', 'བསྒྲུབས་'],
    ['Hebrew with points', 'בְּרֵאשִׁ֖ית'],
    ['Thai', 'ที่นี่'],
    ['Vietnamese in pieces', 'tie\u0302\u0301ng Vie\u0323\u0302t'],
    ['variants of Han', '葛\u{E0100}城 \u795E\uFE00'],
  ])('keeps %s as they are', (_what, text) => {
    expect(cleanText(text)).toBe(text);
  });

  /** Also half of a pair. */
  const point = (code: number): string =>
    code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code);

  const UNSEEN: readonly (readonly [string, number, number])[] = [
    ['tags', 0xe0000, 0xe007f],
    ['variation selectors', 0xfe00, 0xfe0f],
    ['more of them', 0xe0100, 0xe01ef],
    ['Mongolian selectors', 0x180b, 0x180f],
    ['invisible operators', 0x2060, 0x206f],
    ['zero width', 0x200b, 0x200f],
    ['controls of direction', 0x202a, 0x202e],
    ['annotations', 0xfff0, 0xfffc],
    ['C0', 0x00, 0x1f],
    ['C1', 0x7f, 0x9f],
    // Second halves only: two halves side by side would be a letter.
    ['surrogates', 0xdc00, 0xdfff],
    ['noncharacters', 0xfdd0, 0xfdef],
  ];
  const FILLERS = [
    0x115f, 0x1160, 0x3164, 0xffa0, 0x2800, 0xad, 0x34f, 0x61c, 0xfeff, 0x17b4, 0x1d173, 0x3000,
  ];
  const unseen = fc.oneof(
    ...UNSEEN.map(([, min, max]) => fc.integer({ min, max })),
    fc.constantFrom(...FILLERS)
  );
  const drawnAsNothing = [0x13441, 0x13442, 0x16fe4, 0x1d159];

  it('looks closely wherever that changes anything, at every character', () => {
    // The control behind makes it look closely, and leaves a space that is folded.
    const closely = (text: string): string => cleanText(`${text}\0`);
    const isSkipped = (code: number): boolean => {
      const text = `a${point(code)}b`;
      return cleanText(text) !== closely(text);
    };
    const all = Array.from({ length: 0x110000 }, (_, code) => code);

    expect(all.filter(isSkipped)).toEqual([]);
    for (const code of drawnAsNothing) expect(cleanText(`a${point(code)}b`)).toBe('ab');
  });

  const unseenText = fc.array(unseen, { maxLength: 40 }).map((codes) => codes.map(point).join(''));

  it('leaves nothing of what nobody sees, and of names made of it none', () => {
    fc.assert(
      fc.property(unseenText, unseenText, unseenText, (before, between, after) => {
        expect(cleanText(before)).toBe('');
        expect(cleanName(before)).toBe('');
        expect(cleanText(`${before}Ja${between}ne${after}`).replaceAll(' ', '')).toBe('Jane');
      })
    );
  });

  it('leaves a handful of marks on a letter, whatever is put between them', () => {
    const marks = fc
      .array(
        fc.constantFrom('\u0301', '\u0336', '\u20DD', '\u0E49', '\u064B', '\u200D', '\uFE0F', '\u034F'),
        {
          minLength: 6,
          maxLength: 400,
        }
      )
      .map((all) => all.join(''));
    fc.assert(
      fc.property(marks, marks, (some, others) => {
        const clean = cleanText(`${some}a${others}b ${some}ก${others}`);
        for (const [run] of clean.matchAll(/[\p{M}\u200C\u200D]+/gu)) {
          expect(run.replace(/[\u200C\u200D]/g, '').length).toBeLessThanOrEqual(5);
        }
        expect(clean).toMatch(/^a/);
      })
    );
  });

  it.each(['\u0301\u0301', '\u200D', '\u2800 \u3164', '\uE000', '\u{E0041}\u{E0042}', '', '  '])(
    'names like %j are none',
    (name) => {
      expect(cleanName(name)).toBe('');
    }
  );

  it('takes time in proportion to the length', () => {
    const parts = [
      '\u0301',
      'a\u200D',
      '👩\u200D',
      '\u2800',
      '\uFE0F',
      'ก\u0E49\u0E49\u0E49\u0E49\u0E49\u0E49',
      ' \u0301',
    ];
    const cost = (text: string): number => {
      const start = process.cpuUsage();
      cleanText(text);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    };
    for (const part of parts) expect(cost(part.repeat(200_000))).toBeLessThan(2_000);
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
