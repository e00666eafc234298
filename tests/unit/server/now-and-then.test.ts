import { describe, expect, it } from 'vitest';
import { nowAndThen } from '../../../server/src/now-and-then';

const logTo = (lines: string[]) => ({ warn: (line: unknown) => lines.push(String(line)) }) as never;

describe('what is said now and then', () => {
  it('is one line a minute, with how many were left out', () => {
    const lines: string[] = [];
    let time = 0;
    const say = nowAndThen({ log: logTo(lines), now: () => time });
    for (let number = 0; number < 180; number += 1) {
      say(`number ${String(number)}`);
      time += 1_000;
    }
    expect(lines).toEqual([
      '[linkbacks] number 0',
      '[linkbacks] number 60 (and 59 more since the last such line)',
      '[linkbacks] number 120 (and 59 more since the last such line)',
    ]);
  });

  it('is one line, whatever it is', () => {
    const lines: string[] = [];
    nowAndThen({ log: logTo(lines) })('a\nb\u0085c\u009b2J');
    expect(lines).toHaveLength(1);
    // eslint-disable-next-line no-control-regex -- exactly these must not be there
    expect(lines[0]).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/u);
  });
});
