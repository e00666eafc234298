import { describe, expect, it } from 'vitest';
import { editPath, hostAndPath, typedHost, webAddress } from '../../../admin/src/components/addresses';
import { relativeTime } from '../../../admin/src/components/relative-time';
import { authorElsewhere, describeSender } from '../../../admin/src/features/inbox/describe';
import { summarise } from '../../../admin/src/features/inbox/summary';

const nobody = { name: null, url: null, photo: null };

describe('who links', () => {
  it('is the author, with the site and its host below', () => {
    const author = { ...nobody, name: 'Ada' };
    const sender = { author, siteName: 'Ada writes', finalUrl: null, source: 'https://ada.example/1' };
    expect(describeSender(sender)).toEqual({ name: 'Ada', detail: 'Ada writes (ada.example)' });
    expect(describeSender({ ...sender, siteName: null })).toEqual({ name: 'Ada', detail: 'ada.example' });
  });

  it('is else the site, else the host that the source led to', () => {
    const source = 'https://short.example/x';
    expect(describeSender({ author: nobody, siteName: 'Ada writes', finalUrl: null, source })).toEqual({
      name: 'Ada writes',
      detail: 'short.example',
    });
    expect(
      describeSender({ author: nobody, siteName: null, finalUrl: 'https://ada.example/1', source })
    ).toEqual({ name: 'ada.example', detail: null });
  });
});

describe('the page of the author', () => {
  const of = (url: string | null, source = 'https://ada.example/1', finalUrl: string | null = null) =>
    authorElsewhere({ author: { ...nobody, url }, source, finalUrl });

  it('is named where it is on another host than the source', () => {
    expect(of('https://casino.example/win?x=1')).toBe('casino.example/win?x=1');
    expect(of('https://ada.example.casino.example/')).toBe('ada.example.casino.example');
  });

  it('is left out where it says nothing new', () => {
    expect(of(null)).toBeNull();
    expect(of('https://ada.example/about')).toBeNull();
    expect(of('https://ada.example/about', 'https://short.example/x', 'https://ada.example/1')).toBeNull();
  });
});

describe('addresses', () => {
  it('are shown as people read them', () => {
    expect(hostAndPath('https://a.example/')).toBe('a.example');
    expect(hostAndPath('https://a.example:8080/caf%C3%A9?x=1#top')).toBe('a.example:8080/café?x=1');
    expect(hostAndPath('https://a.example/%E9')).toBe('a.example/%E9');
    expect(hostAndPath('not a url')).toBe('not a url');
  });

  it('name their host, however it is typed or pasted', () => {
    expect(typedHost('Bücher.Example')).toBe('xn--bcher-kva.example');
    expect(typedHost('https://a.example/page')).toBe('a.example');
    expect(typedHost('a.example:8080')).toBe('a.example:8080');
    expect(typedHost('no host')).toBe('no host');
    expect(typedHost('')).toBe('');
  });

  it('become links only when a browser may follow them', () => {
    expect(webAddress('https://a.example/')).toBe('https://a.example/');
    expect(webAddress('javascript:alert(1)')).toBeNull();
    expect(webAddress(' jAvascript:alert(1)')).toBeNull();
    expect(webAddress('data:text/html,x')).toBeNull();
    expect(webAddress(null)).toBeNull();
  });

  it('of the content manager name type, document and locale', () => {
    const entry = {
      uid: 'api::article.article',
      documentId: 'd1',
      locale: 'fr',
      kind: 'collectionType' as const,
    };
    expect(editPath(entry)).toBe(
      '/content-manager/collection-types/api::article.article/d1?plugins[i18n][locale]=fr'
    );
    expect(editPath({ ...entry, locale: '', kind: 'singleType' })).toBe(
      '/content-manager/single-types/api::article.article'
    );
  });
});

describe('how far a moment is', () => {
  const now = Date.parse('2025-03-01T00:00:00Z');
  it.each([
    ['2025-02-28T23:59:30Z', -30, 'second'],
    ['2025-02-28T22:30:00Z', -1, 'hour'],
    ['2025-03-01T00:05:59Z', 5, 'minute'],
    ['2025-02-01T00:00:00Z', -28, 'day'],
    ['2024-12-01T00:00:00Z', -3, 'month'],
    ['2020-03-01T00:00:00Z', -5, 'year'],
  ])('is told in the largest unit that fits: %s', (moment, value, unit) => {
    expect(relativeTime(Date.parse(moment), now)).toEqual({ value, unit });
  });
});

describe('what became of an action on many', () => {
  it('counts both sides and keeps the first reason', () => {
    const results = [
      { id: '1', ok: true as const },
      { id: '2', ok: false as const, error: 'It is gone.', why: { code: 'action.gone' as const } },
      { id: '3', ok: false as const, error: 'Another.', why: { code: 'action.changed' as const } },
    ];
    const first = { reason: 'It is gone.', why: { code: 'action.gone' } };
    expect(summarise(results)).toEqual({ done: 1, failed: 2, first });
  });
});
