import { expect, it } from 'vitest';
import { parseUrl } from '../../../server/src/core/url/parse-url';

// That it stays right when it is asked often, with any letters: hostile-input.test.ts, "nearly a URL".
it('what is no URL is none, and a relative one needs its base', () => {
  expect(parseUrl('https://example.com/bücher')?.href).toBe('https://example.com/b%C3%BCcher');
  expect(parseUrl('nonsense')).toBeNull();
  expect(parseUrl('/path')).toBeNull();
  expect(parseUrl('/path', 'https://example.com/')?.href).toBe('https://example.com/path');
});
