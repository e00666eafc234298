/** A positive whole number of a URL, which comes from anywhere. */
const wholeNumber = (value: unknown, fallback: number): number => {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : fallback;
};

export const PAGE_SIZE = 20;
const LARGEST_PAGE = 100;

/** Which page of a list a URL stands for. */
export const pageOf = (url: { page?: unknown; pageSize?: unknown }): { page: number; pageSize: number } => ({
  page: wholeNumber(url.page, 1),
  pageSize: Math.min(wholeNumber(url.pageSize, PAGE_SIZE), LARGEST_PAGE),
});

/** What takes the filter by one entry away. */
export const NO_ENTRY = { contentType: undefined, documentId: undefined, locale: undefined, page: 1 };

export const words = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** Without the keys that say nothing. */
export const given = <T extends object>(query: T) =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '')) as Partial<T>;

/** Strapi's `setQuery` does not encode what people typed. */
const encoded = (value: unknown): unknown => {
  if (typeof value === 'string') return encodeURIComponent(value);
  if (Array.isArray(value)) return value.map(encoded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, encoded(part)]));
};

/** The URL with a part of it changed, for Strapi's `setQuery`, which keeps the rest as it is. */
export const changedUrl = <Url extends { _q?: unknown; filters?: unknown }>(url: Url, change: Url): Url => {
  const next = { ...url, ...change };
  return { ...next, _q: encoded(next._q), filters: encoded(next.filters) };
};
