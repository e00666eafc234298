import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyOf, exactly, NO_TARGET, roughly, targetTest } from '../../../server/src/core/url/target-rule';

const PAGE = 'https://example.com/blog/hello';
const patterns = anyOf({
  ...NO_TARGET,
  patterns: [{ pattern: 'https://example.com/blog/:slug', values: { slug: 'hello' } }],
});

describe('which URLs are a page', () => {
  it.each([PAGE, `${PAGE}#part`, 'HTTPS://EXAMPLE.com:443/blog/hello', 'https://example.com/blog/%68ello'])(
    'exactly: %s is',
    (url) => expect(targetTest(exactly(PAGE))(url)).toBe(true)
  );

  it.each(['http://example.com/blog/hello', `${PAGE}/`, `${PAGE}?utm_source=x`, 'https://other.example/'])(
    'exactly: %s is not',
    (url) => expect(targetTest(exactly(PAGE))(url)).toBe(false)
  );

  it.each(['http://example.com/blog/hello', `${PAGE}/`, `${PAGE}?utm_source=x`])(
    'roughly, and by its pattern: %s is',
    (url) => {
      expect(targetTest(roughly(PAGE))(url)).toBe(true);
      expect(targetTest(patterns)(url)).toBe(true);
    }
  );

  it.each([
    'https://example.com/blog/hello2',
    'https://example.com.evil.example/blog/hello',
    'mailto:a@b.c',
    '',
  ])('no rule: %s is', (url) =>
    expect(targetTest(anyOf(exactly(PAGE), roughly(PAGE), patterns))(url)).toBe(false)
  );

  it('stays the same when the rule was sent to another thread', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        fc.webUrl(),
        (page, other) => {
          const rule = anyOf(exactly(page), roughly(page));
          const [here, there] = [targetTest(rule), targetTest(structuredClone(rule))];
          expect(there(page)).toBe(here(page));
          expect(there(other)).toBe(here(other));
        }
      )
    );
  });

  it('knows a page by a pattern whose parameter is missing: never', () => {
    const rule = { ...NO_TARGET, patterns: [{ pattern: 'https://example.com/blog/:slug', values: {} }] };
    expect(targetTest(rule)(PAGE)).toBe(false);
  });
});
