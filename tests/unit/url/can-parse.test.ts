import { expect, it } from 'vitest';
import { canParse } from '../../../server/src/core/url/can-parse';

// That it stays right when it is asked often, with any letters: hostile-input.test.ts, "nearly a URL".
it('what is no URL is none, and a relative one needs its base', () => {
  expect(canParse('https://example.com/bücher')).toBe(true);
  expect(canParse('nonsense')).toBe(false);
  expect(canParse('/path')).toBe(false);
  expect(canParse('/path', 'https://example.com/')).toBe(true);
});
