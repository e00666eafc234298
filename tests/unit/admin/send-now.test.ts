import { describe, expect, it } from 'vitest';
import { headerLines } from '../../../admin/src/features/entry-panel/header-lines';
import { publishedOf } from '../../../admin/src/features/entry-panel/published';

describe('the entries of a list that can send', () => {
  const uid = 'api::article.article';

  it('are the published ones, also those that were changed since', () => {
    const list = [
      { documentId: 'a', status: 'published', locale: 'fr' },
      { documentId: 'b', status: 'draft' },
      { documentId: 'c', status: 'modified', locale: 'en' },
    ];
    expect(publishedOf(uid, list, '')).toEqual([
      { uid, documentId: 'a', locale: 'fr' },
      { uid, documentId: 'c', locale: 'en' },
    ]);
  });

  it('are all of a type without drafts, in the locale of the list', () => {
    expect(publishedOf(uid, [{ documentId: 'a' }, { documentId: 'b', locale: null }], 'de')).toEqual([
      { uid, documentId: 'a', locale: 'de' },
      { uid, documentId: 'b', locale: 'de' },
    ]);
  });
});

describe('headers to be copied', () => {
  it('stand one a line', () => {
    expect(headerLines({ 'X-Pingback': 'https://a.example/x', Link: '<b>; rel="webmention"' })).toBe(
      'X-Pingback: https://a.example/x\nLink: <b>; rel="webmention"'
    );
    expect(headerLines({})).toBe('');
  });
});
