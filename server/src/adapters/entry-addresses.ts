import { NO_TARGET, roughly, type TargetRule } from '../core/url/target-rule';
import type { PublishedEntry } from './entries';

/**
 * Returns the addresses of an entry by its type's URL patterns: http or https, with and without trailing slash, with
 * tracking parameters, in each form that its locale has (PROTOCOLS §4). Behind a function of the project: the page that
 * the function names.
 */
export const addressesOf = ({ type, row, url }: Pick<PublishedEntry, 'type' | 'row' | 'url'>): TargetRule => {
  if (type.page.kind === 'functions') return url === null ? NO_TARGET : roughly(url);

  const locale = type.localized ? String(row['locale'] ?? '') : null;
  const patterns = type.page.patterns.filter((each) => each.locale === null || each.locale === locale);
  return {
    ...NO_TARGET,
    patterns: patterns.map(({ pattern }) => ({
      pattern: pattern.source,
      values: Object.fromEntries(pattern.params.map((name) => [name, String(row[name])])),
    })),
  };
};
