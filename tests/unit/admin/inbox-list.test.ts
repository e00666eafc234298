import { describe, expect, it } from 'vitest';
import { comparison } from '../../../admin/src/features/inbox/comparison';
import { arrivalsOf } from '../../../admin/src/features/inbox/arrivals';
import { markedExcerpt } from '../../../admin/src/features/inbox/marked';
import type { Linkback, LinkbackWords } from '../../../server/src/contracts';

describe('the words around a link', () => {
  const excerpt = 'I read this post twice.';
  it('come with the text of the link apart', () => {
    expect(markedExcerpt({ excerpt, excerptMark: { start: 7, end: 16 } })).toEqual({
      before: 'I read ',
      link: 'this post',
      after: ' twice.',
    });
  });

  it.each([null, { start: 7, end: 400 }, { start: -1, end: 3 }, { start: 5, end: 5 }])(
    'come whole when the place of the link is %o',
    (excerptMark) => {
      expect(markedExcerpt({ excerpt, excerptMark })).toEqual({ before: excerpt, link: '', after: '' });
    }
  );

  it('may be missing', () => {
    expect(markedExcerpt({ excerpt: null, excerptMark: null })).toBeNull();
    expect(markedExcerpt({ excerpt: '', excerptMark: null })).toBeNull();
  });
});

describe('new linkbacks', () => {
  const counts = (pending: number) => ({ pending, approved: 0, spam: 0, trash: 0, gone: 0 });
  const at = (received: string) => [{ received } as Linkback];
  const shown = { results: at('2024-01-02T00:00:00.000Z'), counts: counts(5) };
  const arrived = (latest: typeof shown, newestFirst = true) =>
    arrivalsOf({ tab: 'pending', shown, latest, newestFirst });

  it('are those by which there are more', () => {
    expect(arrived({ results: at('2024-01-03T00:00:00.000Z'), counts: counts(8) })).toBe(3);
    expect(arrived({ results: at('2024-01-03T00:00:00.000Z'), counts: counts(8) }, false)).toBe(3);
  });

  it('are seen also when somebody else moderated as many away', () => {
    expect(arrived({ results: at('2024-01-03T00:00:00.000Z'), counts: counts(5) })).toBe(1);
    expect(arrived({ results: at('2024-01-03T00:00:00.000Z'), counts: counts(5) }, false)).toBe(0);
  });

  it('are none when nothing came, or something went', () => {
    expect(arrived(shown)).toBe(0);
    expect(arrived({ ...shown, counts: counts(2) })).toBe(0);
    expect(arrived({ results: [], counts: counts(0) })).toBe(0);
  });

  it('show up in an empty list', () => {
    const empty = { results: [], counts: counts(0) };
    const latest = { results: at('2024-01-03T00:00:00.000Z'), counts: counts(1) };
    expect(arrivalsOf({ tab: 'pending', shown: empty, latest, newestFirst: true })).toBe(1);
  });
});

describe('old and new words side by side', () => {
  it('say what changed', () => {
    const now: LinkbackWords = {
      title: 'Old',
      excerpt: 'Same words',
      siteName: null,
      author: { name: 'Ada', url: null, photo: null },
      type: 'mention',
    };
    const rows = comparison(now, { ...now, title: 'New', type: 'reply' }, (type) => type.toUpperCase());
    expect(rows.filter(({ changed }) => changed)).toEqual([
      { name: 'title', now: 'Old', then: 'New', changed: true },
      { name: 'type', now: 'MENTION', then: 'REPLY', changed: true },
    ]);
    expect(rows.map(({ name }) => name)).toEqual(['title', 'excerpt', 'site', 'author', 'type']);
  });

  it('name the author’s addresses when they are what changed', () => {
    const author = { name: 'Ada', url: 'https://ada.example/', photo: 'https://ada.example/old.jpg' };
    const now: LinkbackWords = { title: 'A', excerpt: null, siteName: null, author, type: 'mention' };
    const then = { ...now, author: { ...author, photo: 'https://ada.example/new.jpg' } };
    expect(comparison(now, then, String).filter(({ changed }) => changed)).toEqual([
      { name: 'photo', now: author.photo, then: then.author.photo, changed: true },
    ]);
  });
});
