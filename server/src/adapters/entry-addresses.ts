import { looseKey } from '../core/url/normalise';
import type { PublishedEntry } from './entries';

/**
 * Tells the URLs that are an address of an entry by its type's URL patterns: http or https, with and without trailing
 * slash, with tracking parameters, in each form that its locale has (PROTOCOLS §4).
 */
export const addressTest = ({
  type,
  row,
  url,
}: Pick<PublishedEntry, 'type' | 'row' | 'url'>): ((candidate: string) => boolean) => {
  if (type.page.kind === 'functions') {
    const own = url === null ? null : looseKey(url);
    return (candidate) => own !== null && looseKey(candidate) === own;
  }

  const locale = type.localized ? String(row['locale'] ?? '') : null;
  const patterns = type.page.patterns.filter((each) => each.locale === null || each.locale === locale);
  return (candidate) =>
    patterns.some(({ pattern }) => {
      const params = pattern.match(candidate);
      return params !== null && Object.entries(params).every(([name, value]) => String(row[name]) === value);
    });
};
