import { describe, expect, it } from 'vitest';
import { isDocumentId, whereOf } from '../../../server/src/adapters/entry-where';

const attributes = {
  slug: { type: 'uid' },
  number: { type: 'integer' },
  big: { type: 'biginteger' },
  price: { type: 'decimal' },
  day: { type: 'date' },
};
const where = (params: Record<string, string>, o: { localized?: boolean; locale?: string | null } = {}) =>
  whereOf({ attributes, localized: o.localized ?? false, params, locale: o.locale ?? null });

describe('the condition for what stands in a URL', () => {
  it.each<[string, string, unknown]>([
    ['slug', 'hello', 'hello'],
    ['number', '2147483647', 2_147_483_647],
    ['number', '-5', -5],
    ['big', '999999999999', 999_999_999_999],
    ['price', '1.5', 1.5],
    ['day', '2024-02-29', '2024-02-29'],
    ['documentId', 'a1b2c3', 'a1b2c3'],
  ])('has %s as %s', (name, text, value) => {
    expect(where({ [name]: text })).toEqual({ [name]: value });
  });

  it.each([
    ['slug', '\0'],
    ['slug', 'a\nb'],
    ['number', '999999999999'],
    ['number', '2147483648'],
    ['number', '1.5'],
    ['number', 'foo'],
    ['big', '9999999999999999'],
    ['big', '99999999999999999999'],
    ['big', '1.5'],
    ['price', 'NaN'],
    ['day', 'foo'],
    ['day', '2024-02-30'],
    ['day', '0000-01-01'],
    ['day', '2024-05-31T10:00'],
    ['documentId', 'a b'],
    ['documentId', 'a'.repeat(65)],
  ])('is none where %s cannot be %j', (name, text) => {
    expect(where({ [name]: text })).toBeNull();
  });

  it('has the locale of a type that has locales', () => {
    expect(where({ slug: 'a' }, { localized: true, locale: 'fr' })).toEqual({ slug: 'a', locale: 'fr' });
    expect(where({ slug: 'a', locale: 'en' }, { localized: true, locale: 'fr' })).toBeNull();
    expect(where({ slug: 'a', locale: 'en' })).toEqual({ slug: 'a' });
  });
});

describe('a documentId', () => {
  it.each(['', '\0', '../x', 'a b', undefined, 7])('is not %j', (value) => {
    expect(isDocumentId(value)).toBe(false);
  });
});
