import type { LinkbackType, LinkbackWords } from '../../../../server/src/contracts';

/** One line of old and new side by side. */
export interface Compared {
  readonly name: 'title' | 'excerpt' | 'site' | 'author' | 'authorUrl' | 'photo' | 'type';
  readonly now: string | null;
  readonly then: string | null;
  readonly changed: boolean;
}

/**
 * Returns what a linkback shows, beside what would be shown. Addresses only where they change: they say little to readers.
 * Whatever visitors can see of a linkback is one of these lines.
 */
export const comparison = (
  now: LinkbackWords,
  then: LinkbackWords,
  nameOfType: (type: LinkbackType) => string
): Compared[] => {
  const row = (name: Compared['name'], before: string | null, after: string | null): Compared => ({
    name,
    now: before,
    then: after,
    changed: before !== after,
  });
  const changedOnly = (compared: Compared): Compared[] => (compared.changed ? [compared] : []);
  return [
    row('title', now.title, then.title),
    row('excerpt', now.excerpt, then.excerpt),
    row('site', now.siteName, then.siteName),
    row('author', now.author.name, then.author.name),
    ...changedOnly(row('authorUrl', now.author.url, then.author.url)),
    ...changedOnly(row('photo', now.author.photo, then.author.photo)),
    row('type', nameOfType(now.type), nameOfType(then.type)),
  ];
};
