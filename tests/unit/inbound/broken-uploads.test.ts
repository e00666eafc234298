import { describe, expect, it } from 'vitest';
import { createBrokenUploads } from '../../../server/src/middlewares/broken-uploads';

const setUp = () => {
  const clock = { now: 1_000 };
  const lines: unknown[] = [];
  const usual: unknown[] = [];
  const watch = createBrokenUploads({
    log: { warn: (line: unknown) => lines.push(line) } as never,
    now: () => clock.now,
  });
  const fail = (error: unknown, path = '/api/linkbacks/xmlrpc'): void => {
    const exchange = { path, onerror: (one: unknown) => void usual.push(one) };
    watch(exchange);
    exchange.onerror(error);
  };
  return { clock, lines, usual, fail };
};
const failure = (code: string, message = code) => Object.assign(new Error(message), { code });

describe('requests that break off', () => {
  it('are one line, and then a number in the next one, a minute later', () => {
    const { clock, lines, usual, fail } = setUp();
    for (let count = 0; count < 100; count += 1) fail(failure('HPE_HEADER_OVERFLOW', 'Header overflow'));
    clock.now += 59_000;
    fail(failure('ECONNRESET'));
    expect(lines).toEqual(['[linkbacks] a request to /api/linkbacks/xmlrpc broke off: Header overflow']);
    clock.now += 1_000;
    fail(failure('ECONNRESET', 'read ECONNRESET'), '/api/linkbacks/webmention');
    clock.now += 60_000;
    fail(failure('EPIPE', 'write EPIPE'), '/a\nb\u009b');
    expect(lines.slice(1)).toEqual([
      '[linkbacks] a request to /api/linkbacks/webmention broke off: read ECONNRESET (and 100 more since the last such line)',
      expect.stringMatching(/^\[linkbacks\] a request to \/a b ?broke off: write EPIPE$/u),
    ]);
    expect(usual).toEqual([]);
  });

  it('are no other errors: Koa gets those', () => {
    const { lines, usual, fail } = setUp();
    const others = [new Error('a bug'), failure('EACCES'), null, 'text'];
    others.forEach((error) => fail(error));
    expect(usual).toEqual(others);
    expect(lines).toEqual([]);
  });
});
