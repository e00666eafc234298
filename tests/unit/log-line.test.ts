import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logLine } from '../../server/src/log-line';

describe('a line of the log', () => {
  const units = fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    maxLength: 200,
  });

  it('is one line without anything that steers a terminal or hides, whatever the text', () => {
    fc.assert(
      fc.property(units, (text) => {
        const line = logLine(`from ${text} to`);
        expect(line).toMatch(/^\[linkbacks\] from/);
        expect(line).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
      })
    );
  });

  it.each([
    ['C1 controls', 'a\u009b31mred\u0085b', 'a 31mred b'],
    ['escapes', 'a\u001b[2Jb', 'a [2Jb'],
    ['line breaks', 'a\r\n[linkbacks] b\u2028c', 'a [linkbacks] b c'],
    ['tags', 'a\u{e0041}\u{e007f}b', 'ab'],
  ])('has no %s', (_what, text, expected) => {
    expect(logLine(text)).toBe(`[linkbacks] ${expected}`);
  });

  it('is cut', () => {
    expect(logLine('word '.repeat(100_000)).length).toBeLessThan(4_100);
  });
});
